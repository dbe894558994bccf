package org.jackblockchain.mempool;

import java.util.HashSet;
import java.util.Set;

import org.jackblockchain.consensus.SequenceLocks;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/**
 * A transaction in the pool and what is known of it there. Immutable: when a relative comes or goes, another entry
 * takes its place.
 *
 * @param fee what it pays, in the smallest unit
 * @param feeDelta what the operator added to that for the choice of what is mined; may be negative
 * @param virtualSize by weight, or by signature operations if there are many of them
 * @param sigopCost of its signature operations (BIP141)
 * @param time when it came, in seconds since 1970
 * @param height of the tip when it came
 * @param sequence the pool's count of changes when it came; 0 for one that came back from a block
 * @param spendsCoinbase whether a reorganization may make what it spends immature again
 * @param locks until when its inputs lock it (BIP68)
 * @param parents of it in the pool
 * @param children of it in the pool
 * @param withAncestors of it and all that it descends from in the pool
 * @param withDescendants of it and all that descend from it in the pool
 */
public record MempoolEntry(Transaction transaction, long fee, long feeDelta, long virtualSize, long sigopCost,
        long time, int height, long sequence, boolean spendsCoinbase, SequenceLocks locks, Set<Txid> parents,
        Set<Txid> children, Totals withAncestors, Totals withDescendants) {
    public MempoolEntry {
        parents = Set.copyOf(parents);
        children = Set.copyOf(children);
    }

    /** One without relatives. */
    static MempoolEntry alone(Transaction transaction, long fee, long feeDelta, long virtualSize, long sigopCost,
            long time, int height, long sequence, boolean spendsCoinbase, SequenceLocks locks) {
        var self = new Totals(1, virtualSize, Totals.saturated(fee, feeDelta), sigopCost);
        return new MempoolEntry(transaction, fee, feeDelta, virtualSize, sigopCost, time, height, sequence,
                spendsCoinbase, locks, Set.of(), Set.of(), self, self);
    }

    public Txid txid() {
        return transaction.txid();
    }

    public Wtxid wtxid() {
        return transaction.wtxid();
    }

    /** What miners are to count: the fee with what the operator added. */
    public long modifiedFee() {
        return Totals.saturated(fee, feeDelta);
    }

    /** By the fee with what the operator added. */
    public FeeRate feeRate() {
        return FeeRate.of(modifiedFee(), virtualSize);
    }

    /** By the fee that it pays itself. */
    FeeRate baseRate() {
        return FeeRate.of(fee, virtualSize);
    }

    MempoolEntry withFamily(Set<Txid> newParents, Set<Txid> newChildren) {
        return new MempoolEntry(transaction, fee, feeDelta, virtualSize, sigopCost, time, height, sequence,
                spendsCoinbase, locks, newParents, newChildren, withAncestors, withDescendants);
    }

    MempoolEntry withTotals(Totals ancestors, Totals descendants) {
        return new MempoolEntry(transaction, fee, feeDelta, virtualSize, sigopCost, time, height, sequence,
                spendsCoinbase, locks, parents, children, ancestors, descendants);
    }

    MempoolEntry withLocks(SequenceLocks newLocks) {
        return new MempoolEntry(transaction, fee, feeDelta, virtualSize, sigopCost, time, height, sequence,
                spendsCoinbase, newLocks, parents, children, withAncestors, withDescendants);
    }

    MempoolEntry withFeeDelta(long delta) {
        return new MempoolEntry(transaction, fee, delta, virtualSize, sigopCost, time, height, sequence,
                spendsCoinbase, locks, parents, children, withAncestors, withDescendants);
    }

    MempoolEntry withParent(Txid parent) {
        return withFamily(with(parents, parent), children);
    }

    MempoolEntry withChild(Txid child) {
        return withFamily(parents, with(children, child));
    }

    MempoolEntry withoutParent(Txid parent) {
        return withFamily(without(parents, parent), children);
    }

    MempoolEntry withoutChild(Txid child) {
        return withFamily(parents, without(children, child));
    }

    private static Set<Txid> with(Set<Txid> set, Txid one) {
        var more = new HashSet<>(set);
        more.add(one);
        return more;
    }

    private static Set<Txid> without(Set<Txid> set, Txid one) {
        var fewer = new HashSet<>(set);
        fewer.remove(one);
        return fewer;
    }
}
