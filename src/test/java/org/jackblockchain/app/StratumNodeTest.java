package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.assertj.core.api.Assertions;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.stratum.PaperLine;
import org.jackblockchain.stratum.StratumSettings;
import org.jackblockchain.stratum.TlsFiles;
import org.junit.jupiter.api.Test;

class StratumNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void workers_move_the_chain_of_a_node_that_does_not_mine_itself()
            throws IOException, InterruptedException {
        try (var node = RunningNode.start(settings(OptionalInt.empty()));
                var worker = new PaperLine(node.stratum().orElseThrow().address(), "rig1")) {
            worker.open();
            for (int height = 1; height <= 3; height++) {
                int wanted = height;

                assertThat(worker.mine()).isZero();

                var view = node.awaitView(now -> now.tip().height() == wanted, PATIENCE).orElseThrow();
                assertThat(node.blocks().block(view.tip().hash()).map(Tag::of)).contains("Mined by alice / rig1");
                worker.awaitCleanJob();
            }
            assertThat(status(node)).contains("\"stratum\"", "\"name\" : \"rig1\"", "\"blocks\" : 3");
        }
    }

    @Test
    void a_node_that_may_not_mine_further_has_no_work_for_others_either() {
        try (var node = RunningNode.start(settings(OptionalInt.of(1)));
                var worker = new PaperLine(node.stratum().orElseThrow().address(), "rig1")) {
            worker.open();
            assertThat(worker.mine()).isZero();
            worker.untilStale();

            node.mineUpTo(2);

            worker.awaitCleanJob();
        }
    }

    @Test
    void files_that_are_none_are_the_operators_to_mend() {
        var tls = new TlsFiles(Path.of("no-such-certificate"), Path.of("no-such-key"));
        var wanted = settings(OptionalInt.empty()).withStratum(Optional.of(new StratumSettings(ANY_PORT,
                Optional.of(tls))));

        Assertions.assertThatThrownBy(() -> RunningNode.start(wanted)).isInstanceOf(UserError.class)
                .hasMessageContaining("no-such-certificate");
    }

    private static String status(RunningNode node) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var at = node.http().orElseThrow();
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + "/status.json"));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static NodeSettings settings(OptionalInt mineUpTo) {
        return new NodeSettings(Networks.REGTEST, Optional.empty(), Optional.of(ANY_PORT), Optional.empty(), List.of(),
                0, false, MinerSettings.of(1), "Mined by alice", Optional.of(Bytes.ofHex("51")), mineUpTo)
                .withStratum(Optional.of(new StratumSettings(ANY_PORT, Optional.empty())));
    }
}
