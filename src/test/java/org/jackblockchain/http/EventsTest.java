package org.jackblockchain.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jackblockchain.app.HeaderIndex;
import org.jackblockchain.app.StoredLedger;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /events} over real connections. */
class EventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MinedChain chain = new MinedChain(3);
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile NodeView view = chain.view();
    private NodeNews news = new NodeNews(Instant.now(), MinedChain.PARAMS.genesis(), chain.store);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        var index = new HeaderIndex(() -> view);
        news = new NodeNews(Instant.now(), MinedChain.PARAMS.genesis(), chain.store);
        server = HttpServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Served("1", () -> view, chain.store, index::find, _ -> {
                }, news, new StoredLedger(chain.store, Optional.empty())), List.of(), Extras.NONE);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/events"));
    }

    /** The lines of what is told, as they come. */
    private BlockingQueue<String> listen(HttpRequest.Builder request) throws Exception {
        int before = news.feed().readers();
        var lines = new LinkedBlockingQueue<String>();
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        Thread.ofVirtual().start(() -> {
            try {
                answer.body().forEach(lines::add);
            } catch (UncheckedIOException _) {
                // the test is over
            }
        });
        await().atMost(PATIENCE).until(() -> news.feed().readers() > before);
        return lines;
    }

    /** The data of the next event, which has to be of this type. */
    private static JsonNode next(BlockingQueue<String> lines, String type) throws Exception {
        return JSON.readTree(nextOf(lines, type).get(2).substring("data: ".length()));
    }

    private static List<String> nextOf(BlockingQueue<String> lines, String type) throws InterruptedException {
        var event = new ArrayList<String>();
        while (event.size() < 3) {
            String line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(line).as("after " + event).isNotNull();
            if (line != null && (line.startsWith("id: ") || line.startsWith("event: ") || line.startsWith("data: ")))
                event.add(line);
        }
        assertThat(event.get(1)).isEqualTo("event: " + type);
        return event;
    }

    @Test
    void a_block_and_the_tip_that_it_makes_are_told() throws Exception {
        var lines = listen(request().header("Accept-Encoding", "gzip"));
        BlockEntry before = chain.view().tip();
        Block block = chain.next("alice");
        var stored = chain.place(block);

        news.stored(stored);
        news.tipMoved(new TipChange(List.of(), List.of(stored.entry()), stored.at()));

        JsonNode told = next(lines, "block");
        assertThat(told.get("hash").asText()).isEqualTo(block.hash().hex());
        assertThat(told.get("previous").asText()).isEqualTo(before.hash().hex());
        assertThat(told.get("height").asInt()).isEqualTo(4);
        assertThat(told.get("miner").asText()).isEqualTo("alice");
        assertThat(told.get("size").asInt()).isEqualTo(block.size());
        assertThat(told.get("weight").asInt()).isEqualTo(block.weight());
        assertThat(told.get("transactions").asInt()).isEqualTo(1);
        assertThat(told.get("stale").asBoolean()).isFalse();
        assertThat(told.get("at").asLong()).isEqualTo(stored.at().toEpochMilli());
        assertThat(told.get("work").asInt()).isEqualTo(2);
        JsonNode tip = next(lines, "tip");
        assertThat(tip.get("hash")).isEqualTo(told.get("hash"));
        assertThat(tip.get("chainwork").asText()).isEqualTo(chain.view().tip().chainWork().hex());
        assertThat(tip.get("bits").asText()).isEqualTo("207fffff");
    }

    @Test
    void a_stale_block_is_told_and_a_reorganization_says_why() throws Exception {
        // Given two blocks of one parent
        Block loser = chain.next("loser");
        Block winner = chain.next("winner");
        BlockEntry fork = chain.view().tip();
        var lines = listen(request());

        news.stored(chain.place(loser));
        var stale = chain.place(winner);
        news.stored(stale);
        BlockEntry old = chain.view().tip();
        news.tipMoved(new TipChange(List.of(old), List.of(stale.entry()), stale.at()));

        assertThat(next(lines, "block").get("stale").asBoolean()).isFalse();
        assertThat(next(lines, "block").get("stale").asBoolean()).isTrue();
        JsonNode told = next(lines, "reorganization");
        assertThat(told.get("fork").get("hash").asText()).isEqualTo(fork.hash().hex());
        assertThat(told.get("fork").get("height").asInt()).isEqualTo(3);
        assertThat(told.get("disconnected_count").asInt()).isEqualTo(1);
        assertThat(told.get("disconnected").get(0).get("miner").asText()).isEqualTo("loser");
        assertThat(told.get("connected").get(0).get("hash").asText()).isEqualTo(stale.entry().hash().hex());
        assertThat(told.get("old_chainwork").asText()).isEqualTo(old.chainWork().hex());
        assertThat(told.get("new_chainwork").asText()).isEqualTo(stale.entry().chainWork().hex());
        assertThat(next(lines, "tip").get("hash").asText()).isEqualTo(stale.entry().hash().hex());
    }

    @Test
    void long_sides_of_a_reorganization_are_counted_and_cut() throws Exception {
        var lines = listen(request());
        for (int i = 0; i < NodeNews.MAX_LISTED + 5; i++)
            chain.mine("x");
        BlockEntry tip = chain.view().tip();
        var left = new ArrayList<BlockEntry>();
        for (int height = tip.height(); height > 3; height--)
            left.add(tip.ancestor(height));

        news.tipMoved(new TipChange(left, List.of(), Instant.now()));

        JsonNode told = next(lines, "reorganization");
        assertThat(told.get("disconnected_count").asInt()).isEqualTo(NodeNews.MAX_LISTED + 5);
        assertThat(told.get("disconnected")).hasSize(NodeNews.MAX_LISTED);
        assertThat(told.get("disconnected").get(0).get("height").asInt()).isEqualTo(tip.height());
        assertThat(told.get("connected")).isEmpty();
        assertThat(next(lines, "tip").get("height").asInt()).isEqualTo(3);
    }

    @Test
    void peers_come_when_they_are_ready_and_go() throws Exception {
        var lines = listen(request());

        news.published(chain.view(peer(false)));
        news.published(chain.view(peer(true)));
        news.published(chain.view(peer(true)));
        news.published(chain.view());

        JsonNode up = next(lines, "peer");
        assertThat(up.get("change").asText()).isEqualTo("up");
        assertThat(up.get("id").asInt()).isEqualTo(7);
        assertThat(up.get("address").asText()).isEqualTo("127.0.0.1:5101");
        assertThat(up.get("direction").asText()).isEqualTo("inbound");
        assertThat(next(lines, "peer").get("change").asText()).isEqualTo("down");
    }

    private static PeerView peer(boolean ready) {
        return new PeerView(7, NetAddress.parse("127.0.0.1:5101").orElseThrow(), Direction.INBOUND, Instant.EPOCH,
                ready, "/x/", 9, 3, 12, 2, Optional.empty(), Map.of(), Map.of(), PeerView.Details.NONE);
    }

    @Test
    void a_browser_that_comes_back_goes_on_where_it_was() throws Exception {
        var lines = listen(request());
        news.stored(chain.place(chain.next("one")));
        String id = nextOf(lines, "block").getFirst().substring("id: ".length());
        news.stored(chain.place(chain.next("two")));

        var again = listen(request().header("Last-Event-ID", id));
        assertThat(next(again, "block").get("miner").asText()).isEqualTo("two");

        // What is no number of ours means that nothing is known of what was missed
        assertThat(next(listen(request().header("Last-Event-ID", "nonsense")), "reset").get("last_event_id").asText())
                .isGreaterThan(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?last_event_id=x", "?last_event_id=", "?last_event_id=-1", "?last_event_id=1&last_event_id=2",
                    "?last_event_id=9999999999999999999"})
    void a_number_that_is_none_is_refused(String query) throws Exception {
        var answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/events"
                + query)).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void a_reader_that_does_not_read_is_hung_up_on() throws Exception {
        try (var line = new Socket()) {
            line.setReceiveBufferSize(4_096);
            line.connect(server.address());
            line.getOutputStream().write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            await().atMost(PATIENCE).until(() -> news.feed().readers() == 1);

            // More than the operating system takes and the feed keeps
            String text = "x".repeat(64 << 10);
            await().atMost(PATIENCE).until(() -> {
                for (int i = 0; i < 100; i++)
                    news.feed().publish("tip", false, json -> json.writeString(text));
                return news.feed().readers() == 0;
            });
        }
    }

    @Test
    void more_readers_than_requests_at_a_time_can_listen_while_others_ask() throws Exception {
        var lines = new ArrayList<Socket>();
        try {
            for (int i = 0; i < RequestLimit.MAX_REQUESTS + 50; i++) {
                var line = new Socket(server.host(), server.port());
                line.getOutputStream().write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                lines.add(line);
            }
            await().atMost(PATIENCE).until(() -> news.feed().readers() == lines.size());

            var status = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()
                    + "/status.json")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(status.statusCode()).isEqualTo(200);
        } finally {
            for (Socket line : lines)
                line.close();
        }
    }
}
