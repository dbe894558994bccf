package org.jackblockchain.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jackblockchain.Anyone;
import org.jackblockchain.app.Keeping;
import org.jackblockchain.app.Manners;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far back transactions are found. */
class IndexedTransactionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEIGHT = TransactionSearch.MAX_BLOCKS + 2;

    @TempDir
    private Path folder;

    private NodeSettings settings(boolean indexed) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new NodeSettings(Networks.REGTEST, Optional.of(folder), Optional.of(any), Optional.empty(), List.of(),
                0, true, new MinerSettings(1, EngineWish.PORTABLE, 1), "i", Optional.of(Anyone.SCRIPT),
                OptionalInt.of(HEIGHT))
                .withManners(Manners.usual().withKeeping(Keeping.USUAL.withTransactionIndex(indexed)));
    }

    private static int status(RunningNode node, int height) throws Exception {
        var block = node.blocks().block(node.view().tip().ancestor(height).hash()).orElseThrow();
        var at = URI.create("http://127.0.0.1:%d/tx/%s.json".formatted(node.http().orElseThrow().getPort(),
                block.transactions().getFirst().txid().hex()));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(at).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    @Test
    void one_that_is_too_far_back_is_found_with_an_index_only() throws Exception {
        int first = HEIGHT - TransactionSearch.MAX_BLOCKS + 1;
        try (var node = RunningNode.start(settings(true))) {
            assertThat(node.awaitView(view -> view.tip().height() == HEIGHT, PATIENCE)).isPresent();
            await().atMost(PATIENCE).until(() -> status(node, first - 1) == 200);
        }
        try (var node = RunningNode.start(settings(false))) {
            assertThat(status(node, first - 1)).isEqualTo(404);
            assertThat(status(node, first)).isEqualTo(200);
        }
    }
}
