package org.jackblockchain.mempool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.mempool.fees.FeeEstimator;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;

/** What the pool holds and remembers, and how it changes; whether a transaction may come in is not its business. */
final class Pool {
    private final Policy policy;
    private final Graph graph = new Graph();
    private final RollingMinimum rolling;
    private final FeeEstimator fees;
    private final List<MempoolChange> changes = new ArrayList<>();
    /** What the operator added to fees, of transactions that may not be here yet. */
    private SharedMap<Txid, Long> deltas = SharedMap.empty();
    /** Our own, until a peer asked for them. */
    private SharedMap<Txid, Boolean> unbroadcast = SharedMap.empty();
    /** Those that left before a peer asked for them, since the last look. */
    private final List<Txid> neverAsked = new ArrayList<>();
    private long sequence = 1;

    Pool(Policy policy, FeeEstimator fees) {
        this.policy = policy;
        this.fees = fees;
        this.rolling = new RollingMinimum(policy.incrementalRelay());
    }

    Policy policy() {
        return policy;
    }

    Graph graph() {
        return graph;
    }

    FeeEstimator fees() {
        return fees;
    }

    SharedMap<Txid, Long> deltas() {
        return deltas;
    }

    SharedMap<Txid, Boolean> unbroadcast() {
        return unbroadcast;
    }

    /** The number of the next change. */
    long sequence() {
        return sequence;
    }

    /** By Core's way of counting. */
    long memory() {
        return graph.memory() + MemoryUse.DELTA * deltas.size();
    }

    /** What newcomers have to pay because the pool was full. */
    FeeRate minimum(Instant now) {
        return rolling.at(now, memory(), policy.maxBytes());
    }

    List<Txid> takeNeverAsked() {
        List<Txid> taken = List.copyOf(neverAsked);
        neverAsked.clear();
        return taken;
    }

    List<MempoolChange> takeChanges() {
        List<MempoolChange> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    void add(MempoolEntry alone) {
        changes.add(new MempoolChange.Added(graph.add(alone), sequence++));
    }

    void remove(Set<Txid> gone, MempoolChange.Reason reason) {
        for (MempoolEntry entry : graph.remove(gone)) {
            if (unbroadcast.has(entry.txid()))
                neverAsked.add(entry.txid());
            unbroadcast = unbroadcast.without(entry.txid());
            if (reason != MempoolChange.Reason.BLOCK)
                fees.left(entry.txid());
            changes.add(new MempoolChange.Removed(entry, reason, sequence++));
        }
    }

    void removeWithDescendants(Set<Txid> of, MempoolChange.Reason reason) {
        remove(graph.withDescendants(of), reason);
    }

    /** With all that descends from it; it may not be here itself. */
    void removeRecursively(Transaction tx, MempoolChange.Reason reason) {
        var roots = new LinkedHashSet<Txid>();
        if (graph.has(tx.txid())) {
            roots.add(tx.txid());
        } else {
            for (int i = 0; i < tx.outputs().size(); i++)
                graph.spender(new OutPoint(tx.txid(), i)).ifPresent(roots::add);
        }
        removeWithDescendants(roots, reason);
    }

    // --- Blocks ------------------------------------------------------------------------------------------------

    void onBlock(List<Transaction> transactions, int height, Instant now) {
        var mined = new ArrayList<FeeEstimator.Mined>();
        for (Transaction tx : transactions) {
            graph.find(tx.txid()).ifPresent(entry -> {
                mined.add(new FeeEstimator.Mined(tx.txid(), entry.height(), entry.baseRate()));
                remove(Set.of(tx.txid()), MempoolChange.Reason.BLOCK);
            });
            removeConflicts(tx);
            deltas = deltas.without(tx.txid());
        }
        rolling.onBlock(now);
        fees.onBlock(height, mined);
    }

    private void removeConflicts(Transaction mined) {
        for (TxIn input : mined.inputs()) {
            Optional<Txid> conflict = graph.spender(input.previous());
            if (conflict.isPresent()) {
                deltas = deltas.without(conflict.get());
                removeWithDescendants(Set.of(conflict.get()), MempoolChange.Reason.CONFLICT);
            }
        }
    }

    /** Transactions came back from blocks: what builds on them here is linked, and goes if it builds too high. */
    void adopt(List<Txid> returned) {
        Set<Txid> touched = graph.adopt(returned.stream().filter(graph::has).toList());
        ChainLimits limits = policy.limits();
        for (Txid txid : touched) {
            Optional<MempoolEntry> entry = graph.find(txid);
            boolean tooHigh = entry.isPresent() && !returned.contains(txid)
                    && (entry.get().withAncestors().count() > limits.ancestors()
                            || entry.get().withAncestors().virtualSize() > limits.ancestorBytes());
            if (tooHigh)
                removeWithDescendants(Set.of(txid), MempoolChange.Reason.SIZELIMIT);
        }
    }

    // --- Limits ------------------------------------------------------------------------------------------------

    /** Throws out what is too old, and what pays worst as long as there is too much. */
    void limit(Instant now) {
        expire(now.getEpochSecond() - policy.expiry().toSeconds());
        while (memory() > policy.maxBytes()) {
            Optional<MempoolEntry> worst = graph.worst();
            if (worst.isEmpty())
                return;
            Totals gone = worst.get().withDescendants();
            rolling.raise(FeeRate.of(gone.fees(), gone.virtualSize()).plus(policy.incrementalRelay()));
            removeWithDescendants(Set.of(worst.get().txid()), MempoolChange.Reason.SIZELIMIT);
        }
    }

    /** Throws out what came before, in seconds since 1970. */
    private void expire(long time) {
        while (true) {
            Optional<MempoolEntry> oldest = graph.oldest().filter(entry -> entry.time() < time);
            if (oldest.isEmpty())
                return;
            removeWithDescendants(Set.of(oldest.get().txid()), MempoolChange.Reason.EXPIRY);
        }
    }

    // --- The operator's word -----------------------------------------------------------------------------------

    void prioritise(Txid txid, long delta) {
        long sum = Totals.saturated(deltas.get(txid).orElse(0L), delta);
        deltas = sum == 0 ? deltas.without(txid) : deltas.with(txid, sum);
        if (graph.has(txid))
            graph.addFee(txid, delta);
    }

    void markUnbroadcast(Txid txid) {
        if (graph.has(txid))
            unbroadcast = unbroadcast.with(txid, true);
    }

    void markBroadcast(Txid txid) {
        unbroadcast = unbroadcast.without(txid);
    }
}
