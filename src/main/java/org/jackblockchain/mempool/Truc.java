package org.jackblockchain.mempool;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;

/**
 * Transactions of version 3 live in families of two at most, so that replacing them never costs more than it should
 * (BIP431).
 */
final class Truc {
    static final int VERSION = 3;
    static final int MAX_SIZE = 10_000;
    static final int MAX_CHILD_SIZE = 1_000;
    /** A transaction and its parent. */
    private static final int FAMILY = 2;

    private Truc() {}

    /**
     * What is wrong.
     *
     * @param sibling the child that may be replaced to make room, if there is one
     */
    record Fault(String detail, Optional<Txid> sibling) {
        static Optional<Fault> of(String detail) {
            return Optional.of(new Fault(detail, Optional.empty()));
        }
    }

    private static String name(Transaction tx) {
        return "%s (wtxid=%s)".formatted(tx.txid(), tx.wtxid());
    }

    private static boolean isTruc(Transaction tx) {
        return tx.version() == VERSION;
    }

    static Optional<Fault> faultAlone(Candidate candidate, Graph graph) {
        Transaction tx = candidate.tx;
        for (Txid ancestor : candidate.ancestors) {
            Optional<String> mixed = mixed(tx, graph.get(ancestor).transaction());
            if (mixed.isPresent())
                return Fault.of(mixed.get());
        }
        if (!isTruc(tx))
            return Optional.empty();
        long size = candidate.virtualSize();
        if (size > MAX_SIZE)
            return Fault.of(tooBig("tx", tx, size, MAX_SIZE));
        if (candidate.ancestors.size() + 1 > FAMILY)
            return Fault.of("tx " + name(tx) + " would have too many ancestors");
        if (candidate.ancestors.isEmpty())
            return Optional.empty();
        return size > MAX_CHILD_SIZE
                ? Fault.of(tooBig("child tx", tx, size, MAX_CHILD_SIZE))
                : siblingFault(candidate, graph);
    }

    private static String tooBig(String what, Transaction tx, long size, int limit) {
        return "version=3 %s %s is too big: %d > %d virtual bytes".formatted(what, name(tx), size, limit);
    }

    /** Versions do not mix. */
    private static Optional<String> mixed(Transaction tx, Transaction parent) {
        if (isTruc(tx) == isTruc(parent))
            return Optional.empty();
        return Optional.of((isTruc(tx)
                ? "version=3 tx %s cannot spend from non-version=3 tx %s"
                : "non-version=3 tx %s cannot spend from version=3 tx %s").formatted(name(tx), name(parent)));
    }

    private static Optional<Fault> siblingFault(Candidate candidate, Graph graph) {
        MempoolEntry parent = graph.get(candidate.ancestors.iterator().next());
        boolean replaced = parent.children().stream().anyMatch(candidate.conflicts::contains);
        if (parent.withDescendants().count() + 1 <= FAMILY || replaced)
            return Optional.empty();
        // After a reorganization there may be more than one, and it would not be clear which to replace.
        Optional<Txid> sibling = parent.withDescendants().count() == FAMILY
                ? parent.children().stream().filter(child -> graph.get(child).withAncestors().count() == FAMILY)
                        .findFirst()
                : Optional.empty();
        return Optional.of(new Fault("tx " + name(parent.transaction()) + " would exceed descendant count limit",
                sibling));
    }

    /** What is wrong with a transaction as part of a package, in words; its own faults are known not to be. */
    static Optional<String> faultIn(List<Candidate> all, Candidate candidate, Graph graph) {
        Transaction tx = candidate.tx;
        List<Transaction> parents = all.stream().map(other -> other.tx)
                .filter(other -> !other.equals(tx) && spendsFrom(tx, other.txid())).toList();
        if (!isTruc(tx))
            return mixedWithAny(candidate, parents, graph);
        if (candidate.virtualSize() > MAX_SIZE)
            return Optional.of(tooBig("tx", tx, candidate.virtualSize(), MAX_SIZE));
        int ancestors = candidate.ancestors.size() + parents.size();
        if (ancestors + 1 > FAMILY)
            return Optional.of("tx " + name(tx) + " would have too many ancestors");
        if (ancestors == 0)
            return Optional.empty();
        if (candidate.virtualSize() > MAX_CHILD_SIZE)
            return Optional.of(tooBig("child tx", tx, candidate.virtualSize(), MAX_CHILD_SIZE));
        Set<Txid> inPool = candidate.ancestors;
        boolean crowded = !inPool.isEmpty() && graph.get(inPool.iterator().next()).withDescendants().count() > 1;
        Transaction parent = inPool.isEmpty()
                ? parents.getFirst()
                : graph.get(inPool.iterator().next()).transaction();
        return mixed(tx, parent).or(() -> relativesFault(all, tx, parent, crowded));
    }

    private static Optional<String> mixedWithAny(Candidate candidate, List<Transaction> parents, Graph graph) {
        for (Txid ancestor : candidate.ancestors) {
            Optional<String> mixed = mixed(candidate.tx, graph.get(ancestor).transaction());
            if (mixed.isPresent())
                return mixed;
        }
        return parents.stream().map(parent -> mixed(candidate.tx, parent)).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> relativesFault(List<Candidate> all, Transaction tx, Transaction parent,
            boolean crowded) {
        String tooManyChildren = "tx " + name(parent) + " would exceed descendant count limit";
        for (Candidate other : all) {
            if (other.tx.equals(tx))
                continue;
            if (spendsFrom(other.tx, parent.txid()))
                return Optional.of(tooManyChildren);
            if (spendsFrom(other.tx, tx.txid()))
                return Optional.of("tx " + name(other.tx) + " would have too many ancestors");
        }
        return crowded ? Optional.of(tooManyChildren) : Optional.empty();
    }

    private static boolean spendsFrom(Transaction tx, Txid parent) {
        for (TxIn input : tx.inputs()) {
            if (input.previous().txid().equals(parent))
                return true;
        }
        return false;
    }
}
