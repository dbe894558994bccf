package org.jackblockchain.mining;

import java.util.List;
import java.util.Set;

import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

/** Where the transactions for a block come from. */
public interface TxSource {
    /** Nothing waits. */
    TxSource NONE = List::of;

    /**
     * A transaction that could stand in the next block, together with its parents.
     *
     * @param fee in the smallest unit
     * @param weighedFee the fee with what the operator added: by it is chosen
     * @param virtualSize that the fee is counted by
     * @param sigopCost of its signature operations (BIP141)
     * @param parents those of the source's that have to stand before it
     */
    record Waiting(Transaction transaction, long fee, long weighedFee, long virtualSize, long sigopCost,
            Set<Txid> parents) {
        public Waiting {
            parents = Set.copyOf(parents);
        }

        Txid txid() {
            return transaction.txid();
        }
    }

    /** All of them, in any order; with each come all its parents. */
    List<Waiting> waiting();
}
