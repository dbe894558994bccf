package org.jackblockchain.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jackblockchain.Anyone;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Transactions, the memory pool and addresses as a node shows them, from their coming to their block. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TransactionRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WORDS = "Olá <b>world</b>";
    private static final long REWARD = Networks.REGTEST.subsidy().at(1);
    private static final int HEIGHT = Networks.REGTEST.coinbaseMaturity() + 5;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Transaction> family = new ArrayList<>();
    private RunningNode node;

    @BeforeAll
    void start() throws Exception {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        node = RunningNode.start(new NodeSettings(Networks.REGTEST, Optional.empty(), Optional.of(any),
                Optional.empty(), List.of(), 0, true, new MinerSettings(1, EngineWish.PORTABLE, 1), "t",
                Optional.of(Anyone.SCRIPT), OptionalInt.of(HEIGHT)));
        assertThat(node.awaitView(view -> view.tip().height() == HEIGHT, PATIENCE)).isPresent();
        // a parent with data, its child that pays more, and a stranger to them that pays most
        var data = DataOutput.script(Bytes.of(WORDS.getBytes(StandardCharsets.UTF_8)));
        family.add(Anyone.spend(coinbase(1), new TxOut(0, data), Anyone.pays(REWARD - 1_000)));
        family.add(Anyone.spend(new OutPoint(family.getFirst().txid(), 1), Anyone.pays(REWARD - 4_000)));
        family.add(Anyone.spend(coinbase(2), Anyone.pays(REWARD - 60_000)));
        for (Transaction transaction : family) {
            assertThat(node.ask(new Request.SubmitTransaction(transaction, OptionalLong.empty()))
                    .orElseThrow()).isInstanceOf(Outcome.OfTransaction.class);
        }
        assertThat(node.view().mempool().size()).isEqualTo(3);
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        node.close();
    }

    private OutPoint coinbase(int height) {
        var block = node.blocks().block(node.view().tip().ancestor(height).hash()).orElseThrow();
        return new OutPoint(block.transactions().getFirst().txid(), 0);
    }

    private HttpResponse<String> send(String path, String... headers) throws Exception {
        var at = URI.create("http://127.0.0.1:" + node.http().orElseThrow().getPort() + path);
        var request = HttpRequest.newBuilder(at).timeout(PATIENCE);
        for (int i = 0; i < headers.length; i += 2)
            request.header(headers[i], headers[i + 1]);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private void assertProblem(String path, int status, String words) throws Exception {
        HttpResponse<String> answer = send(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).contains(words);
    }

    @Test
    @Order(1)
    void the_pool_is_shown_those_that_pay_best_first_a_page_at_a_time() throws Exception {
        JsonNode all = get("/mempool.json");

        assertThat(all.get("transactions").asInt()).isEqualTo(3);
        assertThat(all.get("fees").asLong()).isEqualTo(1_000 + 3_000 + 60_000);
        assertThat(all.get("bytes").asLong()).isEqualTo(family.stream().mapToInt(Transaction::virtualSize).sum());
        assertThat(all.get("tx").findValuesAsText("txid")).containsExactly(id(2), id(1), id(0));
        assertThat(all.at("/tx/1/ancestors").asInt()).isEqualTo(1);
        assertThat(all.at("/tx/2/descendants").asInt()).isEqualTo(1);
        assertThat(all.get("next").isNull()).isTrue();

        JsonNode first = get("/mempool.json?limit=2");
        assertThat(first.get("tx").findValuesAsText("txid")).containsExactly(id(2), id(1));
        JsonNode rest = get(first.get("next").asText());
        assertThat(rest.get("tx").findValuesAsText("txid")).containsExactly(id(0));
        assertThat(rest.get("next").isNull()).isTrue();
        assertProblem("/mempool.json?limit=1001", 400, "limit");
        assertProblem("/mempool.json?after=77", 400, "64 hex digits");
        assertProblem("/mempool.json?after=" + "7".repeat(64), 400, "begin again");
    }

    @Test
    @Order(2)
    void each_transaction_stands_in_the_bar_of_its_fee_rate() throws Exception {
        JsonNode bars = get("/mempool.json").get("histogram");

        assertThat(bars).hasSize(PoolJson.BOUNDS.size());
        long seen = 0;
        for (int i = 0; i < bars.size(); i++) {
            double from = bars.get(i).get("from").asDouble();
            double to = i + 1 < bars.size() ? bars.get(i + 1).get("from").asDouble() : Double.MAX_VALUE;
            long here = family.stream().filter(tx -> rate(tx) >= from && rate(tx) < to).count();
            assertThat(bars.get(i).get("transactions").asLong()).as(bars.get(i).toString()).isEqualTo(here);
            seen += bars.get(i).get("fees").asLong();
        }
        assertThat(seen).isEqualTo(64_000);
    }

    private double rate(Transaction transaction) {
        var entry = node.view().mempool().find(transaction.txid()).orElseThrow();
        return (double) entry.fee() / entry.virtualSize();
    }

    private String id(int index) {
        return family.get(index).txid().hex();
    }

    @Test
    @Order(3)
    void one_that_waits_has_its_fee_its_family_and_what_it_spends() throws Exception {
        JsonNode child = get("/tx/" + id(1) + ".json");
        assertThat(child.get("where").asText()).isEqualTo("mempool");
        assertThat(child.get("fee").asLong()).isEqualTo(3_000);
        assertThat(child.get("fee_rate").asDouble()).isGreaterThan(3_000.0 / family.get(1).virtualSize() - 0.01);
        assertThat(child.at("/parents/0").asText()).isEqualTo(id(0));
        assertThat(child.at("/inputs/0/txid").asText()).isEqualTo(id(0));
        assertThat(child.at("/inputs/0/spends/value").asLong()).isEqualTo(REWARD - 1_000);
        assertThat(child.at("/inputs/0/spends/type").asText()).isEqualTo("witness_v0_scripthash");
        assertThat(child.get("block").isNull()).isTrue();

        JsonNode parent = get("/tx/" + id(0).toUpperCase(Locale.ROOT) + ".json");
        assertThat(parent.at("/inputs/0/spends/value").asLong()).isEqualTo(REWARD);
        assertThat(parent.at("/outputs/0/type").asText()).isEqualTo("nulldata");
        assertThat(parent.at("/outputs/0/text").asText()).isEqualTo(WORDS);
        assertThat(parent.at("/outputs/0/asm").asText()).startsWith("OP_RETURN ");
        assertThat(parent.at("/outputs/1/spent_by").asText()).isEqualTo(id(1));
        assertThat(parent.at("/children/0").asText()).isEqualTo(id(1));
    }

    @Test
    @Order(4)
    void an_address_has_its_coins_and_what_waits_for_it() throws Exception {
        String address = Address.of(Anyone.SCRIPT, Networks.REGTEST.addresses()).orElseThrow();

        JsonNode found = get("/address/" + address + ".json");

        assertThat(found.get("type").asText()).isEqualTo("witness_v0_scripthash");
        assertThat(found.get("count").asInt()).isEqualTo(HEIGHT);
        assertThat(found.get("total").asLong()).isEqualTo(HEIGHT * REWARD);
        assertThat(found.get("complete").asBoolean()).isTrue();
        assertThat(found.get("unspent")).hasSize(HEIGHT);
        assertThat(found.at("/unspent/0/height").asInt()).isEqualTo(HEIGHT);
        assertThat(found.at("/unspent/" + (HEIGHT - 1) + "/spent_by").asText()).isEqualTo(id(0));
        assertThat(found.get("waiting")).hasSize(3);
        assertProblem("/address/bcrt1qnonsense.json", 400, "");
        assertProblem("/address/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa.json", 400, "");
    }

    @Test
    @Order(5)
    void what_is_not_there_is_said_with_what_would_help() throws Exception {
        assertProblem("/tx/" + "0".repeat(64) + ".json", 404, "--txindex");
        assertProblem("/tx/12.json", 400, "64 hex digits");
        assertProblem("/tx/" + id(0) + ".json?block=" + "0".repeat(64), 404, "no block");
        assertProblem("/tx/" + id(0) + ".json?block=" + node.view().tip().hash().hex(), 404, "in block");
    }

    @Test
    @Order(6)
    void one_that_is_mined_has_its_block_and_still_its_fee() throws Exception {
        assertThat(node.awaitView(view -> view.template().filter(work -> work.transactions().size() == 3).isPresent(),
                PATIENCE)).isPresent();
        node.mineUpTo(HEIGHT + 1);
        assertThat(node.awaitView(view -> view.tip().height() > HEIGHT, PATIENCE)).isPresent();
        String block = node.view().tip().hash().hex();

        JsonNode child = get("/tx/" + id(1) + ".json");

        assertThat(child.get("where").asText()).isEqualTo("chain");
        assertThat(child.at("/block/hash").asText()).isEqualTo(block);
        assertThat(child.at("/block/height").asInt()).isEqualTo(HEIGHT + 1);
        assertThat(child.get("confirmations").asInt()).isEqualTo(1);
        assertThat(child.get("fee").asLong()).isEqualTo(3_000);
        assertThat(child.at("/inputs/0/spends/value").asLong()).isEqualTo(REWARD - 1_000);
        assertThat(get("/tx/" + id(1) + ".json?block=" + block)).isEqualTo(child);
        JsonNode coinbase = get("/tx/" + coinbase(HEIGHT + 1).txid().hex() + ".json");
        assertThat(coinbase.get("fee").isNull()).isTrue();
        assertThat(coinbase.at("/inputs/0/coinbase").asBoolean()).isTrue();
        assertThat(coinbase.at("/inputs/0/spends").isNull()).isTrue();
        assertThat(get("/mempool.json").get("transactions").asInt()).isZero();
        assertThat(get("/block/" + block + ".json").findValuesAsText("text")).contains(WORDS);
    }

    @Test
    @Order(7)
    void its_tag_changes_with_its_place() throws Exception {
        String path = "/tx/" + id(1) + ".json";
        String tag = send(path).headers().firstValue("ETag").orElseThrow();
        assertThat(send(path, "If-None-Match", tag).statusCode()).isEqualTo(304);

        node.mineUpTo(HEIGHT + 2);
        assertThat(node.awaitView(view -> view.tip().height() == HEIGHT + 2, PATIENCE)).isPresent();

        HttpResponse<String> later = send(path, "If-None-Match", tag);
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(later.body()).get("confirmations").asInt()).isEqualTo(2);
    }

    @Test
    @Order(8)
    void a_long_transaction_comes_in_pages() throws Exception {
        JsonNode first = get("/tx/" + id(0) + ".json?limit=1");
        assertThat(first.get("outputs")).hasSize(1);
        assertThat(first.get("outputs_count").asInt()).isEqualTo(2);

        JsonNode second = get(first.get("next").asText());
        assertThat(second.at("/outputs/0/index").asInt()).isEqualTo(1);
        assertThat(second.get("inputs")).isEmpty();
        assertThat(second.get("next").isNull()).isTrue();
    }
}
