package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.stratum.StratumSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SAMPLE = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*})? [-+0-9.eEInfNa]+");

    @TempDir
    private Path folder;

    @Test
    void a_node_tells_what_it_did_in_numbers() throws Exception {
        try (var old = RunningNode.start(settings("old", List.of(), 10))) {
            assertThat(old.awaitView(view -> view.tip().height() == 10, PATIENCE)).isPresent();
            try (var fresh = RunningNode.start(settings("fresh", List.of(p2p(old)), 0))) {
                assertThat(fresh.awaitView(view -> view.tip().height() == 10, PATIENCE)).isPresent();
                assertNumbers(old, fresh);
            }
        }
    }

    private static void assertNumbers(RunningNode old, RunningNode fresh) throws Exception {
        String mined = scrape(old, "text/plain").body();
        String synced = scrape(fresh, "text/plain").body();

        assertThat(mined).contains("jbc_info{engine=", "network=\"regtest\"", "jbc_chain_height 10.0\n",
                "jbc_miner_switch_seconds_bucket{le=\"0.001\"}", "jvm_memory_used_bytes{area=\"heap\"}",
                "jbc_stratum_connections 0.0\n", "jbc_event_readers 0.0\n", "jbc_mempool_transactions 0.0\n",
                "process_cpu_seconds_total");
        assertThat(value(mined, "jbc_miner_hashes_total")).isGreaterThanOrEqualTo(10);
        assertThat(value(mined, "jbc_validation_seconds_count{of=\"block\"}")).isEqualTo(10);
        assertThat(value(mined, "jbc_store_batches_total")).isGreaterThanOrEqualTo(10);
        assertThat(value(mined, "jbc_store_written_bytes_total")).isGreaterThan(10 * 250);
        assertThat(value(mined, "jbc_peers{direction=\"inbound\"}")).isEqualTo(1);
        assertThat(value(synced, "jbc_peers{direction=\"outbound\"}")).isEqualTo(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(value(scrape(fresh, "text/plain").body(),
                "jbc_peer_received_bytes_total{message=\"block\"}")).isGreaterThan(10 * 250));
        assertThat(value(synced, "jbc_validation_seconds_count{of=\"headers\"}")).isPositive();
        assertThat(mined.lines().filter(line -> !line.startsWith("#")))
                .allSatisfy(line -> assertThat(line).matches(SAMPLE));
    }

    @Test
    void bytes_of_a_peer_that_left_still_count() throws Exception {
        try (var node = RunningNode.start(settings("a", List.of(), 3))) {
            assertThat(node.awaitView(view -> view.tip().height() == 3, PATIENCE)).isPresent();
            try (var other = RunningNode.start(settings("b", List.of(p2p(node)), 0))) {
                assertThat(other.awaitView(view -> view.tip().height() == 3, PATIENCE)).isPresent();
            }
            assertThat(node.awaitView(view -> view.peers().isEmpty(), PATIENCE)).isPresent();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(value(scrape(node, "text/plain").body(),
                    "jbc_peer_sent_bytes_total{message=\"block\"}")).isGreaterThan(3 * 250));
        }
    }

    @Test
    void a_scraper_may_ask_for_open_metrics() throws Exception {
        try (var node = RunningNode.start(settings("a", List.of(), 0))) {
            HttpResponse<String> answer = scrape(node, "application/openmetrics-text");

            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/openmetrics-text");
            assertThat(answer.body()).endsWith("# EOF\n");
            assertThat(scrape(node, "*/*").headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
        }
    }

    @Test
    void the_dashboard_asks_for_nothing_that_there_is_not() throws Exception {
        Pattern name = Pattern.compile("\\b(?:jbc|jvm|process)_[a-z_]+");
        try (var node = RunningNode.start(settings("a", List.of(), 0))) {
            String metrics = scrape(node, "text/plain").body();
            var asked = new TreeSet<String>();
            for (JsonNode panel : new ObjectMapper().readTree(Path.of("docs", "grafana.json").toFile()).get("panels")) {
                panel.path("targets").findValuesAsText("expr").forEach(
                        query -> name.matcher(query).results().forEach(found -> asked.add(found.group())));
            }
            assertThat(asked).hasSizeGreaterThan(20);
            // What has a label for each peer's message, worker and so on is not there before the first of them
            asked.removeIf(metric -> metric.startsWith("jbc_stratum_") || metric.startsWith("jbc_peer_"));
            assertThat(asked).allSatisfy(metric -> assertThat(metrics).contains("\n" + metric));
        }
    }

    private static double value(String metrics, String name) {
        return metrics.lines().filter(line -> line.startsWith(name + " ")).findFirst()
                .map(line -> Double.parseDouble(line.substring(name.length() + 1))).orElse(Double.NaN);
    }

    private static HttpResponse<String> scrape(RunningNode node, String accept) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + node.http().orElseThrow().getPort() + "/metrics"))
                    .header("Accept", accept).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String p2p(RunningNode node) {
        return "127.0.0.1:" + node.p2p().orElseThrow().getPort();
    }

    private NodeSettings settings(String name, List<String> peers, int mineUpTo) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new NodeSettings(Networks.REGTEST, Optional.of(folder.resolve(name)), Optional.of(any),
                Optional.of(any), peers, 0, true, new MinerSettings(1, EngineWish.PORTABLE, 1), name,
                Optional.of(Bytes.ofHex("51")), OptionalInt.of(mineUpTo))
                .withStratum(Optional.of(new StratumSettings(any, Optional.empty())));
    }
}
