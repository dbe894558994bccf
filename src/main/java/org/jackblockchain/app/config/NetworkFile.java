package org.jackblockchain.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Checkpoint;
import org.jackblockchain.consensus.Merkle;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.Retarget;
import org.jackblockchain.consensus.Subsidy;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Work;
import org.jspecify.annotations.Nullable;

/**
 * A network of one's own as a JSON file, which every node on it reads. What decides which blocks are valid must stand
 * in it, so that no later version's default splits the network; ports, first peers and checkpoints may be left out.
 */
public final class NetworkFile {
    private static final long MAX_BYTES = 1 << 20;
    private static final Set<String> REQUIRED = Set.of("name", "genesis", "easiest", "interval", "lwma_window",
            "subsidy", "halving", "maturity", "max_clock_drift", "finality");
    private static final Set<String> OPTIONAL = Set.of("prefix", "http_port", "p2p_port_offset", "first_peers",
            "checkpoints", "minimum_chain_work");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern PREFIX = Pattern.compile("[a-z]{1,16}");
    private static final Pattern HOST_AND_PORT = Pattern.compile("\\S+:\\d{1,5}");
    private static final Duration MAX_TIME = Duration.ofDays(1);
    private static final int MAX_PORT = 0xffff;
    private static final int MAX_LIST = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).enable(SerializationFeature.INDENT_OUTPUT).build();

    private final String file;
    private final JsonNode root;

    private NetworkFile(String file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** @throws UserError naming the file and the field that is wrong */
    public static ChainParams read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES)
                throw new UserError(file + " is larger than a network file can be");
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new UserError("there is no network \"" + file + "\": neither jbc, nor regtest, nor a file; make one"
                    + " with jbc network new", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** @throws UserError when {@link #read} would refuse this text */
    public static void check(String json) {
        parse("this network", json);
    }

    static ChainParams parse(String file, String json) {
        try {
            return new NetworkFile(file, JSON.readTree(json)).params();
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new UserError("%s is not valid JSON: %s%s".formatted(file, e.getOriginalMessage(),
                    at == null ? "" : " (line " + at.getLineNr() + ")"), e);
        }
    }

    /** The first four bytes of the first block's hash as it is sent, so that two networks never talk by mistake. */
    public static int magic(Block genesis) {
        return Integer.reverseBytes((int) genesis.hash().w3());
    }

    private ChainParams params() {
        checkNames();
        Block genesis = genesis();
        CompactTarget easiest = bits();
        checkGenesis(genesis, easiest);
        return new ChainParams(name(), magic(genesis), optionalInt("http_port", 1, MAX_PORT, Networks.JBC.httpPort()),
                optionalInt("p2p_port_offset", 1, MAX_PORT, Networks.JBC.p2pPort(0)), genesis, easiest,
                duration("interval", Duration.ofMillis(100)), new Retarget.Lwma(integer("lwma_window", 1, 10_000)),
                new Subsidy(coins("subsidy"), integer("halving", 1, Integer.MAX_VALUE)),
                integer("maturity", 0, 1_000_000), Activations.FROM_BLOCK_ONE,
                duration("max_clock_drift", Duration.ofSeconds(1)), finality(),
                new AddressFormat(prefix(), OptionalInt.empty(), OptionalInt.empty()), firstPeers(), checkpoints(),
                minimumWork());
    }

    private void checkNames() {
        if (!root.isObject())
            throw new UserError(file + " is not a network: it has to be one JSON object");
        var known = new ArrayList<>(REQUIRED);
        known.addAll(OPTIONAL);
        for (var field : root.properties()) {
            if (!known.contains(field.getKey())) {
                throw new UserError("%s: unknown field \"%s\"%s".formatted(file, field.getKey(),
                        Nearest.hint(field.getKey(), known)));
            }
        }
        REQUIRED.stream().sorted().filter(name -> !root.has(name)).findFirst().ifPresent(name -> {
            throw new UserError("%s: the field \"%s\" is missing".formatted(file, name));
        });
    }

    private UserError wrong(String field, @Nullable String why) {
        return new UserError("%s: field \"%s\": %s".formatted(file, field, why));
    }

    private String text(String field) {
        JsonNode node = root.path(field);
        if (!node.isTextual())
            throw wrong(field, "has to be a text in quotes");
        return node.textValue();
    }

    private String matching(String field, Pattern pattern, String rule) {
        String text = text(field);
        if (!pattern.matcher(text).matches())
            throw wrong(field, "\"" + text + "\": " + rule);
        return text;
    }

    private String name() {
        String name = matching("name", NAME, "1 to 32 of a-z, 0-9 and -, no - at the start");
        if (Networks.named(name).isPresent())
            throw wrong("name", "\"" + name + "\" is built in; choose another");
        return name;
    }

    private String prefix() {
        if (!root.has("prefix"))
            return Networks.JBC.addresses().hrp();
        return matching("prefix", PREFIX, "1 to 16 of a-z");
    }

    private int integer(String field, int least, int most) {
        JsonNode node = root.path(field);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most)
            throw wrong(field, "has to be a whole number from " + least + " to " + most);
        return node.intValue();
    }

    private int optionalInt(String field, int least, int most, int otherwise) {
        return root.has(field) ? integer(field, least, most) : otherwise;
    }

    private Duration duration(String field, Duration least) {
        try {
            Duration duration = Durations.parse(text(field));
            if (duration.compareTo(least) >= 0 && duration.compareTo(MAX_TIME) <= 0)
                return duration;
        } catch (IllegalArgumentException e) {
            throw wrong(field, e.getMessage());
        }
        throw wrong(field, "from " + Durations.format(least) + " to " + Durations.format(MAX_TIME));
    }

    private long coins(String field) {
        try {
            return Coins.parse(text(field));
        } catch (IllegalArgumentException e) {
            throw wrong(field, e.getMessage());
        }
    }

    /** A depth in blocks, or null where there is none. */
    private OptionalInt finality() {
        return root.path("finality").isNull()
                ? OptionalInt.empty()
                : OptionalInt.of(integer("finality", 1, Integer.MAX_VALUE));
    }

    private CompactTarget bits() {
        String hex = matching("easiest", Pattern.compile("[0-9a-f]{8}"), "eight hex digits, as a header's bits");
        CompactTarget bits = CompactTarget.of(hex);
        Target target = bits.target().orElseThrow(() -> wrong("easiest", hex + " is no target that a hash can meet"));
        if (!CompactTarget.of(target).equals(bits))
            throw wrong("easiest", hex + " is not the usual form of its target, " + CompactTarget.of(target));
        return bits;
    }

    private Block genesis() {
        try {
            return Block.of(Hex.parse(text("genesis")));
        } catch (IllegalArgumentException | MalformedException e) {
            throw wrong("genesis", "is not a block in hex: " + e.getMessage());
        }
    }

    /** The first block has the work of the easiest target at least; its bits say where difficulty starts. */
    private void checkGenesis(Block genesis, CompactTarget easiest) {
        Target allowed = easiest.target().orElseThrow();
        if (!genesis.header().previous().equals(BlockHash.ZERO))
            throw wrong("genesis", "is not a first block: it stands on another");
        if (genesis.transactions().size() != 1 || !genesis.transactions().getFirst().isCoinbase())
            throw wrong("genesis", "has to hold a coinbase and nothing else");
        if (!genesis.header().merkleRoot().equals(Merkle.root(List.of(genesis.transactions().getFirst().txid()))))
            throw wrong("genesis", "its header does not commit to its coinbase");
        Target stated = genesis.header().bits().target()
                .orElseThrow(() -> wrong("genesis", "its bits are no target that a hash can meet"));
        if (stated.isEasierThan(allowed))
            throw wrong("genesis", "its bits are easier than the field \"easiest\" allows");
        if (!allowed.isMetBy(genesis.hash()))
            throw wrong("genesis", "its hash does not meet the field \"easiest\"");
    }

    private List<String> firstPeers() {
        List<String> peers = new ArrayList<>();
        for (JsonNode node : list("first_peers")) {
            if (!node.isTextual() || !HOST_AND_PORT.matcher(node.textValue()).matches())
                throw wrong("first_peers", node + " is not \"host:port\"");
            peers.add(node.textValue());
        }
        return peers;
    }

    private List<Checkpoint> checkpoints() {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (JsonNode node : list("checkpoints")) {
            JsonNode height = node.path("height");
            JsonNode hash = node.path("hash");
            boolean whole = node.size() == 2 && height.canConvertToInt() && height.isIntegralNumber()
                    && height.intValue() >= 0 && hash.isTextual() && hash.textValue().matches("[0-9a-f]{64}");
            if (!whole)
                throw wrong("checkpoints", node + " is not {\"height\": …, \"hash\": \"64 hex digits\"}");
            checkpoints.add(new Checkpoint(height.intValue(), BlockHash.of(hash.textValue())));
        }
        return checkpoints;
    }

    private JsonNode list(String field) {
        JsonNode list = root.path(field);
        if (root.has(field) && (!list.isArray() || list.size() > MAX_LIST))
            throw wrong(field, "has to be a list of at most " + MAX_LIST);
        return list;
    }

    private Work minimumWork() {
        if (!root.has("minimum_chain_work"))
            return Work.ZERO;
        String hex = matching("minimum_chain_work", Pattern.compile("[0-9a-f]{1,64}"), "up to 64 hex digits");
        return new Work(new BigInteger(hex, 16));
    }

    /** The file that {@link #read} makes these parameters of. Only for networks with LWMA and no base58 addresses. */
    public static String write(ChainParams params) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", params.name());
        json.put("interval", Durations.format(params.interval()));
        json.put("easiest", params.easiest().hex());
        json.put("lwma_window", window(params));
        json.put("subsidy", Coins.format(params.subsidy().initial()));
        json.put("halving", params.subsidy().halvingInterval());
        json.put("maturity", params.coinbaseMaturity());
        json.put("max_clock_drift", Durations.format(params.maxClockDrift()));
        params.finalityDepth().ifPresentOrElse(depth -> json.put("finality", depth), () -> json.putNull("finality"));
        json.put("prefix", params.addresses().hrp());
        json.put("http_port", params.httpPort());
        json.put("p2p_port_offset", params.p2pPortOffset());
        params.firstPeers().forEach(json.putArray("first_peers")::add);
        var checkpoints = json.putArray("checkpoints");
        params.checkpoints().forEach(at -> checkpoints.addObject().put("height", at.height())
                .put("hash", at.hash().hex()));
        json.put("minimum_chain_work", params.minimumChainWork().hashes().toString(16));
        json.put("genesis", Hex.of(params.genesis().toBytes()));
        return json.toPrettyString() + System.lineSeparator();
    }

    private static int window(ChainParams params) {
        if (params.retarget() instanceof Retarget.Lwma(int window))
            return window;
        throw new IllegalArgumentException(params.name() + " has no file: its target never changes");
    }
}
