package org.jackblockchain.stratum;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.ShareDifficulty;
import org.jackblockchain.primitives.Sha256;

/** A miner that does by the book what Stratum says, and shares no code with the server for it. */
final class PaperMiner {
    private static final HexFormat HEX = HexFormat.of();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String user;
    private final Map<Integer, JsonNode> answers = new HashMap<>();
    private final List<JsonNode> jobs = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private String extraNonce1 = "";
    private int lastId;
    private int lastExtraNonce2;
    private double difficulty;

    PaperMiner(String user) {
        this.user = user;
    }

    static JsonNode json(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    /** What the server said. */
    void hear(String line) {
        JsonNode json = json(line);
        switch (json.path("method").asText("")) {
            case "" -> {
                answers.put(json.path("id").asInt(), json);
                if (json.path("result").path(1).isTextual())
                    extraNonce1 = json.path("result").path(1).asText();
            }
            case "mining.set_difficulty" -> difficulty = json.path("params").path(0).asDouble();
            case "mining.notify" -> jobs.add(json.path("params"));
            default -> methods.add(json.path("method").asText());
        }
    }

    String say(String method, Object... params) {
        lastId++;
        return MAPPER.valueToTree(Map.of("id", lastId, "method", method, "params", params)).toString();
    }

    String subscribe() {
        return say("mining.subscribe", "paper/1");
    }

    String authorize() {
        return say("mining.authorize", user, "x");
    }

    int lastId() {
        return lastId;
    }

    Optional<JsonNode> answer(int id) {
        return Optional.ofNullable(answers.get(id));
    }

    /** The error code of the answer to the last request; 0 if it said yes. */
    int lastCode() {
        JsonNode answer = answers.get(lastId);
        if (answer == null)
            throw new IllegalStateException("no answer to " + lastId);
        return answer.path("error").path(0).asInt();
    }

    String extraNonce1() {
        return extraNonce1;
    }

    List<JsonNode> jobs() {
        return jobs;
    }

    JsonNode job() {
        return jobs.getLast();
    }

    double difficulty() {
        return difficulty;
    }

    /** What the server said that is not about jobs. */
    List<String> methods() {
        return methods;
    }

    /** Parameters of a share of this job. */
    record Found(String job, String extraNonce2, String time, String nonce) {
        String submit(PaperMiner miner) {
            return miner.say("mining.submit", miner.user, job, extraNonce2, time, nonce);
        }

        Found withTime(long other) {
            return new Found(job, extraNonce2, HEX.toHexDigits((int) other), nonce);
        }
    }

    /** A share that has the difficulty. */
    Found share() {
        return share(job(), job().path(7).asText(), 0, difficulty, true);
    }

    Found share(JsonNode job) {
        return share(job, job.path(7).asText(), 0, difficulty, true);
    }

    Found shareAt(long time) {
        return share(job(), HEX.toHexDigits((int) time), 0, difficulty, true);
    }

    Found shareWithVersion(int bits) {
        return share(job(), job().path(7).asText(), bits, difficulty, true);
    }

    /** What has not the difficulty, nor any near it. */
    Found notEnough() {
        return share(job(), job().path(7).asText(), 0, difficulty / 4, false);
    }

    private Found share(JsonNode job, String time, int versionBits, double wanted, boolean met) {
        lastExtraNonce2++;
        String extraNonce2 = HEX.toHexDigits(lastExtraNonce2);
        byte[] header = header(job, extraNonce2, time, versionBits);
        var engine = new PortableEngine();
        var hits = new Hits();
        engine.aim(header, ShareDifficulty.target(wanted));
        for (int nonce = 0;; nonce++) {
            hits.clear();
            engine.search(nonce, 1, hits);
            if (hits.isEmpty() != met)
                return new Found(job.path(0).asText(), extraNonce2, time, HEX.toHexDigits(nonce));
        }
    }

    private byte[] header(JsonNode job, String extraNonce2, String time, int versionBits) {
        byte[] coinbase = HEX.parseHex(job.path(2).asText() + extraNonce1 + extraNonce2 + job.path(3).asText());
        byte[] root = Sha256.twice(coinbase);
        for (JsonNode sibling : job.path(4)) {
            var both = new ByteArrayOutputStream();
            both.writeBytes(root);
            both.writeBytes(HEX.parseHex(sibling.asText()));
            root = Sha256.twice(both.toByteArray());
        }
        int version = (HexFormat.fromHexDigits(job.path(5).asText()) & ~0x1fffe000) | versionBits;
        var header = new ByteArrayOutputStream();
        header.writeBytes(reversed(HEX.toHexDigits(version)));
        for (int i = 0; i < 64; i += 8)
            header.writeBytes(reversed(job.path(1).asText().substring(i, i + 8)));
        header.writeBytes(root);
        header.writeBytes(reversed(time));
        header.writeBytes(reversed(job.path(6).asText()));
        header.writeBytes(new byte[4]);
        return header.toByteArray();
    }

    private static byte[] reversed(String word) {
        byte[] bytes = HEX.parseHex(word);
        return new byte[]{bytes[3], bytes[2], bytes[1], bytes[0]};
    }
}
