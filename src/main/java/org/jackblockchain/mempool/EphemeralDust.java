package org.jackblockchain.mempool;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;
import org.jspecify.annotations.Nullable;

/** Dust may be made where nobody gains by mining it alone, and whoever spends from beside it has to spend it too. */
final class EphemeralDust {
    private EphemeralDust() {}

    /** Whether it makes dust and pays for being mined. */
    static boolean paysWithDust(MempoolEntry entry, FeeRate dustRate) {
        return (entry.fee() != 0 || entry.modifiedFee() != 0)
                && !Standardness.dust(entry.transaction(), dustRate).isEmpty();
    }

    /** The first of these that leaves dust of its parents behind. */
    static Optional<Transaction> leavingDust(List<Transaction> transactions, FeeRate dustRate, Graph graph) {
        Map<Txid, Transaction> together = transactions.stream()
                .collect(Collectors.toMap(Transaction::txid, Function.identity(), (one, _) -> one));
        return transactions.stream().filter(tx -> leavesDust(tx, together, dustRate, graph)).findFirst();
    }

    private static boolean leavesDust(Transaction tx, Map<Txid, Transaction> together, FeeRate dustRate, Graph graph) {
        Set<OutPoint> dust = new HashSet<>();
        var parents = new LinkedHashSet<Txid>();
        for (TxIn input : tx.inputs())
            parents.add(input.previous().txid());
        for (Txid parent : parents) {
            @Nullable
            Transaction known = together.get(parent);
            if (known == null)
                known = graph.find(parent).map(MempoolEntry::transaction).orElse(null);
            if (known != null)
                Standardness.dust(known, dustRate).forEach(place -> dust.add(new OutPoint(parent, place)));
        }
        tx.inputs().forEach(input -> dust.remove(input.previous()));
        return !dust.isEmpty();
    }
}
