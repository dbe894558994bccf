package org.jackblockchain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.MinerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** put, get, proof, verify, balance, send and address, with a whole node on regtest. */
@Timeout(240)
class DataOnTheChainTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ELSEWHERE = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void what_is_put_is_found_proven_and_verified_without_the_node_and_no_part_can_be_changed() throws Exception {
        Path note = Files.writeString(folder.resolve("note.txt"), "the harvest was good");
        Path file = Files.writeString(folder.resolve("contract.pdf"), "long ".repeat(100));
        String ofText;
        String ofFile;
        try (RunningNode node = start()) {
            failsWith(node, "nothing to spend: no coins are at the addresses", "put", "too soon");
            mine(node, 1, ours());
            failsWith(node, "nothing to spend: the first reward matures at block 101, and the chain is at block 1",
                    "put", "too soon");
            mine(node, 99, ours());
            ofText = succeeds(node, "put", "the harvest was good").strip();
            ofFile = succeeds(node, "put", "--file", file.toString()).strip();
            assertThat(succeeds(node, "get", ofText)).contains("the harvest was good", "waits for a block");
            failsWith(node, "waits for a block", "proof", ofText);
            assertThat(succeeds(node, "balance")).contains("waits for a block", "immature     4950");
            mine(node, 3, ELSEWHERE);
            assertThat(succeeds(node, "get", ofText)).contains("the harvest was good", "height         101",
                    "confirmations  3");
            assertThat(succeeds(node, "get", ofFile)).contains("sha256 ");
            Files.writeString(folder.resolve("text.json"), succeeds(node, "proof", ofText));
            Files.writeString(folder.resolve("file.json"), succeeds(node, "proof", ofFile));
            Files.writeString(folder.resolve("short.json"), succeeds(node, "proof", "--short", ofFile));
            failsWith(node, "there is no transaction", "get", "ab".repeat(32));
            String json = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(node)
                    + "/blockchain.json?from=101&limit=1")).build(), HttpResponse.BodyHandlers.ofString()).body();
            assertThat(json).contains("\"text\":\"the harvest was good\"");
        }

        assertThat(jbc("verify", path("text.json"), note.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("proven: ", "block 101 of network regtest", "2 blocks stand on it");
        assertThat(jbc("verify", path("file.json"), file.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("proven: the SHA-256 of ");
        assertThat(jbc("verify", path("short.json"), file.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("not proven: that the block is of network");
        refused("neither its bytes nor its SHA-256", path("text.json"), file);
        refused("neither its bytes nor its SHA-256", path("file.json"), note);
        everyPartCounts(file);
    }

    private void everyPartCounts(Path file) throws IOException {
        tampered("format", file, proof -> proof.put("format", "jbc-proof-2"));
        tampered("of network jbc", file, proof -> proof.put("network", "jbc"));
        tampered("with genesis", file, proof -> proof.put("genesis", "00".repeat(32)));
        tampered("txid", file, proof -> proof.put("txid", "ab".repeat(32)));
        tampered("txid", file, proof -> flip(proof, "transaction", 20));
        tampered("merkle", file, proof -> flip(proof, "merkle", 20));
        tampered("merkle", file, proof -> flip(proof, "merkle", 1));
        tampered("does not lead to block", file, proof -> proof.put("height", 100));
        tampered("its headers end", file, proof -> proof.put("height", 104));
        tampered("height", file, proof -> proof.put("height", -1));
        tampered("is not the network's genesis", file, proof -> proof.remove("height"),
                proof -> proof.put("height", 0), proof -> ((ArrayNode) proof.get("headers")).remove(0));
        tampered("does not stand on", file, proof -> ((ArrayNode) proof.get("headers")).remove(50));
        tampered("no such field", file, proof -> proof.put("comment", "trust me"));
        ArrayNode headers = (ArrayNode) JSON.readTree(folder.resolve("file.json").toFile()).get("headers");
        // nothing but its own work, which is next to none on regtest, speaks for the rest of the last one
        tampered("does not stand on", file, proof -> {
            ArrayNode all = (ArrayNode) proof.get("headers");
            all.set(all.size() - 1, flipped(all.get(all.size() - 1).asText(), 20));
        });
        for (int at : List.of(0, 50, 101, headers.size() - 2)) {
            for (int digit : List.of(1, 20, 80, 140, 150, 158)) {
                tampered("", file, proof -> {
                    ArrayNode all = (ArrayNode) proof.get("headers");
                    all.set(at, flipped(all.get(at).asText(), digit));
                });
            }
        }
    }

    @Test
    void coins_are_sent_also_those_of_an_old_payout_key_and_change_is_spent_before_it_is_mined() throws Exception {
        PayoutKey.at(folder.resolve("payout.key"), Networks.REGTEST.addresses());
        try (RunningNode node = start()) {
            String payout = Files.readAllLines(folder.resolve("payout.key")).stream()
                    .filter(line -> line.startsWith("# Address: ")).findFirst().orElseThrow().substring(11);
            mine(node, 1, payout);
            mine(node, 100, ELSEWHERE);
            assertThat(succeeds(node, "balance")).contains("spendable    50");
            String first = succeeds(node, "address").strip();
            String second = succeeds(node, "address", "--new").strip();
            assertThat(second).isNotEqualTo(first).startsWith("bcrt1q");

            failsWith(node, "not enough to spend: 50, and 50.00000099 are needed", "send", ELSEWHERE, "50");
            failsWith(node, "is no address of network regtest", "send", "bc1qxyz", "1");
            failsWith(node, "0.00000293 is too little", "send", ELSEWHERE, "0.00000293");
            for (int i = 0; i < 3; i++)
                succeeds(node, "send", i == 0 ? second : ELSEWHERE, "10");
            assertThat(succeeds(node, "balance")).contains("spendable    29.99", "of that    29.99");
            mine(node, 1, ELSEWHERE);
            assertThat(succeeds(node, "balance")).contains("spendable    29.99").doesNotContain("of that");
        }
        assertThat(jbc("balance", "--network", "regtest", "--data-dir", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no node with a cookie runs in " + folder);
    }

    // --- Tools -----------------------------------------------------------------------------------------------------

    private RunningNode start() {
        var anyPort = Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return RunningNode.start(new NodeSettings(Networks.REGTEST, Optional.of(folder), anyPort, Optional.empty(),
                List.of(), 0, false, MinerSettings.of(1), "me", Optional.empty(), OptionalInt.empty()));
    }

    /** The address that the node pays its rewards to. */
    private String ours() throws IOException {
        return Files.readAllLines(folder.resolve("phrase.txt")).stream().filter(line -> line.startsWith("# bcrt1"))
                .findFirst().orElseThrow().substring(2);
    }

    private static int port(RunningNode node) {
        return node.http().orElseThrow().getPort();
    }

    private void mine(RunningNode node, int blocks, String address) throws Exception {
        String basic = Base64.getEncoder()
                .encodeToString(Files.readString(folder.resolve(".cookie")).getBytes(StandardCharsets.UTF_8));
        String body = "{\"method\": \"generatetoaddress\", \"params\": [%d, \"%s\"], \"id\": 1}".formatted(blocks,
                address);
        String answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(node) + "/"))
                .header("Authorization", "Basic " + basic).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        assertThat(answer).contains("\"error\":null");
    }

    private String succeeds(RunningNode node, String... words) {
        assertThat(asked(node, words)).as(() -> String.join(" ", words) + ": " + err).isZero();
        return out.toString();
    }

    private void failsWith(RunningNode node, String why, String... words) {
        assertThat(asked(node, words)).isEqualTo(1);
        assertThat(err.toString()).startsWith("jbc: ").contains(why).hasLineCount(1);
    }

    private int asked(RunningNode node, String... words) {
        var line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--network", "regtest", "--data-dir", folder.toString()));
        if (!words[0].equals("address"))
            line.addAll(List.of("-p", String.valueOf(port(node))));
        return jbc(line.toArray(String[]::new));
    }

    private int jbc(String... line) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return JbcCommand.run(line, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void refused(String why, String proof, Path file) {
        assertThat(jbc("verify", proof, file.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("jbc: ").contains(why).hasLineCount(1);
    }

    @SafeVarargs
    private void tampered(String why, Path file, Consumer<ObjectNode>... changes) throws IOException {
        ObjectNode proof = (ObjectNode) JSON.readTree(folder.resolve("file.json").toFile());
        for (Consumer<ObjectNode> change : changes)
            change.accept(proof);
        Files.writeString(folder.resolve("tampered.json"), proof.toString());
        refused(why, path("tampered.json"), file);
    }

    private static void flip(ObjectNode proof, String field, int digit) {
        proof.put(field, flipped(proof.get(field).asText(), digit));
    }

    /** One bit is another. */
    private static String flipped(String hex, int digit) {
        int value = Character.digit(hex.charAt(digit), 16) ^ 1;
        return hex.substring(0, digit) + Character.forDigit(value, 16) + hex.substring(digit + 1);
    }
}
