package org.jackblockchain.app.wallet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.PartialMerkleTree;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Transaction;

/**
 * That a transaction is on a chain, for somebody without a node. The format is in docs/data.md.
 *
 * @param transaction without witnesses, which its txid does not cover
 * @param branch leads from the transaction to its block's merkle root
 * @param height of that block, if the headers begin at genesis; else they begin at the block
 * @param headers each on the one before it
 */
public record Proof(String network, BlockHash genesis, Transaction transaction, PartialMerkleTree branch,
        Optional<Integer> height, List<BlockHeader> headers) {
    /** About 50 MB in a file. */
    static final int MAX_HEADERS = 300_000;

    private static final String FORMAT = "jbc-proof-1";
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_STRING = 8 << 20;
    private static final Set<String> FIELDS = Set.of("format", "network", "genesis", "txid", "transaction", "merkle",
            "height", "headers");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_STRING).build()).build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).enable(SerializationFeature.INDENT_OUTPUT).build();

    public Proof {
        headers = List.copyOf(headers);
    }

    /** As JSON. */
    public String text() {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("network", network)
                .put("genesis", genesis.hex()).put("txid", transaction.txid().hex())
                .put("transaction", Hex.of(transaction.toBytes()));
        var merkle = new ByteWriter();
        branch.write(merkle);
        json.put("merkle", Hex.of(merkle.toArray()));
        height.ifPresent(number -> json.put("height", number));
        ArrayNode all = json.putArray("headers");
        headers.forEach(header -> all.add(Hex.of(header.toBytes())));
        return json.toPrettyString();
    }

    /** @throws UserError when the file holds no proof, naming the field that is wrong */
    public static Proof read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES)
                throw new UserError(file + " is larger than a proof can be");
            return parse(JSON.readTree(file.toFile()));
        } catch (JsonProcessingException e) {
            throw new UserError(file + " is no proof: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Proof parse(JsonNode json) {
        if (!json.isObject() || !text(json, "format").equals(FORMAT))
            throw new UserError("the proof's format is not " + FORMAT);
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name))
                throw wrong(name, "no such field");
        });
        Transaction transaction = hex(json, "transaction", Transaction::read);
        if (transaction.hasWitness())
            throw wrong("transaction", "it has witnesses, which nothing here vouches for");
        if (!transaction.txid().hex().equals(text(json, "txid")))
            throw wrong("txid", "that of the transaction is " + transaction.txid());
        return new Proof(text(json, "network"), genesis(json), transaction,
                hex(json, "merkle", PartialMerkleTree::read), height(json), headers(json.path("headers")));
    }

    private static BlockHash genesis(JsonNode json) {
        try {
            return BlockHash.of(text(json, "genesis"));
        } catch (IllegalArgumentException e) {
            throw wrong("genesis", String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<Integer> height(JsonNode json) {
        JsonNode height = json.path("height");
        if (height.isMissingNode())
            return Optional.empty();
        if (!height.isInt() || height.intValue() < 0)
            throw wrong("height", "it has to be a whole number from 0 on");
        return Optional.of(height.intValue());
    }

    private static List<BlockHeader> headers(JsonNode array) {
        if (!array.isArray() || array.isEmpty() || array.size() > MAX_HEADERS)
            throw wrong("headers", "there have to be 1 to " + MAX_HEADERS);
        var headers = new ArrayList<BlockHeader>(array.size());
        for (JsonNode one : array)
            headers.add(parsed("headers", one.asText(), BlockHeader::read));
        return headers;
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual())
            throw wrong(field, "it is missing");
        return value.textValue();
    }

    private static <T> T hex(JsonNode json, String field, Function<ByteReader, T> read) {
        return parsed(field, text(json, field), read);
    }

    private static <T> T parsed(String field, String hex, Function<ByteReader, T> read) {
        try {
            return ByteReader.readAll(Hex.parse(hex), read);
        } catch (IllegalArgumentException | MalformedException e) {
            throw wrong(field, String.valueOf(e.getMessage()), e);
        }
    }

    private static UserError wrong(String field, String why, Throwable cause) {
        return new UserError("the proof's " + field + " is wrong: " + why, cause);
    }

    private static UserError wrong(String field, String why) {
        return new UserError("the proof's " + field + " is wrong: " + why);
    }
}
