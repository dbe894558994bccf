package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.CoinStatistics;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.MuHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Txid;
import org.jspecify.annotations.Nullable;

/** The set of unspent outputs as a whole, for those who compare nodes. */
final class CoinSetMethods {
    /** A scan that the chain moved under is made again so often. */
    private static final int ATTEMPTS = 5;
    private static final String SERIALIZED = "hash_serialized_3";

    private final RpcNode node;
    private final Blocks blocks;

    CoinSetMethods(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    Method method() {
        return new Method("blockchain", "gettxoutsetinfo",
                List.of(Param.optional("hash_type", Param.Kind.TEXT,
                        "hash_serialized_3, muhash or none. Default: hash_serialized_3."),
                        Param.optional("hash_or_height", Param.Kind.ANY,
                                "At another block than the tip; needs -coinstatsindex."),
                        Param.optional("use_index", Param.Kind.FLAG,
                                "false to count anew what the index knows. Default: true.")),
                "Numbers and a hash of all unspent outputs.", this::info);
    }

    private JsonNode info(Args args) throws InterruptedException {
        String kind = args.isGiven(0) ? args.text(0) : SERIALIZED;
        if (!List.of(SERIALIZED, "muhash", "none").contains(kind))
            throw RpcError.invalid("'" + kind + "' is not a valid hash_type");
        boolean mayUse = args.flag(2, true);
        Optional<StatisticsPlaces> index = node.statistics();
        if (args.isGiven(1))
            checkMayName(kind, index.isPresent(), mayUse);
        NodeView now = node.view();
        BlockEntry block = args.isGiven(1) ? blocks.hashOrHeight(now, args, 1) : now.tip();
        return index.isPresent() && mayUse && !kind.equals(SERIALIZED)
                ? known(index.get(), kind, block, now)
                : counted(kind);
    }

    private static void checkMayName(String kind, boolean indexed, boolean mayUse) {
        if (!indexed)
            throw RpcError.invalid("Querying specific block heights requires coinstatsindex");
        if (kind.equals(SERIALIZED))
            throw RpcError.invalid("hash_serialized_3 hash type cannot be queried for a specific block");
        if (!mayUse)
            throw RpcError.invalid("Cannot set use_index to false when querying for a specific block");
    }

    private JsonNode counted(String kind) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BlockEntry tip = tip();
            var sum = new Sum(kind);
            node.forEachCoin(sum::add);
            if (tip() == tip)
                return sum.json(tip, node.bytesOnDisk());
        }
        throw RpcError.misc("The chain moves on faster than its coins can be read; try again when it rests.");
    }

    /** As the index has it. */
    private static JsonNode known(StatisticsPlaces index, String kind, BlockEntry block, NodeView now)
            throws InterruptedException {
        boolean ready = index.awaitBlock(now.tip());
        CoinStatistics coins = index.find(block.hash()).orElseThrow(() -> unknown(ready, index));
        BlockEntry parent = block.parent();
        CoinStatistics.Totals before = parent == null
                ? CoinStatistics.Totals.NOTHING
                : index.find(parent.hash()).orElseThrow(() -> unknown(ready, index)).totals();
        ObjectNode json = Json.object().put("height", block.height()).put("bestblock", block.hash().hex())
                .put("txouts", coins.coins()).put("bogosize", coins.bogusBytes());
        if (kind.equals("muhash"))
            json.put(kind, Txid.fromWire(MuHash.of(coins.set().toArray()).digest(), 0).hex());
        json.set("total_amount", Json.coins(coins.amount()));
        json.set("total_unspendable_amount", Json.coins(coins.totals().unspendable()));
        json.set("block_info", blockInfo(coins.totals().minus(before)));
        return json;
    }

    private static RpcError unknown(boolean ready, StatisticsPlaces index) {
        return new RpcError(RpcError.Code.INTERNAL, ready
                ? "Unable to read UTXO set"
                : "Unable to get data because coinstatsindex is still syncing. Current height: %d"
                        .formatted(index.best().map(BlockEntry::height).orElse(0)));
    }

    private static ObjectNode blockInfo(CoinStatistics.Totals block) {
        ObjectNode json = Json.object();
        json.set("prevout_spent", Json.coins(block.spent()));
        json.set("coinbase", Json.coins(block.coinbase()));
        json.set("new_outputs_ex_coinbase", Json.coins(block.created()));
        json.set("unspendable", Json.coins(block.unspendable()));
        ObjectNode lost = json.putObject("unspendables");
        lost.set("genesis_block", Json.coins(block.genesis()));
        // no network of ours has a coinbase twice
        lost.set("bip30", Json.coins(0));
        lost.set("scripts", Json.coins(block.scripts()));
        lost.set("unclaimed_rewards", Json.coins(block.unclaimed()));
        return json;
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
            bogusBytes += CoinStatistics.bogusBytes(coin);
            switch (kind) {
                case "muhash" -> muHash.add(CoinStatistics.element(place, coin));
                case "hash_serialized_3" -> serialized.update(CoinStatistics.element(place, coin));
                default -> {
                    // only counted
                }
            }
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
