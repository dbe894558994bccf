package org.jackblockchain.mempool;

/**
 * How far transactions in the pool may build on each other: for each, it included.
 *
 * @param ancestors how many there may be
 * @param ancestorBytes their virtual bytes
 * @param descendants how many there may be
 * @param descendantBytes their virtual bytes
 */
public record ChainLimits(long ancestors, long ancestorBytes, long descendants, long descendantBytes) {
    public static final ChainLimits DEFAULT = new ChainLimits(25, 101_000, 25, 101_000);
    private static final long ANY = Integer.MAX_VALUE;

    ChainLimits withAnyDescendants() {
        return new ChainLimits(ancestors, ancestorBytes, ANY, ANY);
    }
}
