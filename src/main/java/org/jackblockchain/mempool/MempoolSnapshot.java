package org.jackblockchain.mempool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jackblockchain.mempool.fees.FeeEstimator;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Txid;

/** The pool as it was at one moment; any thread may read it, and it costs nothing to make. */
public final class MempoolSnapshot {
    private final SharedMap<Txid, MempoolEntry> entries;
    private final SharedMap<OutPoint, Txid> spenders;
    private final SharedMap<Txid, Long> deltas;
    private final SharedMap<Txid, Boolean> unbroadcast;
    private final Policy policy;
    private final FeeRate minimum;
    private final long virtualSize;
    private final long fees;
    private final long memory;
    private final long sequence;
    private final boolean loaded;

    MempoolSnapshot(Pool pool, FeeRate minimum, boolean loaded) {
        this.entries = pool.graph().entries();
        this.spenders = pool.graph().spenders();
        this.deltas = pool.deltas();
        this.unbroadcast = pool.unbroadcast();
        this.policy = pool.policy();
        this.minimum = minimum;
        this.virtualSize = pool.graph().virtualSize();
        this.fees = pool.graph().fees();
        this.memory = pool.memory();
        this.sequence = pool.sequence();
        this.loaded = loaded;
    }

    /** Of a pool that nothing is in. */
    public static MempoolSnapshot empty(Policy policy) {
        return new MempoolSnapshot(new Pool(policy, new FeeEstimator()), FeeRate.ZERO, true);
    }

    public Optional<MempoolEntry> find(Txid txid) {
        return entries.get(txid);
    }

    public boolean has(Txid txid) {
        return entries.has(txid);
    }

    /** The transaction of the pool that spends an output. */
    public Optional<Txid> spender(OutPoint output) {
        return spenders.get(output);
    }

    /** Whether an output of an entry costs more to spend than it is worth. */
    public boolean makesDust(MempoolEntry entry) {
        return !Standardness.dust(entry.transaction(), policy.dustRelay()).isEmpty();
    }

    public int size() {
        return entries.size();
    }

    /** In no order. */
    public List<MempoolEntry> entries() {
        var all = new ArrayList<MempoolEntry>(entries.size());
        entries.forEach((_, entry) -> all.add(entry));
        return all;
    }

    /** Parents before children, then what pays best first: Core's order in {@code getrawmempool}. */
    public List<MempoolEntry> byDepth() {
        List<MempoolEntry> all = entries();
        all.sort(Scores.BY_DEPTH);
        return all;
    }

    /** What an entry descends from in the pool, without itself. */
    public List<MempoolEntry> ancestors(MempoolEntry entry) {
        return relatives(entry, true);
    }

    /** What descends from an entry in the pool, without itself. */
    public List<MempoolEntry> descendants(MempoolEntry entry) {
        return relatives(entry, false);
    }

    private List<MempoolEntry> relatives(MempoolEntry entry, boolean up) {
        var found = new ArrayList<MempoolEntry>();
        var seen = new HashSet<Txid>(Set.of(entry.txid()));
        var open = new ArrayList<>(List.of(entry));
        while (!open.isEmpty()) {
            MempoolEntry at = open.removeLast();
            for (Txid next : up ? at.parents() : at.children()) {
                if (seen.add(next)) {
                    MempoolEntry relative = entries.get(next).orElseThrow();
                    found.add(relative);
                    open.add(relative);
                }
            }
        }
        found.sort((one, other) -> Scores.BY_HASH.compare(one.txid(), other.txid()));
        return found;
    }

    /** What the operator added to fees, of transactions here and not here. */
    public Map<Txid, Long> deltas() {
        Map<Txid, Long> all = new TreeMap<>(Scores.BY_HASH);
        deltas.forEach(all::put);
        return all;
    }

    /** Our own transactions that no peer has asked for yet. */
    public Set<Txid> unbroadcast() {
        var all = new HashSet<Txid>();
        unbroadcast.forEach((txid, _) -> all.add(txid));
        return all;
    }

    public boolean isUnbroadcast(Txid txid) {
        return unbroadcast.has(txid);
    }

    public Policy policy() {
        return policy;
    }

    /** What a newcomer has to pay at least. */
    public FeeRate minimum() {
        return FeeRate.max(minimum, policy.minimumRelay());
    }

    /** Virtual bytes of all. */
    public long virtualSize() {
        return virtualSize;
    }

    /** Of all, without what the operator added. */
    public long fees() {
        return fees;
    }

    /** By Core's way of counting. */
    public long memory() {
        return memory;
    }

    /** The number of the next change. */
    public long sequence() {
        return sequence;
    }

    /** Whether what the node held when it stopped was offered to it again. */
    public boolean loaded() {
        return loaded;
    }
}
