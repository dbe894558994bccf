package org.jackblockchain.app.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jackblockchain.app.config.Coins;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** The coins of a key store, as a running node sees them, and what can be done with them. */
public final class Wallet {
    /** Less is not relayed: one unit a virtual byte. In the smallest unit per 1,000 virtual bytes. */
    private static final long LEAST_RATE = 1_000;

    /**
     * What there is, in the smallest unit.
     *
     * @param spendable now
     * @param unconfirmed of that, change that waits for a block
     * @param immature rewards that have to wait
     * @param nextMature the height of the first block that may spend one of those; empty if there are none
     * @param height the tip's
     */
    public record Balance(long spendable, long unconfirmed, long immature, Optional<Integer> nextMature, int height) {}

    /** A transaction that the node has taken. */
    public record Sent(Txid txid, long fee) {}

    private record Holdings(int height, List<OwnCoin> coins) {}

    private final ChainParams params;
    private final KeyStore store;
    private final NodeRpc node;

    public Wallet(ChainParams params, KeyStore store, NodeRpc node) {
        this.params = params;
        this.store = store;
        this.node = node;
    }

    public Balance balance() {
        Holdings holdings = holdings(keys());
        Map<Boolean, List<OwnCoin>> byMature = holdings.coins().stream()
                .collect(Collectors.partitioningBy(coin -> isSpendable(coin, holdings)));
        List<OwnCoin> waiting = byMature.getOrDefault(false, List.of());
        List<OwnCoin> spendable = byMature.getOrDefault(true, List.of());
        return new Balance(sum(spendable), sum(spendable.stream().filter(coin -> !coin.isConfirmed()).toList()),
                sum(waiting), firstSpending(waiting), holdings.height());
    }

    private boolean isSpendable(OwnCoin coin, Holdings holdings) {
        return coin.spendableAt(params.coinbaseMaturity()) <= holdings.height();
    }

    private Optional<Integer> firstSpending(List<OwnCoin> waiting) {
        return waiting.stream().map(coin -> coin.spendableAt(params.coinbaseMaturity()) + 1).min(Integer::compare);
    }

    private static long sum(List<OwnCoin> coins) {
        return coins.stream().mapToLong(coin -> coin.output().value()).sum();
    }

    /**
     * Puts bytes on the chain, in an output that nobody can spend.
     *
     * @throws UserError when there are no coins to pay for it, or the node refuses it
     */
    public Sent put(Bytes data) {
        return pay(new TxOut(0, DataOutput.script(data)));
    }

    /**
     * Pays coins to an address.
     *
     * @throws UserError for a wrong address, too small an amount, too few coins, or when the node refuses it
     */
    public Sent send(String address, long amount) {
        Bytes script = switch (Address.parse(address, params.addresses())) {
            case Address.Parsed.Locking(Bytes locking) -> locking;
            case Address.Parsed.Invalid(String why, _) -> throw new UserError(
                    "\"" + address + "\" is no address of network " + params.name() + ": " + why);
        };
        long least = Payment.dust(script);
        if (amount < least)
            throw new UserError("%s is too little: an output of less than %s costs more to spend than it is worth"
                    .formatted(Coins.format(amount), Coins.format(least)));
        return pay(new TxOut(amount, script));
    }

    private Sent pay(TxOut output) {
        Map<Bytes, SigningKey> keys = keys();
        Holdings holdings = holdings(keys);
        List<OwnCoin> spendable = holdings.coins().stream().filter(coin -> isSpendable(coin, holdings)).toList();
        long rate = rate();
        Payment payment = Payment.of(List.of(output), spendable, store.change(), rate, keys)
                .orElseThrow(() -> tooLittle(output, holdings, spendable, rate, keys));
        Transaction tx = payment.signed(keys);
        node.call("sendrawtransaction", Hex.of(tx.toBytes()));
        store.useChange();
        return new Sent(tx.txid(), payment.fee());
    }

    private UserError tooLittle(TxOut output, Holdings holdings, List<OwnCoin> spendable, long rate,
            Map<Bytes, SigningKey> keys) {
        List<OwnCoin> waiting = holdings.coins().stream().filter(coin -> !isSpendable(coin, holdings)).toList();
        String later = firstSpending(waiting).map(height -> "; %s in rewards %s, the first at block %d, and the chain"
                .formatted(Coins.format(sum(waiting)), "have to mature", height) + " is at block "
                + holdings.height()).orElse("");
        if (!spendable.isEmpty()) {
            long needed = output.value() + Payment.fee(spendable, List.of(output), rate, keys);
            return new UserError("not enough to spend: " + Coins.format(sum(spendable)) + ", and "
                    + Coins.format(needed) + " are needed with the fee" + later);
        }
        return firstSpending(waiting)
                .map(height -> new UserError("nothing to spend: the first reward matures at block " + height
                        + ", and the chain is at block " + holdings.height()))
                .orElseGet(() -> new UserError("nothing to spend: no coins are at the addresses of this data directory;"
                        + " mine some with jbc node -m, or have some sent to " + store.address()));
    }

    private long rate() {
        JsonNode pool = node.call("getmempoolinfo");
        long minimum = Math.max(units(pool.path("mempoolminfee")), units(pool.path("minrelaytxfee")));
        return Math.max(LEAST_RATE, minimum);
    }

    private static long units(JsonNode amount) {
        return Coins.parse(amount.decimalValue().toPlainString());
    }

    private Map<Bytes, SigningKey> keys() {
        var keys = new LinkedHashMap<Bytes, SigningKey>();
        store.keys().forEach(key -> keys.put(key.script(), key));
        return keys;
    }

    // --- What the node knows ---------------------------------------------------------------------------------------

    private Holdings holdings(Map<Bytes, SigningKey> keys) {
        List<String> wanted = keys.keySet().stream().map(script -> "raw(" + script.hex() + ")").toList();
        JsonNode scan = node.call("scantxoutset", "start", wanted);
        var coins = new LinkedHashMap<OutPoint, OwnCoin>();
        for (JsonNode one : scan.path("unspents")) {
            var place = new OutPoint(Txid.of(one.path("txid").asText()), one.path("vout").asInt());
            var output = new TxOut(units(one.path("amount")), Bytes.ofHex(one.path("scriptPubKey").asText()));
            coins.put(place, new OwnCoin(place, output, one.path("height").asInt(), one.path("coinbase").asBoolean()));
        }
        followUnconfirmed(coins, keys);
        return new Holdings(scan.path("height").asInt(), List.copyOf(coins.values()));
    }

    /** Takes out what is spent already in the memory pool, and puts in the change of that, as far as it goes on. */
    private void followUnconfirmed(Map<OutPoint, OwnCoin> coins, Map<Bytes, SigningKey> keys) {
        Set<Txid> seen = new HashSet<>();
        Deque<OutPoint> open = new ArrayDeque<>(coins.keySet());
        while (!open.isEmpty()) {
            List<OutPoint> asked = List.copyOf(open);
            open.clear();
            for (JsonNode answer : node.call("gettxspendingprevout", asked.stream().map(Wallet::json).toList())) {
                if (!answer.has("spendingtxid"))
                    continue;
                coins.remove(new OutPoint(Txid.of(answer.path("txid").asText()), answer.path("vout").asInt()));
                Txid spender = Txid.of(answer.path("spendingtxid").asText());
                if (seen.add(spender))
                    open.addAll(addChange(spender, coins, keys));
            }
        }
    }

    private List<OutPoint> addChange(Txid spender, Map<OutPoint, OwnCoin> coins, Map<Bytes, SigningKey> keys) {
        Optional<JsonNode> found = node.find("getrawtransaction", spender.hex());
        if (found.isEmpty())
            return List.of(); // mined since: the next look sees its outputs
        Transaction tx = ByteReader.readAll(Hex.parse(found.get().asText()), Transaction::read);
        var added = new ArrayList<OutPoint>();
        for (int i = 0; i < tx.outputs().size(); i++) {
            TxOut output = tx.outputs().get(i);
            if (keys.containsKey(output.script())) {
                var place = new OutPoint(spender, i);
                coins.put(place, new OwnCoin(place, output, OwnCoin.UNCONFIRMED, false));
                added.add(place);
            }
        }
        return added;
    }

    private static Map<String, Object> json(OutPoint place) {
        return Map.of("txid", place.txid().hex(), "vout", place.index());
    }
}
