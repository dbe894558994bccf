package org.jackblockchain.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jackblockchain.app.HeaderIndex;
import org.jackblockchain.app.StoredLedger;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.StoredBlock;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEIGHT = 20;

    private final MinedChain chain = new MinedChain(HEIGHT);
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile NodeView view = chain.view();
    private NodeNews news = new NodeNews(Instant.now(), MinedChain.PARAMS.genesis(), chain.store);
    private HttpServer server;
    private Block stale = chain.next("stale");

    @BeforeEach
    void start() throws IOException {
        stale = chain.next("stale");
        chain.mine("winner");
        StoredBlock stored = chain.place(stale);
        news = new NodeNews(Instant.now(), MinedChain.PARAMS.genesis(), chain.store);
        news.stored(stored);
        view = chain.view();
        var index = new HeaderIndex(() -> view);
        server = HttpServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Served("1", () -> view, chain.store, index::find, _ -> {
                }, news, new StoredLedger(chain.store, Optional.empty())), List.of(), Extras.NONE);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<byte[]> answer = send(request(path));
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String active(int height) {
        return view.tip().ancestor(height).hash().hex();
    }

    @Test
    void the_latest_blocks_come_first_and_stale_ones_are_among_them() throws Exception {
        JsonNode list = get("/blocks.json?limit=4");

        JsonNode blocks = list.get("blocks");
        assertThat(blocks).hasSize(4);
        assertThat(blocks.findValues("height").stream().map(JsonNode::asInt)).containsExactly(21, 21, 20, 19);
        for (JsonNode block : blocks)
            assertThat(block.get("stale").asBoolean()).isEqualTo(block.get("miner").asText().equals("stale"));
        assertThat(blocks.findValues("miner").stream().map(JsonNode::asText)).contains("stale", "winner", "block 20");
        for (JsonNode block : blocks)
            assertThat(block.get("at").isNull()).isEqualTo(!block.get("miner").asText().equals("stale"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 22, 23, 100, BlockList.MAX_LIMIT})
    void pages_show_every_block_once(int limit) throws Exception {
        var seen = new ArrayList<String>();
        String next = "/blocks.json?limit=" + limit;
        while (next != null) {
            JsonNode page = get(next);
            assertThat(page.get("blocks").size()).isBetween(1, limit);
            page.get("blocks").forEach(block -> seen.add(block.get("hash").asText()));
            next = page.get("next").isNull() ? null : page.get("next").asText();
        }

        var all = new ArrayList<>(IntStream.rangeClosed(0, 21).mapToObj(this::active).toList());
        all.add(stale.hash().hex());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void a_page_can_begin_below_a_height() throws Exception {
        assertThat(get("/blocks.json?before=21&limit=1").get("blocks").get(0).get("hash").asText())
                .isEqualTo(active(20));
        assertThat(get("/blocks.json?before=999999999&limit=1").get("blocks").get(0).get("height").asInt())
                .isEqualTo(21);
        assertThat(get("/blocks.json?before=0").get("blocks")).isEmpty();
    }

    @Test
    void branches_that_fork_again_and_again_are_shown_once() throws Exception {
        for (int i = 0; i < 10; i++) {
            Block other = chain.next("other " + i);
            chain.mine("more " + i);
            chain.place(other);
        }
        view = chain.view();

        JsonNode blocks = get("/blocks.json?limit=1000").get("blocks");

        assertThat(blocks).hasSize(22 + 1 + 20);
        assertThat(blocks.findValuesAsText("hash")).doesNotHaveDuplicates();
        assertThat(blocks.findValues("stale").stream().filter(JsonNode::asBoolean)).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=10001", "limit=x", "limit=", "limit=-1", "limit=1&limit=2", "before=x",
            "before=", "before=1&before=2", "before=9999999999",
            "before=0000000000000000000000000000000000000000000000000000000000000000",
            "before=zz00000000000000000000000000000000000000000000000000000000000000"})
    void a_list_that_is_none_is_refused(String query) throws Exception {
        HttpResponse<byte[]> answer = send(request("/blocks.json?" + query));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("detail").asText())
                .contains("\"" + query.substring(0, query.indexOf('=')) + "\"");
    }

    @Test
    void a_block_is_told_with_its_transactions_and_its_place() throws Exception {
        JsonNode block = get("/block/" + active(20).toUpperCase(java.util.Locale.ROOT) + ".json");

        assertThat(block.get("hash").asText()).isEqualTo(active(20));
        assertThat(block.get("previous").asText()).isEqualTo(active(19));
        assertThat(block.get("next").asText()).isEqualTo(active(21));
        assertThat(block.get("confirmations").asInt()).isEqualTo(2);
        assertThat(block.get("miner").asText()).isEqualTo("block 20");
        JsonNode coinbase = block.get("tx").get(0);
        assertThat(coinbase.get("inputs").get(0).get("coinbase").asBoolean()).isTrue();
        assertThat(coinbase.get("outputs").get(0).get("value").asLong()).isEqualTo(5_000_000_000L);
        assertThat(coinbase.get("outputs").get(0).get("script").asText()).isEqualTo("51");
        assertThat(block.get("tx_next").isNull()).isTrue();

        assertThat(get("/block/" + active(21) + ".json").get("next").isNull()).isTrue();
        assertThat(get("/block/" + active(21) + ".json").get("confirmations").asInt()).isEqualTo(1);
        assertThat(get("/block/" + active(0) + ".json").get("height").asInt()).isZero();
        JsonNode lost = get("/block/" + stale.hash().hex() + ".json");
        assertThat(lost.get("confirmations").asInt()).isZero();
        assertThat(lost.get("stale").asBoolean()).isTrue();
        assertThat(lost.get("next").isNull()).isTrue();
    }

    @Test
    void transactions_come_in_pages() throws Exception {
        assertThat(get("/block/" + active(3) + ".json?from=0&limit=1").get("tx")).hasSize(1);
        assertThat(get("/block/" + active(3) + ".json?from=1").get("tx")).isEmpty();
        assertThat(get("/block/" + active(3) + ".json?from=999999999&limit=10000").get("tx")).isEmpty();
    }

    @Test
    void a_block_is_asked_for_again_only_when_its_place_changed() throws Exception {
        String path = "/block/" + active(20) + ".json";
        String tag = send(request(path)).headers().firstValue("ETag").orElseThrow();
        assertThat(send(request(path).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
        assertThat(send(request(path).header("If-None-Match", "\"a\", " + tag)).statusCode()).isEqualTo(304);
        assertThat(send(request(path + "?limit=1").header("If-None-Match", tag)).statusCode()).isEqualTo(200);

        chain.mine("another");
        view = chain.view();

        HttpResponse<byte[]> anew = send(request(path).header("If-None-Match", tag));
        assertThat(anew.statusCode()).isEqualTo(200);
        assertThat(anew.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(JSON.readTree(anew.body()).get("confirmations").asInt()).isEqualTo(3);
    }

    @Test
    void the_bytes_of_a_block_never_change() throws Exception {
        String path = "/block/" + stale.hash().hex() + ".bin";

        HttpResponse<byte[]> answer = send(request(path));

        assertThat(answer.body()).isEqualTo(stale.toBytes());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(send(request(path).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
    }

    @Test
    void a_height_leads_to_the_block_of_the_active_chain() throws Exception {
        HttpResponse<byte[]> answer = send(request("/height/21.json"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/block/" + active(21) + ".json");
        assertThat(active(21)).isNotEqualTo(stale.hash().hex());
    }

    @ParameterizedTest
    @CsvSource({"/height/22.json,404", "/height/x.json,400", "/height/-1.json,400", "/height/9999999999.json,400",
            "/height/.json,404", "/block/xyz.json,400", "/block/.json,404",
            "/block/0000000000000000000000000000000000000000000000000000000000000001.json,404",
            "/block/0000000000000000000000000000000000000000000000000000000000000001.bin,404",
            "/block/zz.bin,400", "/peers.json?limit=0,400", "/peers.json?limit=1001,400", "/peers.json?after=x,400"})
    void what_is_not_here_or_makes_no_sense_is_a_problem(String path, int status) throws Exception {
        HttpResponse<byte[]> answer = send(request(path));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("status").asInt()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=x", "limit=0", "limit=10001", "from=1&from=2"})
    void a_page_of_transactions_that_is_none_is_refused(String query) throws Exception {
        assertThat(send(request("/block/" + active(3) + ".json?" + query)).statusCode()).isEqualTo(400);
    }

    @Test
    void a_header_without_its_body_is_no_block_yet() throws Exception {
        try (var hollow = HttpServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Served("1", () -> view, new MinedChain(0).store, new HeaderIndex(() -> view)::find, _ -> {
                }, new NodeNews(Instant.now(), MinedChain.PARAMS.genesis(), new MinedChain(0).store),
                        new StoredLedger(chain.store, Optional.empty())),
                List.of(),
                Extras.NONE)) {
            var at = "http://127.0.0.1:" + hollow.port();
            var missing = send(HttpRequest.newBuilder(URI.create(at + "/block/" + active(3) + ".json")));
            assertThat(missing.statusCode()).isEqualTo(404);
            var list = send(HttpRequest.newBuilder(URI.create(at + "/blocks.json")));
            assertThat(JSON.readTree(list.body()).get("blocks").findValuesAsText("hash")).containsExactly(active(0));
        }
    }

    @Test
    void what_is_long_is_compressed_for_who_asks() throws Exception {
        HttpResponse<byte[]> plain = send(request("/blocks.json"));
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();

        HttpResponse<byte[]> packed = send(request("/blocks.json").header("Accept-Encoding", "gzip"));

        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.headers().allValues("Vary")).contains("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(plain.body().length / 3);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        HttpResponse<byte[]> whole = send(request("/blockchain.json").header("Accept-Encoding", "gzip"));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(whole.body())).readAllBytes())
                .isEqualTo(send(request("/blockchain.json")).body());
    }

    @Test
    void pages_of_another_origin_read_nothing_unless_the_operator_says_so() throws Exception {
        assertThat(allowed(server, "http://localhost:8080")).isEmpty();
        try (var open = HttpServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Served("1", () -> view, chain.store, new HeaderIndex(() -> view)::find, _ -> {
                }, new NodeNews(Instant.now(), MinedChain.PARAMS.genesis(), chain.store),
                        new StoredLedger(chain.store, Optional.empty())),
                List.of(),
                Extras.NONE.and(new Cors("http://localhost:8080")::addTo))) {
            assertThat(allowed(open, "http://localhost:8080")).hasValue("http://localhost:8080");
            assertThat(allowed(open, "http://localhost:8081")).isEmpty();
            assertThat(allowed(open, "null")).isEmpty();
        }
    }

    private Optional<String> allowed(HttpServer at, String origin) throws Exception {
        HttpResponse<byte[]> answer = send(HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + at.port() + "/status.json")).header("Origin", origin));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("Access-Control-Allow-Origin");
    }

    @Test
    void peers_come_in_pages() throws Exception {
        view = chain.view(peer(3), peer(1), peer(2));

        JsonNode first = get("/peers.json?limit=2");
        assertThat(first.get("peers").findValuesAsText("peer")).containsExactly("1", "2");
        JsonNode second = get(first.get("next").asText());
        assertThat(second.get("peers").findValuesAsText("peer")).containsExactly("3");
        assertThat(second.get("next").isNull()).isTrue();
    }

    private static PeerView peer(long number) {
        return new PeerView(number, NetAddress.parse("127.0.0.1:5101").orElseThrow(), Direction.INBOUND,
                Instant.EPOCH, true, "/x/", 9, 3, 12, 2, Optional.empty(), Map.of(), Map.of(),
                PeerView.Details.NONE);
    }
}
