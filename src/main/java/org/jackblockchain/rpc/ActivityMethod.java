package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** What was paid to descriptors and spent from them, in some blocks and in the memory pool. */
final class ActivityMethod {
    private final RpcNode node;
    private final Blocks blocks;

    ActivityMethod(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    Method method() {
        return new Method("blockchain", "getdescriptoractivity",
                List.of(Param.required("blockhashes", Param.Kind.ARRAY, "Blocks of the active chain."),
                        Param.required("scanobjects", Param.Kind.ARRAY, "Descriptors, or objects with a \"desc\"."),
                        Param.optional("include_mempool", Param.Kind.FLAG,
                                "false to leave out what waits for a block. Default: true.")),
                "What was paid to descriptors and spent from them, in the order of the chain.", this::activity);
    }

    private JsonNode activity(Args args) throws InterruptedException {
        NodeView now = node.view();
        Set<BlockEntry> wanted = new TreeSet<>(Comparator.comparingInt(BlockEntry::height));
        for (JsonNode hash : args.at(0)) {
            BlockEntry entry = blocks.header(Args.hash(hash, "blockhash"));
            if (entry.height() > now.tip().height() || now.tip().ancestor(entry.height()) != entry)
                throw RpcError.invalid("Block is not in main chain");
            wanted.add(entry);
        }
        var found = new Findings(ScriptsWanted.of(args.at(1), now.params()), now);
        for (BlockEntry entry : wanted)
            block(entry, found);
        if (args.flag(2, true))
            pool(found);
        ObjectNode json = Json.object();
        json.set("activity", found.all);
        return json;
    }

    private void block(BlockEntry entry, Findings found) {
        Block body = blocks.body(found.now, entry)
                .orElseThrow(() -> RpcError.misc("Block not available (not fully downloaded)"));
        List<Transaction> all = body.transactions();
        for (int i = 0; i < all.size(); i++) {
            List<Coin> spent = i == 0
                    ? List.of()
                    : blocks.spent(entry, i).orElseThrow(() -> RpcError.misc("Undo data not available"));
            found.add(all.get(i), spent.stream().map(Coin::output).toList(), Optional.of(entry));
        }
    }

    private void pool(Findings found) throws InterruptedException {
        for (MempoolEntry entry : found.now.mempool().entries()) {
            List<TxOut> spent = spent(entry.transaction(), found.now);
            // what left the pool meanwhile is nobody's activity
            if (spent.size() == entry.transaction().inputs().size())
                found.add(entry.transaction(), spent, Optional.empty());
        }
    }

    /** Outputs of the chain, or else of the pool; fewer than there are inputs, if some are gone. */
    private List<TxOut> spent(Transaction transaction, NodeView now) throws InterruptedException {
        List<OutPoint> places = transaction.inputs().stream().map(TxIn::previous).toList();
        if (!(node.ask(new Request.FindCoins(places, false))
                .orElseThrow(RpcError::stopping) instanceof Outcome.Coins(var coins, _)))
            throw new IllegalStateException("an outcome of another request");
        List<TxOut> outputs = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            OutPoint place = places.get(i);
            coins.get(i).map(Coin::output).or(() -> waiting(place, now)).ifPresent(outputs::add);
        }
        return outputs;
    }

    private static Optional<TxOut> waiting(OutPoint place, NodeView now) {
        return now.mempool().find(place.txid()).map(parent -> parent.transaction().outputs())
                .filter(all -> place.index() >= 0 && place.index() < all.size()).map(all -> all.get(place.index()));
    }

    /** What was found so far. */
    private static final class Findings {
        private final Set<Bytes> needles;
        private final NodeView now;
        private final ArrayNode all = Json.array();

        Findings(Set<Bytes> needles, NodeView now) {
            this.needles = needles;
            this.now = now;
        }

        /** @param spent what its inputs spend; nothing for a coinbase */
        void add(Transaction transaction, List<TxOut> spent, Optional<BlockEntry> block) {
            for (int i = 0; i < spent.size(); i++) {
                if (needles.contains(spent.get(i).script())) {
                    OutPoint place = transaction.inputs().get(i).previous();
                    event("spend", spent.get(i), block).put("spend_txid", transaction.txid().hex())
                            .put("spend_vin", i).put("prevout_txid", place.txid().hex())
                            .put("prevout_vout", place.index()).set("prevout_spk", script(spent.get(i)));
                }
            }
            List<TxOut> outputs = transaction.outputs();
            for (int i = 0; i < outputs.size(); i++) {
                if (needles.contains(outputs.get(i).script()))
                    event("receive", outputs.get(i), block).put("txid", transaction.txid().hex()).put("vout", i)
                            .set("output_spk", script(outputs.get(i)));
            }
        }

        private ObjectNode script(TxOut output) {
            return ScriptJson.of(output.script(), now.params().addresses());
        }

        private ObjectNode event(String type, TxOut output, Optional<BlockEntry> block) {
            ObjectNode event = all.addObject().put("type", type);
            event.set("amount", Json.coins(output.value()));
            block.ifPresent(entry -> event.put("blockhash", entry.hash().hex()).put("height", entry.height()));
            return event;
        }
    }
}
