package org.jackblockchain.http;

import java.util.List;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/**
 * Finds a transaction: in the memory pool, through the index if the node has one, and otherwise in the latest blocks,
 * as far back as is cheap.
 */
final class TransactionSearch {
    /** Of the chain, without an index: as many as that, unless… */
    static final int MAX_BLOCKS = 300;
    /** …they are larger together than this. */
    static final int MAX_BYTES = 16 << 20;

    /** Where a transaction was found. */
    sealed interface Found {
        Transaction transaction();

        /** What its inputs spend, in order; empty where it is not known any more. */
        List<Optional<Coin>> spent();

        record Waiting(MempoolEntry entry, List<Optional<Coin>> spent) implements Found {
            @Override
            public Transaction transaction() {
                return entry.transaction();
            }
        }

        /** @param index of it among the block's transactions */
        record InBlock(BlockEntry entry, int index, Transaction transaction, List<Optional<Coin>> spent)
                implements
                    Found {}
    }

    private final Served served;

    TransactionSearch(Served served) {
        this.served = served;
    }

    Optional<Found> find(Txid txid, NodeView now) {
        Optional<Found> waiting = now.mempool().find(txid)
                .map(entry -> new Found.Waiting(entry, spent(entry.transaction(), now.mempool())));
        if (waiting.isPresent())
            return waiting;
        // the index may be a block behind
        return served.ledger().blockOf(txid).flatMap(served.headers()).flatMap(entry -> in(entry, txid))
                .or(() -> inLatest(txid, now.tip()));
    }

    /** In one block, of the active chain or not. */
    Optional<Found> in(BlockEntry entry, Txid txid) {
        return served.bodies().of(entry).flatMap(body -> in(entry, body, txid));
    }

    private Optional<Found> inLatest(Txid txid, BlockEntry tip) {
        BlockEntry entry = tip;
        long bytes = 0;
        for (int blocks = 0; blocks < MAX_BLOCKS && bytes < MAX_BYTES && entry != null; blocks++) {
            Optional<Block> body = served.bodies().of(entry);
            if (body.isEmpty())
                return Optional.empty();
            Optional<Found> found = in(entry, body.get(), txid);
            if (found.isPresent())
                return found;
            bytes += body.get().size();
            entry = entry.parent();
        }
        return Optional.empty();
    }

    private Optional<Found> in(BlockEntry entry, Block body, Txid txid) {
        List<Transaction> all = body.transactions();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).txid().equals(txid))
                return Optional.of(new Found.InBlock(entry, i, all.get(i), spent(entry, i, all.get(i))));
        }
        return Optional.empty();
    }

    /** A block that never was in the active chain has nothing to undo. */
    private List<Optional<Coin>> spent(BlockEntry entry, int index, Transaction transaction) {
        Optional<BlockUndo> undo = index == 0 ? Optional.empty() : served.blocks().undo(entry.hash());
        return undo.filter(known -> known.spent().size() >= index)
                .map(known -> known.spent().get(index - 1).stream().map(Optional::of).toList())
                .orElseGet(() -> transaction.inputs().stream().map(_ -> Optional.<Coin>empty()).toList());
    }

    private List<Optional<Coin>> spent(Transaction transaction, MempoolSnapshot pool) {
        return transaction.inputs().stream().map(TxIn::previous).map(place -> spent(place, pool)).toList();
    }

    private Optional<Coin> spent(OutPoint place, MempoolSnapshot pool) {
        Optional<MempoolEntry> parent = pool.find(place.txid());
        if (parent.isEmpty())
            return served.ledger().coin(place);
        List<TxOut> outputs = parent.get().transaction().outputs();
        return place.index() >= 0 && place.index() < outputs.size()
                ? Optional.of(new Coin(outputs.get(place.index()), parent.get().height(), false))
                : Optional.empty();
    }
}
