package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Core's REST over HTTP, beside JSON-RPC that says the same. */
class RestTest {
    private static final String NOBODY = "00".repeat(32);

    private final LocalNode node = new LocalNode().withFilters();
    private final Rpc rpc = new Rpc(node);
    private final HttpClient client = HttpClient.newHttpClient();
    private Javalin server = Javalin.create();
    private List<BlockEntry> blocks = List.of();

    @BeforeEach
    void start() throws IOException {
        blocks = node.grow(7);
        var settings = new RpcSettings(Optional.empty(), Optional.of("word"), List.of());
        var rest = new Rest(new RpcServer(node, Credentials.open(settings, Optional.empty()), InstantSource.system()));
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            rest.addTo(config.routes);
        }).start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        node.stop();
        server.stop();
        client.close();
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + "/rest/" + path);
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        return Rpc.JSON.readTree(response.body());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private String refusal(int status, String path) throws Exception {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        return text(response).strip();
    }

    @Test
    void a_block_is_the_same_in_each_format_and_as_json_rpc_has_it() throws Exception {
        String hash = blocks.getLast().hash().hex();

        byte[] bytes = get("block/" + hash + ".bin").body();
        assertThat(HexFormat.of().formatHex(bytes) + "\n").isEqualTo(text(get("block/" + hash + ".hex")));
        assertThat(rpc.result("getblock", "'" + hash + "', 0").textValue())
                .isEqualTo(HexFormat.of().formatHex(bytes));
        assertThat(json("block/" + hash + ".json")).isEqualTo(rpc.result("getblock", "'" + hash + "', 3"));
        assertThat(json("block/notxdetails/" + hash + ".json")).isEqualTo(rpc.result("getblock", "'" + hash + "'"));
        assertThat(refusal(404, "block/" + NOBODY + ".json")).isEqualTo(NOBODY + " not found");
        assertThat(refusal(400, "block/xy.json")).isEqualTo("Invalid hash: xy");
        assertThat(refusal(400, "block/" + hash + ".xml")).isEqualTo("Invalid hash: " + hash + ".xml");
        assertThat(refusal(404, "block/" + hash))
                .isEqualTo("output format not found (available: .bin, .hex, .json)");
    }

    @Test
    void headers_go_as_far_as_they_are_wanted_and_as_there_are_some() throws Exception {
        String third = blocks.get(2).hash().hex();

        assertThat(json("headers/" + third + ".json")).hasSize(5);
        assertThat(json("headers/" + third + ".json?count=2")).hasSize(2);
        assertThat(json("headers/2/" + third + ".json")).isEqualTo(json("headers/" + third + ".json?count=2"));
        assertThat(json("headers/" + blocks.get(6).hash().hex() + ".json?count=2000")).hasSize(1);
        assertThat(get("headers/" + third + ".bin?count=3").body()).hasSize(3 * 80);
        assertThat(json("headers/" + NOBODY + ".json")).isEmpty();
        for (String count : List.of("0", "2001", "-5", "5a", "99999999999999999999"))
            assertThat(refusal(400, "headers/" + third + ".json?count=" + count))
                    .isEqualTo("Header count is invalid or out of acceptable range (1-2000): " + count);
    }

    @Test
    void a_height_is_a_hash() throws Exception {
        String hash = blocks.get(6).hash().hex();

        assertThat(json("blockhashbyheight/7.json").path("blockhash").textValue()).isEqualTo(hash);
        assertThat(text(get("blockhashbyheight/7.hex"))).isEqualTo(hash + "\n");
        assertThat(get("blockhashbyheight/7.bin").body()).hasSize(32);
        assertThat(refusal(404, "blockhashbyheight/8.json")).isEqualTo("Block height out of range");
        assertThat(refusal(400, "blockhashbyheight/-1.json")).isEqualTo("Invalid height: -1");
        assertThat(refusal(400, "blockhashbyheight/.json")).isEqualTo("Invalid height:");
    }

    @Test
    void unspent_outputs_are_found_by_path_and_by_bytes() throws Exception {
        Txid coinbase = node.blocks().block(blocks.get(2).hash()).orElseThrow().transactions().getFirst().txid();
        JsonNode found = json("getutxos/" + coinbase.hex() + "-0/" + coinbase.hex() + "-9.json");

        assertThat(found.path("bitmap").textValue()).isEqualTo("10");
        assertThat(found.path("chainHeight").intValue()).isEqualTo(7);
        assertThat(found.path("chaintipHash").textValue()).isEqualTo(blocks.get(6).hash().hex());
        assertThat(found.path("utxos")).hasSize(1);
        assertThat(found.path("utxos").path(0).path("height").intValue()).isEqualTo(3);

        var wish = new ByteWriter().u8(1).list(List.of(new OutPoint(coinbase, 9), new OutPoint(coinbase, 0)),
                OutPoint::write);
        byte[] answer = post("getutxos.bin", wish.toBytes().toArray()).body();
        assertThat(answer).startsWith(7, 0, 0, 0);
        // the bits, and the number of those that are there
        assertThat(List.of(answer[36], answer[37], answer[38])).containsExactly((byte) 1, (byte) 2, (byte) 1);

        assertThat(refusal(400, "getutxos/" + coinbase.hex() + "--1.json")).isEqualTo("Parse error");
        assertThat(post("getutxos.bin", new byte[]{1, 5}).statusCode()).isEqualTo(400);
        assertThat(post("getutxos.json", new byte[0]).statusCode()).isEqualTo(400);
    }

    @Test
    void fifteen_outputs_are_looked_for_and_sixteen_not() throws Exception {
        String one = "/" + NOBODY + "-0";

        assertThat(json("getutxos/checkmempool" + one.repeat(15) + ".json").path("bitmap").textValue())
                .isEqualTo("0".repeat(15));
        assertThat(refusal(400, "getutxos" + one.repeat(16) + ".json"))
                .isEqualTo("Error: max outpoints exceeded (max: 15, tried: 16)");
    }

    @Test
    void what_json_rpc_tells_is_told_without_a_password() throws Exception {
        assertThat(json("chaininfo.json")).isEqualTo(rpc.result("getblockchaininfo", ""));
        assertThat(json("mempool/info.json")).isEqualTo(rpc.result("getmempoolinfo", ""));
        assertThat(json("mempool/contents.json")).isEmpty();
        assertThat(json("mempool/contents.json?verbose=false&mempool_sequence=true"))
                .isEqualTo(rpc.result("getrawmempool", "false, true"));
        assertThat(json("deploymentinfo.json")).isEqualTo(rpc.result("getdeploymentinfo", ""));
        String hash = blocks.getFirst().hash().hex();
        assertThat(json("deploymentinfo/" + hash + ".json"))
                .isEqualTo(rpc.result("getdeploymentinfo", "'" + hash + "'"));

        assertThat(refusal(400, "mempool/contents.json?verbose=TRUE"))
                .isEqualTo("The \"verbose\" query parameter must be either \"true\" or \"false\".");
        assertThat(refusal(400, "mempool/contents.json?verbose=true&mempool_sequence=true")).startsWith("Verbose");
        assertThat(refusal(400, "mempool/all.json")).startsWith("Invalid URI format.");
        assertThat(refusal(400, "deploymentinfo/" + NOBODY + ".json")).isEqualTo("Block not found");
        assertThat(refusal(404, "chaininfo.bin")).isEqualTo("output format not found (available: json)");
        assertThat(refusal(404, "tx/" + NOBODY + ".json")).isEqualTo(NOBODY + " not found");
    }

    @Test
    void filters_and_their_headers_are_told_as_JSON_RPC_tells_them() throws Exception {
        String first = blocks.getFirst().hash().hex();
        JsonNode known = rpc.result("getblockfilter", "'" + first + "'");
        String filter = known.path("filter").textValue();

        assertThat(json("blockfilter/basic/" + first + ".json").path("filter").textValue()).isEqualTo(filter);
        assertThat(text(get("blockfilter/basic/" + first + ".hex"))).startsWith("00").endsWith(filter + "\n");
        JsonNode headers = json("blockfilterheaders/basic/" + first + ".json?count=2");
        assertThat(headers).hasSize(2);
        assertThat(headers.path(0)).isEqualTo(known.path("header"));
        assertThat(json("blockfilterheaders/basic/2/" + first + ".json")).isEqualTo(headers);
        assertThat(get("blockfilterheaders/basic/" + first + ".bin").body()).hasSize(5 * 32);
    }

    @Test
    void what_is_no_filter_is_said_to_be_none() throws Exception {
        String first = blocks.getFirst().hash().hex();

        assertThat(text(get("blockfilter/odd/" + first + ".json"))).isEqualTo("Unknown filtertype odd\r\n");
        assertThat(text(get("blockfilter/basic/xyz.json"))).isEqualTo("Invalid hash: xyz\r\n");
        assertThat(text(get("blockfilter/basic.json"))).startsWith("Invalid URI format.");
        assertThat(get("blockfilter/basic/" + NOBODY + ".json").statusCode()).isEqualTo(404);
        assertThat(text(get("blockfilterheaders/basic/2001/" + first + ".json"))).startsWith("Header count is invalid");
    }
}
