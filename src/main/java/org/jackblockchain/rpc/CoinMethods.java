package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.OutPoint;

/** What there is to know of unspent outputs. */
final class CoinMethods {
    private static final String GROUP = "blockchain";

    private final RpcNode node;
    /** One scan reads all coins: two at a time would be too much. */
    private final AtomicBoolean scanning = new AtomicBoolean();

    CoinMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "gettxout",
                        List.of(Param.required("txid", Param.Kind.TEXT, "The transaction."),
                                Param.required("n", Param.Kind.NUMBER, "Which of its outputs."),
                                Param.optional("include_mempool", Param.Kind.FLAG,
                                        "false to leave out what waits for a block. Default: true.")),
                        "An unspent output; null if it is spent or unknown.", this::output),
                new Method(GROUP, "scantxoutset",
                        List.of(Param.required("action", Param.Kind.TEXT, "start, status or abort."),
                                Param.optional("scanobjects", Param.Kind.ARRAY,
                                        "Descriptors, or objects with a \"desc\", and a \"range\" for a row of"
                                                + " keys.")),
                        "Looks through all unspent outputs for those that descriptors stand for.", this::scan));
    }

    private JsonNode output(Args args) throws InterruptedException {
        var place = new OutPoint(RawTransaction.txid(args.at(0), "txid"), (int) args.longNumber(1));
        boolean inPool = args.flag(2, true);
        NodeView now = node.view();
        if (inPool && now.mempool().spender(place).isPresent())
            return Json.none();
        boolean unconfirmed = inPool && now.mempool().has(place.txid());
        var request = new Request.FindCoins(List.of(place), inPool);
        if (!(node.ask(request).orElseThrow(RpcError::stopping) instanceof Outcome.Coins(var coins, var tip)))
            throw new IllegalStateException("an outcome of another request");
        return coins.getFirst().<JsonNode>map(coin -> json(coin, tip, unconfirmed, now.params().addresses()))
                .orElseGet(Json::none);
    }

    private static ObjectNode json(Coin coin, BlockEntry tip, boolean unconfirmed, AddressFormat format) {
        ObjectNode json = Json.object().put("bestblock", tip.hash().hex())
                .put("confirmations", unconfirmed ? 0 : tip.height() - coin.height() + 1);
        json.set("value", Json.coins(coin.output().value()));
        json.set("scriptPubKey", ScriptJson.of(coin.output().script(), format));
        return json.put("coinbase", coin.coinbase());
    }

    private JsonNode scan(Args args) {
        return switch (args.text(0)) {
            case "status" -> scanning.get() ? Json.object().put("progress", 0) : Json.none();
            // a scan is over soon; whoever wants to abort it only has to wait
            case "abort" -> Json.bool(false);
            case "start" -> {
                if (!args.isGiven(1))
                    throw RpcError.misc("scanobjects argument is required for the start action");
                if (!scanning.compareAndSet(false, true))
                    throw RpcError.invalid("Scan already in progress, use action \"abort\" or \"status\"");
                try {
                    yield scan(args.at(1));
                } finally {
                    scanning.set(false);
                }
            }
            default -> throw RpcError.invalid("Invalid action '%s'".formatted(args.text(0)));
        };
    }

    private ObjectNode scan(JsonNode objects) {
        NodeView now = node.view();
        var wanted = new ScriptsWanted(now.params());
        objects.forEach(wanted::add);
        var count = new AtomicLong();
        Map<String, ObjectNode> found = new TreeMap<>();
        var total = new AtomicLong();
        node.forEachCoin((place, coin) -> {
            count.incrementAndGet();
            Optional<String> descriptor = wanted.descriptorOf(coin.output().script());
            if (descriptor.isPresent() && coin.height() <= now.tip().height()) {
                total.addAndGet(coin.output().value());
                found.put(rank(place), unspent(place, coin, descriptor.get(), now.tip()));
            }
        });
        ObjectNode json = Json.object().put("success", true).put("txouts", count.get())
                .put("height", now.tip().height()).put("bestblock", now.tip().hash().hex());
        ArrayNode unspents = json.putArray("unspents");
        found.values().forEach(unspents::add);
        json.set("total_amount", Json.coins(total.get()));
        return json;
    }

    /** Coins are told in the order of these: by the bytes of their transactions' ids, then by index. */
    private static String rank(OutPoint place) {
        return new ByteWriter().hash(place.txid()).toBytes().hex() + "%08x".formatted(place.index());
    }

    private static ObjectNode unspent(OutPoint place, Coin coin, String descriptor, BlockEntry tip) {
        ObjectNode json = Json.object().put("txid", place.txid().hex()).put("vout", place.index())
                .put("scriptPubKey", coin.output().script().hex()).put("desc", descriptor);
        json.set("amount", Json.coins(coin.output().value()));
        return json.put("coinbase", coin.coinbase()).put("height", coin.height())
                .put("blockhash", tip.ancestor(coin.height()).hash().hex())
                .put("confirmations", tip.height() - coin.height() + 1);
    }
}
