package org.jackblockchain.app.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.rpc.RpcSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A race of three nodes that is interfered with over HTTP, as its page does it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RaceControlsTest {
    private static final int PORT = 21_300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final StopSignal signal = StopSignal.unheard();
    private final StringWriter text = new StringWriter();
    private final CompletableFuture<Race.Outcome> outcome = new CompletableFuture<>();
    private List<Integer> ports = List.of();
    private String token = "";

    @BeforeAll
    void start() throws IOException, InterruptedException {
        var settings = new RaceSettings(3, Duration.ofMillis(300), OptionalInt.empty(), PORT, Optional.empty(),
                EngineWish.PORTABLE, Optional.empty(), RpcSettings.COOKIE_ONLY);
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(Race.run(settings, new PlainScreen(new PrintWriter(text, true)), signal));
            } catch (InterruptedException | RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        await().atMost(PATIENCE).until(() -> text.toString().contains("go\n") || outcome.isDone());
        ports = Pattern.compile("port (\\d+): http").matcher(text.toString()).results()
                .map(found -> Integer.parseInt(found.group(1))).toList();
        token = tokenOf(get(ports.getLast(), "/").body());
    }

    private static String tokenOf(String page) {
        var found = Pattern.compile("<meta name=\"race-token\" content=\"([0-9a-f]{48})\">").matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @AfterAll
    void stop() {
        signal.wish();
        // it may end in a tie, so the chains need not be equal
        assertThat(outcome.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().lines()).isNotEmpty();
    }

    @BeforeEach
    void heal() throws IOException, InterruptedException {
        post("/race/heal", "{}");
        for (int port : ports) {
            post("/race/nodes/" + port + "/mining", "{\"on\": true}");
            post("/race/nodes/" + port + "/latency", "{\"latency_ms\": 0}");
        }
    }

    @Test
    void every_node_shows_the_same_race() throws IOException, InterruptedException {
        for (int port : ports) {
            JsonNode race = JSON.readTree(get(port, "/race.json").body());

            assertThat(race.path("nodes").findValuesAsText("port")).startsWith(ports.stream().map(String::valueOf)
                    .toArray(String[]::new));
            assertThat(race.path("links")).hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(link -> assertThat(link.path("cut").booleanValue()).isFalse());
            assertThat(race.path("interval_seconds").doubleValue()).isEqualTo(0.3);
        }
        awaitRace(race -> race.path("latest").size() > 3 && race.path("streak").path("blocks").intValue() > 0
                && sum(race, "wins") > 3);
    }

    @Test
    void a_partition_makes_two_branches_and_one_wins_when_it_is_healed() throws IOException, InterruptedException {
        // Given the last node is cut off from the others
        String group = ports.subList(0, ports.size() - 1).toString();
        int lonely = ports.getLast();
        JsonNode race = JSON.readTree(post("/race/partition", "{\"groups\": [%s, [%d]]}".formatted(group, lonely))
                .body());
        assertThat(race.path("links").findValuesAsText("cut")).containsOnly("true", "false");
        int before = race.path("nodes").get(0).path("height").intValue();

        // Then nobody hears it, and both sides go on without the other
        awaitRace(now -> node(now, lonely).path("peers").intValue() == 0
                && node(now, lonely).path("height").intValue() > before + 2
                && now.path("nodes").get(0).path("height").intValue() > before + 2
                && !tips(now).getLast().equals(tips(now).getFirst()));
        long stale = JSON.readTree(get(lonely, "/race.json").body()).path("stale_blocks").longValue();
        assertThat(stale).isPositive();

        // When it is healed
        post("/race/heal", "{}");

        // Then everybody has one tip, by the next block if it was a tie, and the loser's blocks stay stale
        awaitRace(now -> new HashSet<>(tips(now)).size() == 1 && node(now, lonely).path("peers").intValue() >= 2
                && now.path("stale_blocks").longValue() >= 2);
    }

    @Test
    void a_link_is_cut_and_slowed_alone() throws IOException, InterruptedException {
        int one = ports.get(0);
        int other = ports.get(1);

        JsonNode race = JSON.readTree(post("/race/links/%d/%d".formatted(other, one),
                "{\"cut\": true, \"latency_ms\": 250}").body());

        assertThat(race.path("links")).filteredOn(link -> link.path("cut").booleanValue()).singleElement()
                .satisfies(link -> assertThat(link.path("latency_ms").intValue()).isEqualTo(250));
        awaitRace(now -> node(now, one).path("peers").intValue() == now.path("nodes").size() - 2);
        post("/race/links/%d/%d".formatted(one, other), "{\"cut\": false}");
        awaitRace(now -> node(now, one).path("peers").intValue() == now.path("nodes").size() - 1);
    }

    @Test
    void blocks_take_longer_to_a_node_that_is_far_away() throws IOException, InterruptedException {
        int far = ports.getLast();

        post("/race/nodes/" + far + "/mining", "{\"on\": false}");
        JsonNode race = JSON.readTree(
                post("/race/nodes/" + far + "/latency", "{\"latency_ms\": 400}").body());
        int height = race.path("nodes").get(0).path("height").intValue();

        awaitRace(now -> {
            for (JsonNode block : now.path("latest")) {
                if (block.path("height").intValue() > height + 1
                        && block.path("spread").path(String.valueOf(far)).doubleValue() >= 400)
                    return true;
            }
            return false;
        });
    }

    @Test
    void a_miner_stops_starts_and_gets_threads() throws IOException, InterruptedException {
        int port = ports.getFirst();

        post("/race/nodes/" + port + "/mining", "{\"on\": false}");
        post("/race/nodes/" + port + "/threads", "{\"threads\": 3}");
        awaitRace(now -> !node(now, port).path("mining").booleanValue()
                && node(now, port).path("threads").intValue() == 3);
        post("/race/nodes/" + port + "/mining", "{\"on\": true}");
        post("/race/nodes/" + port + "/threads", "{\"threads\": 1}");
        awaitRace(now -> node(now, port).path("mining").booleanValue()
                && node(now, port).path("threads").intValue() == 1);
    }

    @Test
    void a_node_that_joins_catches_up_and_wins() throws IOException, InterruptedException {
        // When
        JsonNode race = JSON.readTree(post("/race/nodes", "").body());

        // Then it is everybody's peer, has the chain, is in the book, and has a page
        int joined = race.path("nodes").get(race.path("nodes").size() - 1).path("port").intValue();
        assertThat(joined).isGreaterThan(ports.getLast());
        awaitRace(now -> node(now, joined).path("peers").intValue() == now.path("nodes").size() - 1
                && node(now, joined).path("height").intValue() >= now.path("nodes").get(0).path("height").intValue() - 1
                && node(now, joined).path("wins").intValue() > 0);
        assertThat(tokenOf(get(joined, "/").body())).isEqualTo(token);
        var all = new ArrayList<>(ports);
        all.add(joined);
        ports = List.copyOf(all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/race/heal", "/race/nodes", "/race/partition", "/race/links/1/2",
            "/race/nodes/1/mining", "/race/nodes/1/threads", "/race/nodes/1/latency"})
    void without_the_token_nothing_happens(String path) throws IOException, InterruptedException {
        for (String wrong : List.of("", "x", token.substring(1) + "x")) {
            var request = HttpRequest.newBuilder(uri(ports.getFirst(), path)).header("X-Race-Token", wrong)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"));
            assertThat(send(request).statusCode()).isEqualTo(403);
        }
        assertThat(send(HttpRequest.newBuilder(uri(ports.getFirst(), path)).POST(HttpRequest.BodyPublishers.noBody()))
                .statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"nodes/PORT/mining | {\"on\": 1} | 400", "nodes/PORT/mining | [] | 400",
            "nodes/PORT/mining | {\"on | 400", "nodes/PORT/threads | {\"threads\": 0} | 400",
            "nodes/PORT/threads | {\"threads\": 9999} | 400", "nodes/PORT/threads | {\"threads\": 1.5} | 400",
            "nodes/PORT/latency | {\"latency_ms\": -1} | 400", "nodes/PORT/latency | {\"latency_ms\": 10001} | 400",
            "nodes/1/mining | {\"on\": true} | 404", "links/PORT/1 | {\"cut\": true} | 404",
            "links/PORT/PORT | {\"cut\": true} | 400", "links/PORT/PORT | {} | 400", "partition | {} | 400",
            "partition | {\"groups\": [[PORT]]} | 400", "partition | {\"groups\": [[PORT], [PORT]]} | 400",
            "partition | {\"groups\": [[1], [\"x\"]]} | 400", "partition | {\"groups\": 3} | 400"})
    void what_makes_no_sense_is_refused(String path, String body, int status) throws IOException, InterruptedException {
        String port = String.valueOf(ports.getFirst());

        HttpResponse<String> answer = post("/race/" + path.replace("PORT", port), body.replace("PORT", port));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void a_body_beyond_the_limit_is_refused() throws IOException, InterruptedException {
        String body = "{\"on\": true" + " ".repeat(RaceRoutes.MAX_BODY_BYTES - 12) + "}";

        assertThat(post("/race/nodes/%d/mining".formatted(ports.getFirst()), body).statusCode()).isEqualTo(200);
        assertThat(post("/race/nodes/%d/mining".formatted(ports.getFirst()), body + " ").statusCode()).isEqualTo(413);
    }

    @Test
    void the_events_of_all_nodes_come_as_one_stream_each_with_its_port() throws IOException, InterruptedException {
        long from = JSON.readTree(get(ports.getFirst(), "/race.json").body()).path("events_from").longValue();
        var request = HttpRequest.newBuilder(uri(ports.getLast(), "/race/events?last_event_id=" + from)).build();
        var seen = new TreeMap<String, Set<Integer>>();

        try (Stream<String> lines = client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            String type = "";
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("event: "))
                    type = line.substring("event: ".length());
                if (line.startsWith("data: ") && !type.equals("race"))
                    seen.computeIfAbsent(type, _ -> new HashSet<>())
                            .add(JSON.readTree(line.substring("data: ".length())).path("node").intValue());
                if (seen.getOrDefault("block", Set.of()).containsAll(ports)
                        && seen.getOrDefault("tip", Set.of()).containsAll(ports))
                    break;
            }
        }

        assertThat(seen.get("block")).containsAll(ports).doesNotContain(0);
    }

    private static long sum(JsonNode race, String field) {
        long sum = 0;
        for (JsonNode node : race.path("nodes"))
            sum += node.path(field).longValue();
        return sum;
    }

    private static List<String> tips(JsonNode race) {
        return race.path("nodes").findValuesAsText("tip");
    }

    private static JsonNode node(JsonNode race, int port) {
        for (JsonNode node : race.path("nodes")) {
            if (node.path("port").intValue() == port)
                return node;
        }
        throw new AssertionError("no node at port " + port);
    }

    private void awaitRace(Predicate<JsonNode> wanted) {
        await().atMost(PATIENCE).until(() -> JSON.readTree(get(ports.getFirst(), "/race.json").body()), wanted);
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(port, path)));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(ports.getFirst(), path)).header("X-Race-Token", token)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
