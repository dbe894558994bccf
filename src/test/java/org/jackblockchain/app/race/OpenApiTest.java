package org.jackblockchain.app.race;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the HTTP API, held against a node with all its routes. */
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void what_is_described_is_what_is_served() throws Exception {
        try (var race = new RaceRoutes();
                var node = RunningNode.start(settings(), race.extras());
                var client = HttpClient.newHttpClient()) {
            JsonNode document = document(node, client);

            Set<String> described = new TreeSet<>();
            document.get("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(
                    method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
            Set<String> served = node.routes().stream().filter(route -> !route.startsWith("HEAD "))
                    .map(route -> route.replaceFirst("/assets/[0-9a-f]+/", "/assets/{digest}/"))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(described).isEqualTo(served);
        }
    }

    @Test
    void every_reference_leads_somewhere_and_every_name_in_a_path_is_described() throws Exception {
        try (var node = RunningNode.start(settings()); var client = HttpClient.newHttpClient()) {
            JsonNode document = document(node, client);

            for (String reference : document.findValuesAsText("$ref"))
                assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
            assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates().hasSizeGreaterThan(15);
            document.get("paths").properties().forEach(path -> path.getValue().forEach(operation -> {
                for (JsonNode parameter : operation.path("parameters")) {
                    boolean inPath = parameter.get("in").asText().equals("path");
                    assertThat(path.getKey().contains("{" + parameter.get("name").asText() + "}")).isEqualTo(inPath);
                }
                assertThat(operation.get("responses")).isNotEmpty();
            }));
        }
    }

    @Test
    void answers_have_the_fields_that_are_described() throws Exception {
        try (var node = RunningNode.start(settings()); var client = HttpClient.newHttpClient()) {
            JsonNode schemas = document(node, client).at("/components/schemas");
            JsonNode list = get(node, client, "/blocks.json");
            assertFields(list.at("/blocks/0"), schemas.get("Block"));
            JsonNode block = get(node, client, "/block/" + list.at("/blocks/0/hash").asText() + ".json");
            assertFields(block, schemas.get("Block"), schemas.at("/BlockDetail/allOf/1"));
            assertFields(block.at("/tx/0"), schemas.get("Transaction"));
            assertFields(block.at("/tx/0/outputs/0"), schemas.get("Output"));
            assertFields(get(node, client, "/blockchain.json").get(0), schemas.get("ChainBlock"));
            assertFields(get(node, client, "/mempool.json"), schemas.get("Mempool"));
            assertFields(get(node, client, "/mempool.json").at("/histogram/0"), schemas.get("FeeBar"));
            String txid = block.at("/tx/0/txid").asText();
            JsonNode transaction = get(node, client, "/tx/" + txid + ".json");
            assertFields(transaction, schemas.get("TransactionDetail"));
            assertFields(transaction.at("/outputs/0"), schemas.get("Output"),
                    schemas.at("/OutputDetail/allOf/1"));
            assertFields(get(node, client, "/address/bcrt1pfeesnyr2tx.json"), schemas.get("Address"));
            assertFields(get(node, client, "/nowhere"), schemas.get("Problem"));
            JsonNode status = get(node, client, "/status.json");
            schemas.at("/Status/required").forEach(name -> assertThat(status.has(name.asText())).isTrue());
        }
    }

    private static void assertFields(JsonNode answer, JsonNode... schemas) {
        Set<String> described = new TreeSet<>();
        for (JsonNode schema : schemas)
            schema.get("properties").fieldNames().forEachRemaining(described::add);
        Set<String> given = new TreeSet<>();
        answer.fieldNames().forEachRemaining(given::add);
        assertThat(given).isEqualTo(described);
    }

    private static JsonNode document(RunningNode node, HttpClient client) throws Exception {
        JsonNode document = get(node, client, "/openapi.json");
        assertThat(document.get("openapi").asText()).startsWith("3.1.");
        return document;
    }

    private static JsonNode get(RunningNode node, HttpClient client, String path) throws Exception {
        var at = URI.create("http://127.0.0.1:" + node.http().orElseThrow().getPort() + path);
        return JSON.readTree(client.send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private NodeSettings settings() {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new NodeSettings(Networks.REGTEST, Optional.of(folder), Optional.of(any), Optional.empty(), List.of(),
                0, false, new MinerSettings(1, EngineWish.PORTABLE, 1), "o", Optional.of(Bytes.ofHex("51")),
                OptionalInt.of(0));
    }
}
