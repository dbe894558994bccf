package org.jackblockchain.mempool;

import java.util.Comparator;

import org.jackblockchain.primitives.Hash256;

/** The orders in which entries are mined, shown and thrown out. As in Core: by fee rates compared as doubles. */
final class Scores {
    /** As Core compares hashes: by their bytes on the wire. */
    static final Comparator<Hash256> BY_HASH = (one, other) -> {
        int order = compare(one.w3(), other.w3());
        if (order == 0)
            order = compare(one.w2(), other.w2());
        if (order == 0)
            order = compare(one.w1(), other.w1());
        return order == 0 ? compare(one.w0(), other.w0()) : order;
    };

    /** What to mine first comes first: by its own rate, or by that with its ancestors where that is lower. */
    static final Comparator<MempoolEntry> BY_ANCESTORS = (one, other) -> {
        Rate a = Rate.withAncestors(one);
        Rate b = Rate.withAncestors(other);
        int order = b.compareTo(a);
        return order == 0 ? BY_HASH.compare(one.txid(), other.txid()) : order;
    };

    /**
     * What to throw out first comes first: by its own rate, or by that with its descendants where that is higher; of
     * equals, what came last.
     */
    static final Comparator<MempoolEntry> BY_DESCENDANTS = (one, other) -> {
        int order = Rate.withDescendants(one).compareTo(Rate.withDescendants(other));
        if (order == 0)
            order = Long.compare(other.time(), one.time());
        return order == 0 ? BY_HASH.compare(one.txid(), other.txid()) : order;
    };

    static final Comparator<MempoolEntry> BY_TIME = (one, other) -> {
        int order = Long.compare(one.time(), other.time());
        return order == 0 ? BY_HASH.compare(one.txid(), other.txid()) : order;
    };

    /** Parents before children, and then what pays best first. */
    static final Comparator<MempoolEntry> BY_DEPTH = (one, other) -> {
        int order = Integer.compare(one.withAncestors().count(), other.withAncestors().count());
        if (order == 0)
            order = Rate.of(other).compareTo(Rate.of(one));
        return order == 0 ? BY_HASH.compare(other.txid(), one.txid()) : order;
    };

    private Scores() {}

    private static int compare(long word, long other) {
        return Long.compareUnsigned(Long.reverseBytes(word), Long.reverseBytes(other));
    }

    /** A fee and a size; compared without dividing. */
    record Rate(double fee, double size) implements Comparable<Rate> {
        static Rate of(MempoolEntry entry) {
            return new Rate(entry.modifiedFee(), entry.virtualSize());
        }

        static Rate of(Totals totals) {
            return new Rate(totals.fees(), totals.virtualSize());
        }

        static Rate withAncestors(MempoolEntry entry) {
            return lower(of(entry), of(entry.withAncestors()));
        }

        static Rate withDescendants(MempoolEntry entry) {
            Rate own = of(entry);
            Rate all = of(entry.withDescendants());
            return all.compareTo(own) > 0 ? all : own;
        }

        static Rate lower(Rate own, Rate all) {
            return own.compareTo(all) > 0 ? all : own;
        }

        @Override
        public int compareTo(Rate other) {
            return Double.compare(fee * other.size, other.fee * size);
        }
    }
}
