package org.jackblockchain.mempool;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;

/** What transactions that come together must be like, whatever they spend. */
public final class Packages {
    public static final int MAX_COUNT = 25;
    static final int MAX_WEIGHT = 404_000;

    private Packages() {}

    static Optional<PackageAcceptance.Fault> fault(List<Transaction> transactions) {
        if (transactions.size() > MAX_COUNT)
            return policy("package-too-many-transactions");
        long weight = transactions.stream().mapToLong(Transaction::weight).sum();
        if (transactions.size() > 1 && weight > MAX_WEIGHT)
            return policy("package-too-large");
        Set<Txid> later = transactions.stream().map(Transaction::txid).collect(Collectors.toCollection(HashSet::new));
        if (later.size() != transactions.size())
            return policy("package-contains-duplicates");
        for (Transaction tx : transactions) {
            if (tx.inputs().stream().anyMatch(input -> later.contains(input.previous().txid())))
                return policy("package-not-sorted");
            later.remove(tx.txid());
        }
        return conflict(transactions) ? policy("conflict-in-package") : Optional.empty();
    }

    private static Optional<PackageAcceptance.Fault> policy(String code) {
        return Optional.of(PackageAcceptance.Fault.policy(code));
    }

    /** Whether two of them spend the same; one that does so by itself breaks a rule of its own. */
    private static boolean conflict(List<Transaction> transactions) {
        var spent = new HashSet<OutPoint>();
        for (Transaction tx : transactions) {
            if (tx.inputs().isEmpty() || tx.inputs().stream().map(TxIn::previous).anyMatch(spent::contains))
                return true;
            tx.inputs().forEach(input -> spent.add(input.previous()));
        }
        return false;
    }

    /** Whether all others are parents of the last. */
    static boolean isChildWithParents(List<Transaction> transactions) {
        if (transactions.size() < 2)
            return false;
        Set<Txid> spent = transactions.getLast().inputs().stream().map(input -> input.previous().txid())
                .collect(Collectors.toSet());
        return transactions.subList(0, transactions.size() - 1).stream().map(Transaction::txid)
                .allMatch(spent::contains);
    }

    /** Whether all others are parents of the last, and none of another. */
    public static boolean isChildWithUnrelatedParents(List<Transaction> transactions) {
        if (!isChildWithParents(transactions))
            return false;
        List<Transaction> parents = transactions.subList(0, transactions.size() - 1);
        Set<Txid> ids = parents.stream().map(Transaction::txid).collect(Collectors.toSet());
        return parents.stream().flatMap(parent -> parent.inputs().stream())
                .noneMatch(input -> ids.contains(input.previous().txid()));
    }
}
