package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.script.Sigops;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;

/** {@code getblocktemplate}: what a miner works on (BIP22, BIP23, BIP9, BIP145). */
final class TemplateMethod {
    /** A long poll ends after it, with a new time for the same work: a caller who left does not wait for ever. */
    static final Duration LONG_POLL = Duration.ofMinutes(2);
    /** Transactions alone are not worth other work before. */
    private static final Duration TRANSACTIONS_AFTER = Duration.ofMinutes(1);

    /** Serialized blocks are limited by weight alone; this is what the field always says. */
    private static final int MAX_BYTES = 4_000_000;
    private static final int HASH_DIGITS = 64;

    private final RpcNode node;
    private final TipWaiter waiter;
    private final InstantSource clock;
    private final AtomicLong extraNonce = new AtomicLong();

    /**
     * What a miner wants.
     *
     * @param longPollId null of JSON for an answer at once
     * @param caller as in {@link Args}
     */
    private record Wish(JsonNode longPollId, Set<String> rules, Set<String> capabilities, String caller) {
        static Wish of(JsonNode request, String caller) {
            return new Wish(field(request, "longpollid"), texts(request, "rules"), texts(request, "capabilities"),
                    caller);
        }

        private static Set<String> texts(JsonNode request, String name) {
            var texts = new HashSet<String>();
            JsonNode list = field(request, name);
            if (list.isArray())
                list.forEach(item -> texts.add(Args.text(item)));
            return texts;
        }

        /** Most miners can do both ways, and have their own address; then they make the coinbase. */
        boolean wantsOurCoinbase() {
            return capabilities.contains("coinbasetxn") && !capabilities.contains("coinbasevalue");
        }
    }

    TemplateMethod(RpcNode node, TipWaiter waiter, InstantSource clock) {
        this.node = node;
        this.waiter = waiter;
        this.clock = clock;
        this.extraNonce.set(clock.millis());
    }

    Method method() {
        return new Method("mining", "getblocktemplate",
                List.of(Param.required("template_request", Param.Kind.OBJECT,
                        "{\"rules\": [\"segwit\"]}, with \"longpollid\" to wait for other work; or"
                                + " {\"mode\": \"proposal\", \"data\": hex} to have a block judged.")),
                "What the next block has to be made of (BIP22, BIP23, BIP9, BIP145).", this::answer);
    }

    private JsonNode answer(Args args) throws InterruptedException {
        JsonNode request = args.at(0);
        JsonNode mode = field(request, "mode");
        if (!mode.isNull() && !mode.isTextual())
            throw RpcError.invalid("Invalid mode");
        return switch (mode.isNull() ? "template" : mode.textValue()) {
            case "template" -> template(Wish.of(request, args.caller()));
            case "proposal" -> proposal(field(request, "data"));
            default -> throw RpcError.invalid("Invalid mode");
        };
    }

    private static JsonNode field(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? Json.none() : value;
    }

    private JsonNode proposal(JsonNode data) throws InterruptedException {
        if (!data.isTextual())
            throw new RpcError(RpcError.Code.WRONG_TYPE, "Missing data String key for proposal");
        Outcome outcome = node.ask(new Request.Propose(block(data.textValue()))).orElseThrow(RpcError::stopping);
        return outcome instanceof Outcome.Refused(String code) ? Json.text(code) : Json.none();
    }

    /** What follows a block is ignored, as in Core. */
    static Block block(String hex) {
        Bytes bytes = Args.hex(hex, "Block decode failed");
        try {
            return Block.read(new ByteReader(bytes.toArray()));
        } catch (MalformedException _) {
            throw new RpcError(RpcError.Code.UNREADABLE, "Block decode failed");
        }
    }

    private JsonNode template(Wish wish) throws InterruptedException {
        checked(node.view());
        NodeView now = wish.longPollId().isNull() ? node.view() : afterLongPoll(wish.longPollId());
        checked(now);
        if (!wish.rules().contains("segwit"))
            throw RpcError.invalid("getblocktemplate must be called with the segwit rule set (call with"
                    + " {\"rules\": [\"segwit\"]})");
        return json(fresh(now), now, wish);
    }

    /** What pays best now, not some seconds ago. */
    private BlockTemplate fresh(NodeView now) throws InterruptedException {
        Bytes payout = checked(now).payout();
        if (!(node.ask(new Request.MakeTemplate(payout))
                .orElseThrow(RpcError::stopping) instanceof Outcome.Template(BlockTemplate template)))
            throw new IllegalStateException("an outcome of another request");
        return template;
    }

    private static BlockTemplate checked(NodeView now) {
        return now.template().orElseThrow(() -> new RpcError(RpcError.Code.SYNCING,
                "JBC is in initial sync and waiting for blocks..."));
    }

    /** Other work is there at once when the tip moves, and after a while when transactions came. */
    private NodeView afterLongPoll(JsonNode id) throws InterruptedException {
        BlockHash watched = id.isTextual() ? watched(id.textValue()) : node.view().tip().hash();
        String seen = id.isTextual() && id.textValue().length() > HASH_DIGITS
                ? id.textValue().substring(HASH_DIGITS)
                : Long.toString(node.view().mempool().sequence());
        long begun = System.nanoTime();
        Predicate<NodeView> moved = view -> !view.tip().hash().equals(watched) && view.template().isPresent();
        var found = waiter.await(moved, TRANSACTIONS_AFTER);
        if (found.isEmpty()) {
            Duration left = LONG_POLL.minusNanos(System.nanoTime() - begun);
            found = waiter.await(moved.or(view -> !Long.toString(view.mempool().sequence()).equals(seen)), left);
        }
        if (found.isEmpty() && System.nanoTime() - begun < LONG_POLL.toNanos())
            throw RpcError.stopping();
        return found.orElseGet(node::view);
    }

    private static BlockHash watched(String id) {
        return Args.hash(Json.text(id.substring(0, Math.min(HASH_DIGITS, id.length()))), "longpollid");
    }

    private ObjectNode json(BlockTemplate template, NodeView now, Wish wish) {
        boolean segwit = template.height() >= now.params().activations().segwit();
        int scale = segwit ? 1 : BlockRules.WITNESS_SCALE;
        ObjectNode json = Json.object();
        json.set("capabilities", Json.array("proposal"));
        json.put("version", template.version());
        json.set("rules", segwit ? Json.array("csv", "!segwit", "taproot") : Json.array("csv", "taproot"));
        json.putObject("vbavailable");
        json.put("vbrequired", 0).put("previousblockhash", template.parent().hash().hex());
        json.set("transactions", transactions(template, scale));
        String tag = tag(template.tag(), wish.caller());
        json.putObject("coinbaseaux").put("flags", Hex.of(tag.getBytes(StandardCharsets.UTF_8)));
        json.put("coinbasevalue", template.reward())
                .put("longpollid", template.parent().hash().hex() + now.mempool().sequence())
                .put("target", template.target().hex())
                .put("mintime", template.minTime());
        json.set("mutable", Json.array("time", "transactions", "prevblock"));
        json.put("noncerange", "00000000ffffffff")
                .put("sigoplimit", BlockRules.MAX_SIGOPS_COST / scale)
                .put("sizelimit", MAX_BYTES / scale);
        if (segwit)
            json.put("weightlimit", BlockRules.MAX_WEIGHT);
        json.put("curtime", Math.max(template.minTime(), clock.instant().getEpochSecond()))
                .put("bits", template.bits().hex())
                .put("height", template.height());
        addCoinbase(json, template, tag, wish);
        return json;
    }

    /** The node's words, for miners that put into their coinbase what we ask for, with the name of who mines. */
    private static String tag(String words, String caller) {
        String worker = Tag.cleaned(caller, Tag.MAX_BYTES / 2);
        return worker.isEmpty() ? words : Tag.withWorker(words, worker);
    }

    /** The coinbase as we would make it, for miners that do not; and the commitment, for those that do. */
    private void addCoinbase(ObjectNode json, BlockTemplate template, String tag, Wish wish) {
        Transaction coinbase = Draft.of(template).withTag(tag).job(extraNonce.incrementAndGet(), template.minTime())
                .coinbase();
        if (template.segwit())
            json.put("default_witness_commitment", coinbase.outputs().getLast().script().hex());
        if (!wish.wantsOurCoinbase())
            return;
        // without its witness, so that the bytes hash to the txid; submitblock adds what is missing
        Transaction plain = coinbase.stripped();
        ObjectNode shown = transaction(plain, Map.of());
        shown.put("weight", plain.weight()).put("sigops", BlockRules.WITNESS_SCALE * Sigops.legacy(plain))
                .put("required", true);
        json.set("coinbasetxn", shown);
        json.withArrayProperty("mutable").add("coinbase/append");
    }

    /** @param scale what the cost of signature operations is divided by, before segwit */
    private static ArrayNode transactions(BlockTemplate template, int scale) {
        var places = new HashMap<Txid, Integer>();
        ArrayNode json = Json.array();
        for (int i = 0; i < template.transactions().size(); i++) {
            Transaction transaction = template.transactions().get(i);
            BlockTemplate.Cost cost = template.costs().get(i);
            ObjectNode one = transaction(transaction, places).put("fee", cost.fee()).put("sigops",
                    cost.sigops() / scale);
            json.add(one.put("weight", transaction.weight()));
            places.put(transaction.txid(), json.size());
        }
        return json;
    }

    /** @param places where the transactions before it stand, counted from 1 */
    private static ObjectNode transaction(Transaction transaction, Map<Txid, Integer> places) {
        ObjectNode json = Json.object().put("data", Hex.of(transaction.toBytes()))
                .put("txid", transaction.txid().hex())
                .put("hash", transaction.wtxid().hex());
        ArrayNode depends = json.putArray("depends");
        for (TxIn input : transaction.inputs()) {
            Integer place = places.get(input.previous().txid());
            if (place != null)
                depends.add(place);
        }
        return json;
    }
}
