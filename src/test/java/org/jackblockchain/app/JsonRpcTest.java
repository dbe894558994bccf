package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.rpc.RpcSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON-RPC of a whole node. */
class JsonRpcTest {
    private static final String ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    @TempDir
    private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void what_was_done_is_seen_by_the_next_call_and_the_cookie_goes_with_the_node() throws Exception {
        Path cookie = folder.resolve(".cookie");
        try (var node = RunningNode.start(settings(RpcSettings.COOKIE_ONLY))) {
            String login = Files.readString(cookie);
            for (int height = 5; height <= 20; height += 5) {
                assertThat(call(node, login, "generatetoaddress", "5, \"" + ADDRESS + "\"")).contains("\"error\":null");
                assertThat(call(node, login, "getblockcount", "")).contains("\"result\":" + height + ",");
            }
            assertThat(call(node, login, "getblockchaininfo", "")).doesNotContain("\"size_on_disk\":0,");
        }
        assertThat(cookie).doesNotExist();
    }

    @Test
    void a_wish_to_stop_is_answered_and_those_who_wait_go_when_the_node_does() throws Exception {
        var settings = settings(new RpcSettings(Optional.of("me"), Optional.of("word"), List.of()));
        CompletableFuture<HttpResponse<String>> waiting;
        try (var node = RunningNode.start(settings)) {
            waiting = client.sendAsync(request(node, "me:word", "waitforblockheight", "1000"),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(call(node, "me:word", "stop", "")).contains("\"result\":\"JBC stopping\"");
            await().until(() -> node.stopWished().isDone());
            assertThat(node.ended()).as("whoever started it stops it").isNotDone();
            await().until(() -> call(node, "me:word", "uptime", "").contains("\"error\":null"));
        }
        assertThat(waiting.handle((_, _) -> true)).succeedsWithin(Duration.ofSeconds(10));
    }

    private NodeSettings settings(RpcSettings rpc) {
        var anyPort = Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new NodeSettings(Networks.REGTEST, Optional.of(folder), anyPort, Optional.empty(), List.of(), 0, false,
                MinerSettings.of(1), "me", Optional.of(Bytes.ofHex("51")), OptionalInt.empty()).withRpc(rpc);
    }

    private String call(RunningNode node, String login, String method, String params)
            throws IOException, InterruptedException {
        return client.send(request(node, login, method, params), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static HttpRequest request(RunningNode node, String login, String method, String params) {
        String body = "{\"method\": \"%s\", \"params\": [%s], \"id\": 1}".formatted(method, params);
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.http().orElseThrow().getPort() + "/"))
                .header("Authorization", "Basic " + basic).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }
}
