package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.MuHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Txid;
import org.jspecify.annotations.Nullable;

/** The set of unspent outputs as a whole, for those who compare nodes. */
final class CoinSetMethods {
    /** A scan that the chain moved under is made again so often. */
    private static final int ATTEMPTS = 5;
    /** What Core counts for a coin besides its script, in bytes of no particular database. */
    private static final int BOGUS_BYTES = 32 + 4 + 4 + 8 + 2;

    private final RpcNode node;

    CoinSetMethods(RpcNode node) {
        this.node = node;
    }

    Method method() {
        return new Method("blockchain", "gettxoutsetinfo",
                List.of(Param.optional("hash_type", Param.Kind.TEXT,
                        "hash_serialized_3, muhash or none. Default: hash_serialized_3."),
                        Param.optional("hash_or_height", Param.Kind.ANY, "Only with an index, which there is not."),
                        Param.optional("use_index", Param.Kind.FLAG, "There is none.")),
                "Numbers and a hash of all unspent outputs.", this::info);
    }

    private JsonNode info(Args args) throws InterruptedException {
        String kind = args.isGiven(0) ? args.text(0) : "hash_serialized_3";
        if (!List.of("hash_serialized_3", "muhash", "none").contains(kind))
            throw RpcError.invalid("'" + kind + "' is not a valid hash_type");
        if (args.isGiven(1))
            throw RpcError.invalid("Querying specific block heights requires coinstatsindex");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BlockEntry tip = tip();
            var sum = new Sum(kind);
            node.forEachCoin(sum::add);
            if (tip() == tip)
                return sum.json(tip, node.bytesOnDisk());
        }
        throw RpcError.misc("The chain moves on faster than its coins can be read; try again when it rests.");
    }

    /** As the node's own thread has it, so that a write under way is over. */
    private BlockEntry tip() throws InterruptedException {
        if (!(node.ask(new Request.FindCoins(List.of(), false))
                .orElseThrow(RpcError::stopping) instanceof Outcome.Coins(_, var tip)))
            throw new IllegalStateException("an outcome of another request");
        return tip;
    }

    /** Coins come transaction by transaction, in the order of the bytes of their txids; within one by any order. */
    private static final class Sum {
        private final String kind;
        private final MuHash muHash = new MuHash();
        private final MessageDigest serialized;
        private final Map<Integer, Coin> ofOne = new TreeMap<>(Comparator.comparingLong(Integer::toUnsignedLong));
        private @Nullable Txid current;
        private long transactions;
        private long coins;
        private long bogusBytes;
        private long amount;

        Sum(String kind) {
            this.kind = kind;
            try {
                serialized = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JVM has SHA-256", e);
            }
        }

        void add(OutPoint place, Coin coin) {
            if (!place.txid().equals(current))
                finishOne();
            current = place.txid();
            ofOne.put(place.index(), coin);
        }

        private void finishOne() {
            Txid txid = current;
            if (txid == null)
                return;
            transactions++;
            ofOne.forEach((index, coin) -> count(new OutPoint(txid, index), coin));
            ofOne.clear();
        }

        private void count(OutPoint place, Coin coin) {
            coins++;
            amount += coin.output().value();
            bogusBytes += BOGUS_BYTES + coin.output().script().length();
            switch (kind) {
                case "muhash" -> muHash.add(bytes(place, coin));
                case "hash_serialized_3" -> serialized.update(bytes(place, coin));
                default -> {
                    // only counted
                }
            }
        }

        private static byte[] bytes(OutPoint place, Coin coin) {
            var out = new ByteWriter();
            place.write(out);
            out.i32(coin.height() << 1 | (coin.coinbase() ? 1 : 0));
            coin.output().write(out);
            return out.toArray();
        }

        ObjectNode json(BlockEntry tip, long bytesOnDisk) {
            finishOne();
            ObjectNode json = Json.object().put("height", tip.height()).put("bestblock", tip.hash().hex())
                    .put("txouts", coins).put("bogosize", bogusBytes);
            switch (kind) {
                case "muhash" -> json.put(kind, Txid.fromWire(muHash.digest(), 0).hex());
                case "hash_serialized_3" ->
                    json.put(kind, Txid.fromWire(Sha256.once(serialized.digest()), 0).hex());
                default -> {
                    // no hash was wanted
                }
            }
            json.set("total_amount", Json.coins(amount));
            return json.put("transactions", transactions).put("disk_size", bytesOnDisk);
        }
    }
}
