package org.jackblockchain.mining;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.TransactionRules;
import org.jackblockchain.primitives.Txid;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions a block takes: always the one that pays best for the room that it takes together with all that it
 * still needs.
 */
final class Selection {
    /** After so many in a row that did not fit in a block that is nearly full, it is full. */
    private static final int MAX_FAILURES = 1_000;

    /** A transaction that waits, and what it would take with all its ancestors that the block does not have yet. */
    private static final class Bundle {
        private final TxSource.Waiting itself;
        private final Set<Bundle> parents = new LinkedHashSet<>();
        private final Set<Bundle> children = new LinkedHashSet<>();
        private int place;
        private long fees;
        private long size;
        private long sigops;
        private boolean taken;

        Bundle(TxSource.Waiting itself) {
            this.itself = itself;
        }

        /** The lower one of its own rate and that with its ancestors. */
        private boolean countsAlone() {
            return (double) itself.weighedFee() * size < (double) fees * itself.virtualSize();
        }

        double rankedFee() {
            return countsAlone() ? itself.weighedFee() : fees;
        }

        double rankedSize() {
            return countsAlone() ? itself.virtualSize() : size;
        }
    }

    private static final Comparator<Bundle> BEST_FIRST = (one, other) -> {
        int order = Double.compare(other.rankedFee() * one.rankedSize(), one.rankedFee() * other.rankedSize());
        return order == 0 ? Integer.compare(one.place, other.place) : order;
    };

    private final BlockLimits limits;
    private final int height;
    private final long cutoff;
    private final TreeSet<Bundle> open = new TreeSet<>(BEST_FIRST);
    private final List<TxSource.Waiting> chosen = new ArrayList<>();
    private long weight;
    private long sigops = BlockLimits.RESERVED_SIGOPS;

    private Selection(BlockLimits limits, int height, long cutoff) {
        this.limits = limits;
        this.height = height;
        this.cutoff = cutoff;
        this.weight = limits.reservedWeight();
    }

    /**
     * In an order in which a block can hold them.
     *
     * @param height of the block
     * @param cutoff the median time past that lock times are compared with
     */
    static List<TxSource.Waiting> of(TxSource source, BlockLimits limits, int height, long cutoff) {
        List<TxSource.Waiting> waiting = source.waiting();
        if (waiting.isEmpty())
            return List.of();
        var selection = new Selection(limits, height, cutoff);
        selection.link(waiting);
        selection.run();
        return selection.chosen;
    }

    private void link(List<TxSource.Waiting> waiting) {
        Map<Txid, Bundle> byId = new HashMap<>();
        for (TxSource.Waiting one : waiting) {
            var made = new Bundle(one);
            made.place = byId.size();
            byId.put(one.txid(), made);
        }
        for (Bundle one : byId.values()) {
            for (Txid parent : one.itself.parents()) {
                @Nullable
                Bundle found = byId.get(parent);
                if (found == null)
                    throw new IllegalArgumentException(parent + " does not come with its child");
                one.parents.add(found);
                found.children.add(one);
            }
        }
        for (Bundle one : byId.values()) {
            for (Bundle needed : needed(one)) {
                one.fees += needed.itself.weighedFee();
                one.size += needed.itself.virtualSize();
                one.sigops += needed.itself.sigopCost();
            }
        }
        open.addAll(byId.values());
    }

    /** It and its ancestors that are not taken yet, parents first. */
    private static List<Bundle> needed(Bundle one) {
        var seen = new LinkedHashSet<Bundle>();
        collect(one, seen);
        return List.copyOf(seen);
    }

    /** Without recursion: an operator may let chains grow long. */
    private static void collect(Bundle last, Set<Bundle> seen) {
        Deque<Bundle> path = new ArrayDeque<>(List.of(last));
        while (!path.isEmpty()) {
            Bundle at = path.getLast();
            @Nullable
            Bundle next = at.parents.stream().filter(parent -> !parent.taken && !seen.contains(parent)).findFirst()
                    .orElse(null);
            if (next == null) {
                seen.add(at);
                path.removeLast();
            } else {
                path.addLast(next);
            }
        }
    }

    private void run() {
        int failures = 0;
        for (@Nullable
        Bundle best = open.pollFirst(); best != null; best = open.pollFirst()) {
            if (best.fees < fee(best.size))
                return;
            List<Bundle> needed = needed(best);
            if (fits(best) && needed.stream().allMatch(this::isFinal)) {
                needed.forEach(this::take);
                failures = 0;
            } else if (++failures > MAX_FAILURES && weight > limits.maxWeight() - limits.reservedWeight()) {
                return;
            }
        }
    }

    private long fee(long size) {
        return (long) Math.ceil(limits.minimumFee() * size / 1_000.0);
    }

    private boolean fits(Bundle one) {
        return weight + BlockRules.WITNESS_SCALE * one.size < limits.maxWeight()
                && sigops + one.sigops < BlockRules.MAX_SIGOPS_COST;
    }

    private boolean isFinal(Bundle one) {
        return TransactionRules.isFinal(one.itself.transaction(), height, cutoff);
    }

    private void take(Bundle one) {
        open.remove(one);
        one.taken = true;
        chosen.add(one.itself);
        weight += one.itself.transaction().weight();
        sigops += one.itself.sigopCost();
        Deque<Bundle> below = new ArrayDeque<>(one.children);
        var seen = new LinkedHashSet<>(one.children);
        while (!below.isEmpty()) {
            Bundle descendant = below.pop();
            relieve(descendant, one);
            for (Bundle child : descendant.children) {
                if (seen.add(child))
                    below.push(child);
            }
        }
    }

    /** The block has an ancestor: what is left pays only for the rest. */
    private void relieve(Bundle descendant, Bundle taken) {
        boolean waits = open.remove(descendant);
        descendant.fees -= taken.itself.weighedFee();
        descendant.size -= taken.itself.virtualSize();
        descendant.sigops -= taken.itself.sigopCost();
        if (waits)
            open.add(descendant);
    }
}
