package org.jackblockchain.mempool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** One try to get some transactions in: what they would make and replace together. */
final class Attempt {
    /** What those before made; others of the package may spend it. */
    final Map<OutPoint, TxOut> made = new HashMap<>();
    /** What would have to go. */
    final Set<Txid> replaced = new LinkedHashSet<>();
    final List<Transaction> replacedTransactions = new ArrayList<>();
    boolean replaces;
    long size;
    long fees;

    void makes(Transaction tx) {
        for (int i = 0; i < tx.outputs().size(); i++)
            made.put(new OutPoint(tx.txid(), i), tx.outputs().get(i));
    }

    void replaces(Set<Txid> gone, Graph graph) {
        replaced.addAll(gone);
        gone.forEach(txid -> replacedTransactions.add(graph.get(txid).transaction()));
    }

    long replacedFees(Graph graph) {
        return replaced.stream().mapToLong(txid -> graph.get(txid).modifiedFee()).sum();
    }
}
