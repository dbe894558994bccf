package org.jackblockchain.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jackblockchain.app.HeaderIndex;
import org.jackblockchain.app.StoredLedger;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEIGHT = 12;
    private static final PeerView PEER = new PeerView(7, NetAddress.parse("127.0.0.1:5101").orElseThrow(),
            Direction.INBOUND, Instant.EPOCH, true, "/<b>evil\"/", 9, 3, 12, 2, Optional.of(Duration.ofMillis(3)),
            Map.of("ping", 64L), Map.of("pong", 32L, "block", 5L), PeerView.Details.NONE);

    private volatile MinedChain chain = new MinedChain(HEIGHT);
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile NodeView view = chain.view(PEER);
    private volatile boolean broken;
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        var blocks = new BlockStore() {
            @Override
            public Optional<Block> block(BlockHash hash) {
                return chain.store.block(hash);
            }

            @Override
            public Optional<BlockUndo> undo(BlockHash hash) {
                return chain.store.undo(hash);
            }
        };
        server = start(ANY_PORT, this::viewUnlessBroken, blocks);
    }

    private HttpServer start(InetSocketAddress at, Supplier<NodeView> shown, BlockStore blocks) throws IOException {
        return start(at, shown, blocks, Extras.NONE);
    }

    private HttpServer start(InetSocketAddress at, Supplier<NodeView> shown, BlockStore blocks, Extras extras)
            throws IOException {
        var news = new NodeNews(Instant.now(), MinedChain.PARAMS.genesis(), blocks);
        var index = new HeaderIndex(shown);
        return HttpServer.start(at, new Served("1.2.3", shown, blocks, index::find, events::add, news,
                new StoredLedger(chain.store, Optional.empty())), List.of(), extras);
    }

    private NodeView viewUnlessBroken() {
        if (broken)
            throw new IllegalStateException("as if there was a bug");
        return view;
    }

    @BeforeEach
    void givenAChain() {
        chain = new MinedChain(HEIGHT);
        view = chain.view(PEER);
        events.clear();
        broken = false;
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpResponse<String> mined(String body) throws IOException, InterruptedException {
        return send(request("/mined").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String type(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    private static void assertFails(HttpResponse<String> answer, int status, String why) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(type(answer)).isEqualTo("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("type").asText()).isEqualTo("about:blank");
        assertThat(problem.get("title").asText()).isNotEmpty();
        assertThat(problem.get("detail").asText()).contains(why);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("instance").asText()).startsWith("/");
    }

    @Test
    void the_chain_is_an_array_with_genesis_first() throws Exception {
        HttpResponse<String> answer = get("/blockchain.json");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(type(answer)).isEqualTo("application/json");
        JsonNode blocks = JSON.readTree(answer.body());
        assertThat(blocks).hasSize(HEIGHT + 1);
        assertThat(blocks.get(0).get("hash").asText())
                .isEqualTo("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206");
        for (int height = 1; height <= HEIGHT; height++) {
            assertThat(blocks.get(height).get("index").asInt()).isEqualTo(height);
            assertThat(blocks.get(height).get("prev_hash")).isEqualTo(blocks.get(height - 1).get("hash"));
        }
    }

    @Test
    void a_block_says_all_there_is_to_know_of_it() throws Exception {
        JsonNode block = JSON.readTree(get("/blockchain.json").body()).get(3);
        Block bytes = Block.of(Hex.parse(block.get("hex").asText()));

        assertThat(bytes.hash().hex()).isEqualTo(block.get("hash").asText());
        assertThat(block.get("data").asText()).isEqualTo("block 3");
        assertThat(block.get("height").asInt()).isEqualTo(3);
        assertThat(block.get("timestamp").asLong()).isEqualTo(bytes.header().time());
        assertThat(block.get("nonce").asLong()).isEqualTo(Integer.toUnsignedLong(bytes.header().nonce()));
        assertThat(block.get("version").asInt()).isEqualTo(bytes.header().version());
        assertThat(block.get("bits").asText()).isEqualTo("207fffff");
        assertThat(block.get("difficulty").asDouble()).isCloseTo(4.656542373906925e-10, within(1e-24));
        assertThat(block.get("work").asInt()).isEqualTo(2);
        assertThat(block.get("chainwork").asText()).isEqualTo("0".repeat(63) + "8");
        assertThat(block.get("merkle_root").asText()).isEqualTo(bytes.header().merkleRoot().hex());
        assertThat(block.get("size").asInt()).isEqualTo(bytes.size());
        assertThat(block.get("weight").asInt()).isEqualTo(bytes.weight());
        JsonNode coinbase = block.get("transactions").get(0);
        assertThat(coinbase.get("txid").asText()).isEqualTo(bytes.transactions().getFirst().txid().hex());
        assertThat(coinbase.get("outputs").get(0).get("value").asLong()).isEqualTo(5_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"'',0,13", "?from=0,0,13", "?from=12,12,1", "?from=13,0,0", "?from=999999999,0,0", "?limit=2,0,2",
            "?limit=0,0,0", "?from=3&limit=4,3,4", "?from=11&limit=999999999,11,2"})
    void a_piece_of_the_chain_can_be_asked_for(String query, int first, int count) throws Exception {
        HttpResponse<String> answer = get("/blockchain.json" + query);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode blocks = JSON.readTree(answer.body());
        assertThat(blocks).hasSize(count);
        if (count > 0)
            assertThat(blocks.get(0).get("index").asInt()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=-1", "from=x", "from=", "limit=1.5", "limit=1000000000", "limit=99999999999999999999",
            "from=1&from=2", "from=%D9%A3"})
    void a_piece_that_is_no_piece_is_refused(String query) throws Exception {
        assertFails(get("/blockchain.json?" + query), 400, "\"" + query.substring(0, query.indexOf('=')) + "\" is");
    }

    @Test
    void chains_longer_than_the_window_are_whole_too() throws Exception {
        for (int i = 0; i < 2_100 - HEIGHT; i++)
            chain.mine("more");
        view = chain.view();

        JsonNode blocks = JSON.readTree(get("/blockchain.json?from=50").body());

        assertThat(blocks).hasSize(2_051);
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(blocks.get(i).get("index").asInt()).isEqualTo(50 + i);
            assertThat(blocks.get(i).get("prev_hash")).isEqualTo(blocks.get(i - 1).get("hash"));
        }
    }

    @Test
    void an_answer_keeps_to_one_view_while_the_node_goes_on() throws Exception {
        // Given an answer under way, of which only the beginning was read
        for (int i = 0; i < 2_000 - HEIGHT; i++)
            chain.mine("before");
        view = chain.view();
        HttpResponse<InputStream> answer = client.send(request("/blockchain.json").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(body.read()).isEqualTo('[');

            // When the node goes on
            chain.mine("after");
            view = chain.view();

            // Then the answer is as of its beginning
            var whole = new SequenceInputStream(new ByteArrayInputStream(new byte[]{'['}), body);
            assertThat(JSON.readTree(whole)).hasSize(2_001);
        }
    }

    @Test
    void what_the_chain_shows_can_be_handed_in_elsewhere() throws Exception {
        String block = JSON.readTree(get("/blockchain.json").body()).get(5).toString();

        HttpResponse<String> answer = mined(block);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("{\"received\": true}"));
        var submitted = (Event.Submitted) events.poll(10, TimeUnit.SECONDS);
        assertThat(submitted).isNotNull();
        assertThat(Hex.of(submitted.block().toBytes())).isEqualTo(JSON.readTree(block).get("hex").asText());
        assertThat(submitted.origin()).isEqualTo("POST /mined from 127.0.0.1");
    }

    @Test
    void the_hex_of_a_block_suffices() throws Exception {
        Block block = chain.next("mine");

        assertThat(mined("{\"hex\": \"" + Hex.of(block.toBytes()) + "\"}").statusCode()).isEqualTo(200);

        assertThat(events.poll(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(Event.Submitted.class,
                submitted -> assertThat(submitted.block()).isEqualTo(block));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|no JSON object", "nonsense|not JSON", "{|not JSON",
            "{\"hex\": \"00|not JSON",
            "{\"hex\": \"00\"|not JSON", "[]|no JSON object", "\"00\"|no JSON object", "{}|\"hex\" is missing",
            "{\"index\": 1, \"data\": \"x\", \"hash\": \"00\"}|\"hex\" is missing", "{\"hex\": 5}|not a string",
            "{\"hex\": null}|not a string", "{\"hex\": {\"hex\": \"00\"}}|not a string", "{\"hex\": \"\"}|not a block",
            "{\"hex\": \"0\"}|even number of hex digits", "{\"hex\": \"zz\"}|even number of hex digits",
            "{\"hex\": \"00\"}|not a block", "{\"hex\": \"00\"} {}|something follows"})
    void what_is_no_block_is_refused_with_the_reason(String body, String why) throws Exception {
        assertFails(mined(body), 400, why);
        assertThat(events).isEmpty();
    }

    @Test
    void a_block_with_a_byte_too_few_or_too_many_is_refused() throws Exception {
        String hex = Hex.of(chain.next("mine").toBytes());

        assertFails(mined("{\"hex\": \"" + hex.substring(2) + "\"}"), 400, "not a block");
        assertFails(mined("{\"hex\": \"" + hex.substring(0, hex.length() - 2) + "\"}"), 400,
                "end of data, 1 bytes early");
        assertFails(mined("{\"hex\": \"" + hex + "00\"}"), 400, "1 bytes left over");
    }

    @Test
    void json_that_is_too_deep_is_refused() throws Exception {
        assertThat(mined("{\"a\": " + "[".repeat(100_000)).statusCode()).isIn(400, 413);
    }

    @Test
    void hex_longer_than_any_block_is_refused() throws Exception {
        String hex = "0".repeat(SubmittedBlock.MAX_HEX_DIGITS);

        assertFails(mined("{\"hex\": \"" + hex + "\"}"), 400, "not a block");
        assertFails(mined("{\"hex\": \"" + hex + "00\"}"), 413, "maximum");
    }

    @Test
    void a_body_that_announces_too_much_is_refused_unread() throws Exception {
        try (var line = new Socket(server.host(), server.port())) {
            line.setSoTimeout(30_000);
            line.getOutputStream().write(("POST /mined HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + (SubmittedBlock.MAX_BODY_BYTES + 1) + "\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413 ").contains("\"detail\":\"the body is longer");
        }
    }

    @Test
    void a_body_of_unknown_length_may_not_go_on_for_ever() throws Exception {
        // Given white space without end
        var body = HttpRequest.BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(" ".repeat(SubmittedBlock.MAX_BODY_BYTES + 1_000)
                        .getBytes(StandardCharsets.US_ASCII)));

        assertFails(send(request("/mined").POST(body)), 413, "the body is longer");
    }

    @Test
    void the_status_tells_how_the_node_is() throws Exception {
        HttpResponse<String> answer = get("/status.json");

        assertThat(type(answer)).isEqualTo("application/json");
        JsonNode status = JSON.readTree(answer.body());
        assertThat(status.get("version").asText()).isEqualTo("1.2.3");
        assertThat(status.get("network").asText()).isEqualTo("regtest");
        assertThat(status.get("height").asInt()).isEqualTo(HEIGHT);
        assertThat(status.get("tip").asText()).isEqualTo(view.tip().hash().hex());
        assertThat(status.get("chainwork").asText()).isEqualTo("0".repeat(62) + "1a");
        assertThat(status.get("headers_height").asInt()).isEqualTo(HEIGHT);
        assertThat(status.get("mining").asBoolean()).isTrue();
        assertThat(status.get("syncing").asBoolean()).isFalse();
        assertThat(status.get("template_height").asInt()).isEqualTo(HEIGHT + 1);
        assertThat(status.get("hashes_per_second").asLong()).isEqualTo(1_234_567);
        JsonNode peer = status.get("peers").get(0);
        assertThat(peer.get("address").asText()).isEqualTo("127.0.0.1:5101");
        assertThat(peer.get("direction").asText()).isEqualTo("inbound");
        assertThat(peer.get("user_agent").asText()).isEqualTo("/<b>evil\"/");
        assertThat(peer.get("ping_ms").asDouble()).isEqualTo(3);
        assertThat(peer.get("bytes_sent").get("pong").asInt()).isEqualTo(32);
    }

    @Test
    void the_page_says_at_once_where_the_chain_is_and_loads_nothing_from_elsewhere() throws Exception {
        HttpResponse<String> answer = get("/");

        assertThat(type(answer)).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'").doesNotContain("unsafe");
        String names = "http://www.w3.org/2000/svg";
        assertThat(answer.body().replace(names, "")).contains("height " + view.tip().height(),
                view.tip().hash().hex(), "/status.json", "1.2.3", "<noscript>")
                .doesNotContain("{{", "http://", "https://", " style=", "onclick");
    }

    @Test
    void the_pages_files_are_kept_by_browsers_for_their_path_changes_with_them() throws Exception {
        String page = get("/").body();
        var links = Pattern.compile("(?:href|src)=\"(/assets/[0-9a-f]{16}/[\\w.]+)\"").matcher(page).results()
                .map(found -> found.group(1)).toList();

        assertThat(links).hasSizeGreaterThanOrEqualTo(2);
        for (String link : links) {
            HttpResponse<String> answer = get(link);
            assertThat(answer.statusCode()).as(link).isEqualTo(200);
            assertThat(type(answer)).isEqualTo(link.endsWith(".css")
                    ? "text/css;charset=utf-8"
                    : "text/javascript;charset=utf-8");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        }
        String folder = links.getFirst().substring(0, links.getFirst().lastIndexOf('/'));
        assertThat(get(folder + "/d3.min.js").body()).startsWith("// https://d3js.org");
        assertFails(get(folder + "/nothing.js"), 404, "");
        assertFails(get(folder + "/index.html"), 404, "");
    }

    @Test
    void the_pages_own_scripts_stay_under_100_kilobytes() {
        int bytes = Assets.OWN.stream().filter(name -> name.endsWith(".js"))
                .mapToInt(name -> Assets.resource("page/" + name).length).sum();

        assertThat(bytes).isBetween(1, 100_000);
    }

    @Test
    void what_is_not_here_is_said_in_json() throws Exception {
        assertFails(get("/nowhere"), 404, "/nowhere");
        assertFails(get("/../etc/passwd"), 400, "");
    }

    @Test
    void a_method_that_does_not_fit_is_told_which_do() throws Exception {
        HttpResponse<String> answer = get("/mined");
        assertFails(answer, 405, "");
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("POST");

        assertFails(send(request("/status.json").DELETE()), 405, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/blockchain.json", "/status.json", "/blockchain.json?from=3"})
    void the_head_of_an_answer_can_be_asked_for_alone(String path) throws Exception {
        HttpResponse<String> head = send(request(path).HEAD());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(type(head)).isEqualTo(type(get(path)));
        assertThat(head.headers().firstValue("Content-Length")).isNotEqualTo(Optional.of("0"));
        assertThat(send(request("/blockchain.json?from=x").HEAD()).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"localhost,200", "LOCALHOST:5000,200", "127.0.0.1,200", "127.3.2.1:1,200", "[::1]:5000,200",
            "[::1],200", "evil.example,403", "evil.example:5000,403", "localhost.evil.example,403",
            "127.0.0.1.evil.example,403", "192.168.0.1,403", "[2001:db8::1],403", "'',400"})
    void a_request_has_to_name_this_machine(String host, int status) throws Exception {
        String answer = raw("GET /status.json HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }

    private String raw(String request) throws IOException {
        return raw(server, request);
    }

    private static String raw(HttpServer server, String request) throws IOException {
        try (var line = new Socket(server.host(), server.port())) {
            line.setSoTimeout(30_000);
            line.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void requests_that_are_none_get_json_too() throws Exception {
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("application/problem+json",
                "\"status\":400");
        assertThat(raw("GET /" + "a".repeat(HttpServer.MAX_HEADER_BYTES) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ").contains("application/problem+json");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(HttpServer.MAX_HEADER_BYTES)
                + "\r\n\r\n")).startsWith("HTTP/1.1 431 ").contains("application/problem+json");
    }

    @Test
    void where_it_is_to_be_said_plainly_what_is_too_long_is_a_bad_request() throws Exception {
        try (HttpServer plain = start(ANY_PORT, this::viewUnlessBroken, chain.store, Extras.NONE.withPlainly(true))) {
            String tooLong = "a".repeat(HttpServer.MAX_HEADER_BYTES);
            assertThat(raw(plain, "GET /" + tooLong + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ").contains("\"status\":400");
            assertThat(raw(plain, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + tooLong + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(raw(plain, "GET /rest/headers/00% HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400").contains("URI parsing failed");
            assertThat(raw(plain, "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void nothing_says_what_the_server_is_made_of() throws Exception {
        assertThat(get("/status.json").headers().firstValue("Server")).isEmpty();
    }

    @Test
    void a_failure_inside_is_not_shown() throws Exception {
        broken = true;

        assertFails(get("/status.json"), 500, "internal error");
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());

            assertThatThrownBy(
                    () -> start(at, () -> view, chain.store))
                    .isInstanceOf(BindException.class).hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    @Test
    void closing_does_not_wait_for_a_reader_that_does_not_read() throws Exception {
        // Given an answer far longer than what the operating system takes
        var output = new TxOut(1, Bytes.of(new byte[1_000_000]));
        var big = new Block(chain.next("big").header(), List.of(new Transaction(1, List.of(), List.of(output), 0)));
        var longChain = start(ANY_PORT, () -> view, anyBlockIs(big));
        try (var line = new Socket(longChain.host(), longChain.port())) {
            line.getOutputStream().write(
                    "GET /blockchain.json HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(line.getInputStream().read()).isEqualTo('H');

            // When the node stops
            longChain.close();

            // Then the port is free, and the answer was cut
            assertThatThrownBy(() -> new Socket(longChain.host(), longChain.port()).close())
                    .isInstanceOf(IOException.class);
        }
    }

    private static BlockStore anyBlockIs(Block block) {
        return new BlockStore() {
            @Override
            public Optional<Block> block(BlockHash hash) {
                return Optional.of(block);
            }

            @Override
            public Optional<BlockUndo> undo(BlockHash hash) {
                return Optional.empty();
            }
        };
    }

    @Test
    void a_block_that_should_be_here_and_is_not_is_a_failure() throws Exception {
        try (var hollow = start(ANY_PORT, () -> view, new MinedChain(0).store)) {
            assertFails(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hollow.port()
                    + "/blockchain.json"))), 500, "internal error");
        }
    }
}
