package org.jackblockchain.mempool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;
import org.jspecify.annotations.Nullable;

/** The entries, who builds on whom, and the orders that they are looked up by. Judges nothing. */
final class Graph {
    private SharedMap<Txid, MempoolEntry> entries = SharedMap.empty();
    /** Who spends an output, in the pool. */
    private SharedMap<OutPoint, Txid> spenders = SharedMap.empty();
    private final Map<Wtxid, Txid> byWtxid = new HashMap<>();
    private final TreeSet<MempoolEntry> byAncestors = new TreeSet<>(Scores.BY_ANCESTORS);
    private final TreeSet<MempoolEntry> byDescendants = new TreeSet<>(Scores.BY_DESCENDANTS);
    private final TreeSet<MempoolEntry> byTime = new TreeSet<>(Scores.BY_TIME);
    private long virtualSize;
    private long fees;
    private long memory;

    // --- Looking -----------------------------------------------------------------------------------------------

    SharedMap<Txid, MempoolEntry> entries() {
        return entries;
    }

    SharedMap<OutPoint, Txid> spenders() {
        return spenders;
    }

    Optional<MempoolEntry> find(Txid txid) {
        return entries.get(txid);
    }

    Optional<MempoolEntry> find(Wtxid wtxid) {
        return Optional.ofNullable(byWtxid.get(wtxid)).flatMap(entries::get);
    }

    boolean has(Txid txid) {
        return entries.has(txid);
    }

    boolean has(Wtxid wtxid) {
        return byWtxid.containsKey(wtxid);
    }

    /** @throws IllegalStateException unless it is there */
    MempoolEntry get(Txid txid) {
        return find(txid).orElseThrow(() -> new IllegalStateException(txid + " is not in the pool"));
    }

    Optional<Txid> spender(OutPoint output) {
        return spenders.get(output);
    }

    int size() {
        return entries.size();
    }

    long virtualSize() {
        return virtualSize;
    }

    /** Without what the operator added. */
    long fees() {
        return fees;
    }

    /** See {@link MemoryUse}. */
    long memory() {
        return memory;
    }

    /** What to mine first comes first. */
    NavigableSet<MempoolEntry> byAncestors() {
        return byAncestors;
    }

    Optional<MempoolEntry> worst() {
        return byDescendants.isEmpty() ? Optional.empty() : Optional.of(byDescendants.getFirst());
    }

    Optional<MempoolEntry> oldest() {
        return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.getFirst());
    }

    /** The transactions of the pool that this one spends from. */
    Set<Txid> parentsOf(Transaction tx) {
        var parents = new LinkedHashSet<Txid>();
        for (TxIn input : tx.inputs()) {
            if (has(input.previous().txid()))
                parents.add(input.previous().txid());
        }
        return parents;
    }

    /** Those named and all that they descend from. */
    Set<Txid> withAncestors(Collection<Txid> of) {
        return closure(of, true);
    }

    /** Those named and all that descend from them. */
    Set<Txid> withDescendants(Collection<Txid> of) {
        return closure(of, false);
    }

    private Set<Txid> closure(Collection<Txid> of, boolean up) {
        var found = new LinkedHashSet<>(of);
        Deque<Txid> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            MempoolEntry entry = get(open.pop());
            for (Txid next : up ? entry.parents() : entry.children()) {
                if (found.add(next))
                    open.push(next);
            }
        }
        return found;
    }

    Set<Txid> ancestors(MempoolEntry entry) {
        return withAncestors(entry.parents());
    }

    Set<Txid> descendants(MempoolEntry entry) {
        return withDescendants(entry.children());
    }

    // --- Changing ----------------------------------------------------------------------------------------------

    /**
     * Adds an entry below its parents. Children that are there already, as after a reorganization, have to be linked by
     * {@link #adopt} afterwards.
     */
    MempoolEntry add(MempoolEntry alone) {
        Txid txid = alone.txid();
        Set<Txid> parents = parentsOf(alone.transaction());
        Set<Txid> ancestors = withAncestors(parents);
        Totals above = alone.withAncestors();
        for (Txid ancestor : ancestors)
            above = above.plus(get(ancestor));
        MempoolEntry entry = alone.withFamily(parents, Set.of()).withTotals(above, alone.withDescendants());
        insert(entry);
        for (Txid ancestor : ancestors)
            change(ancestor, old -> old.withTotals(old.withAncestors(), old.withDescendants().plus(entry)));
        for (Txid parent : parents)
            change(parent, old -> old.withChild(txid));
        return entry;
    }

    private void insert(MempoolEntry entry) {
        Txid txid = entry.txid();
        entries = entries.with(txid, entry);
        byWtxid.put(entry.wtxid(), txid);
        for (TxIn input : entry.transaction().inputs())
            spenders = spenders.with(input.previous(), txid);
        index(entry);
        virtualSize += entry.virtualSize();
        fees += entry.fee();
        memory += MemoryUse.of(entry.transaction()) + links(entry);
    }

    private void index(MempoolEntry entry) {
        byAncestors.add(entry);
        byDescendants.add(entry);
        byTime.add(entry);
    }

    private void unindex(MempoolEntry entry) {
        byAncestors.remove(entry);
        byDescendants.remove(entry);
        byTime.remove(entry);
    }

    private static long links(MempoolEntry entry) {
        return MemoryUse.LINK * (entry.parents().size() + entry.children().size());
    }

    MempoolEntry change(Txid txid, UnaryOperator<MempoolEntry> how) {
        MempoolEntry old = get(txid);
        MempoolEntry changed = how.apply(old);
        unindex(old);
        entries = entries.with(txid, changed);
        index(changed);
        memory += links(changed) - links(old);
        return changed;
    }

    /**
     * Takes these out, and mends the sums of those that stay.
     *
     * @return the entries as they were
     */
    List<MempoolEntry> remove(Set<Txid> gone) {
        for (Txid txid : gone) {
            MempoolEntry entry = get(txid);
            for (Txid above : ancestors(entry)) {
                if (!gone.contains(above))
                    change(above, old -> old.withTotals(old.withAncestors(), old.withDescendants().minus(entry)));
            }
            for (Txid below : descendants(entry)) {
                if (!gone.contains(below))
                    change(below, old -> old.withTotals(old.withAncestors().minus(entry), old.withDescendants()));
            }
        }
        var removed = new ArrayList<MempoolEntry>(gone.size());
        for (Txid txid : gone)
            removed.add(unlink(txid, gone));
        return removed;
    }

    private MempoolEntry unlink(Txid txid, Set<Txid> gone) {
        MempoolEntry entry = get(txid);
        for (Txid parent : entry.parents()) {
            if (!gone.contains(parent))
                change(parent, old -> old.withoutChild(txid));
        }
        for (Txid child : entry.children()) {
            if (!gone.contains(child))
                change(child, old -> old.withoutParent(txid));
        }
        unindexWhole(entry);
        return entry;
    }

    private void unindexWhole(MempoolEntry entry) {
        entries = entries.without(entry.txid());
        byWtxid.remove(entry.wtxid());
        for (TxIn input : entry.transaction().inputs())
            spenders = spenders.without(input.previous());
        unindex(entry);
        virtualSize -= entry.virtualSize();
        fees -= entry.fee();
        memory -= MemoryUse.of(entry.transaction()) + links(entry);
    }

    /**
     * Links transactions that came back from blocks to the children that they have in the pool, and counts their
     * families again.
     */
    Set<Txid> adopt(Collection<Txid> returned) {
        var linked = new HashSet<Txid>();
        for (Txid txid : returned) {
            MempoolEntry entry = get(txid);
            for (int i = 0; i < entry.transaction().outputs().size(); i++) {
                Optional<Txid> child = spender(new OutPoint(txid, i));
                if (child.isPresent() && !entry.children().contains(child.get())) {
                    change(txid, old -> old.withChild(child.get()));
                    change(child.get(), old -> old.withParent(txid));
                    linked.add(txid);
                }
            }
        }
        var touched = withDescendants(linked);
        touched.addAll(withAncestors(linked));
        touched.forEach(this::recount);
        return touched;
    }

    private void recount(Txid txid) {
        MempoolEntry entry = get(txid);
        Totals above = sum(entry, ancestors(entry));
        Totals below = sum(entry, descendants(entry));
        change(txid, old -> old.withTotals(above, below));
    }

    private Totals sum(MempoolEntry entry, Set<Txid> others) {
        var sum = new Totals(0, 0, 0, 0).plus(entry);
        for (Txid other : others)
            sum = sum.plus(get(other));
        return sum;
    }

    /** Changes what the operator added to a fee by so much. */
    void addFee(Txid txid, long delta) {
        MempoolEntry before = get(txid);
        MempoolEntry after = change(txid, old -> old.withFeeDelta(Totals.saturated(old.feeDelta(), delta))
                .withTotals(old.withAncestors().plusFee(delta), old.withDescendants().plusFee(delta)));
        for (Txid above : ancestors(after))
            change(above, old -> old.withTotals(old.withAncestors(), old.withDescendants().plusFee(delta)));
        for (Txid below : descendants(before))
            change(below, old -> old.withTotals(old.withAncestors().plusFee(delta), old.withDescendants()));
    }

    /** The first whose lack of room for another is shown by {@code reason}. */
    sealed interface Room {
        /** @param ancestors of the newcomer */
        record Enough(Set<Txid> ancestors) implements Room {}

        record None(String reason) implements Room {}
    }

    /** Whether a transaction fits below its parents in the pool, and what it would descend from. */
    Room roomFor(Transaction tx, long size, ChainLimits limits) {
        var parents = new TreeSet<Txid>(Scores.BY_HASH);
        for (Txid parent : parentsOf(tx)) {
            parents.add(parent);
            if (parents.size() + 1 > limits.ancestors())
                return new Room.None("too many unconfirmed parents [limit: %d]".formatted(limits.ancestors()));
        }
        return roomBelow(parents, size, 1, limits);
    }

    /** Whether so many more fit below these. */
    Room roomBelow(NavigableSet<Txid> parents, long size, int count, ChainLimits limits) {
        var open = new TreeSet<>(parents);
        var ancestors = new LinkedHashSet<Txid>();
        long total = size;
        for (@Nullable
        Txid next = open.pollFirst(); next != null; next = open.pollFirst()) {
            MempoolEntry entry = get(next);
            ancestors.add(next);
            total += entry.virtualSize();
            Totals below = entry.withDescendants();
            if (below.virtualSize() + size > limits.descendantBytes()) {
                return new Room.None("exceeds descendant size limit for tx %s [limit: %d]".formatted(next,
                        limits.descendantBytes()));
            }
            if (below.count() + count > limits.descendants())
                return new Room.None(
                        "too many descendants for tx %s [limit: %d]".formatted(next, limits.descendants()));
            if (total > limits.ancestorBytes())
                return new Room.None("exceeds ancestor size limit [limit: %d]".formatted(limits.ancestorBytes()));
            for (Txid parent : entry.parents()) {
                if (!ancestors.contains(parent))
                    open.add(parent);
                if (open.size() + ancestors.size() + count > limits.ancestors())
                    return new Room.None(
                            "too many unconfirmed ancestors [limit: %d]".formatted(limits.ancestors()));
            }
        }
        return new Room.Enough(ancestors);
    }
}
