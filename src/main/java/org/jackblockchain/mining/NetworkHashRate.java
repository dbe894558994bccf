package org.jackblockchain.mining;

import org.jackblockchain.chain.BlockEntry;
import org.jspecify.annotations.Nullable;

/** How fast all miners of a network are together, as far as its blocks show. */
public final class NetworkHashRate {
    private NetworkHashRate() {}

    /**
     * Hashes a second over the last blocks, by the times that their miners say; 0 if those are all the same.
     *
     * @param blocks 0 to the height of {@code last}
     */
    public static double over(BlockEntry last, int blocks) {
        BlockEntry first = last.ancestor(last.height() - blocks);
        long earliest = last.header().time();
        long latest = earliest;
        for (@Nullable
        BlockEntry at = last.parent(); at != null && at.height() >= first.height(); at = at.parent()) {
            earliest = Math.min(earliest, at.header().time());
            latest = Math.max(latest, at.header().time());
        }
        if (earliest == latest)
            return 0;
        return last.chainWork().minus(first.chainWork()).hashes().doubleValue() / (latest - earliest);
    }
}
