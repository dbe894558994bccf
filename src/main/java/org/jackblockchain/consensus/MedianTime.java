package org.jackblockchain.consensus;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** The clock of a chain: the median time of its last eleven blocks ("median time past"). */
public final class MedianTime {
    private static final int BLOCKS = 11;

    private MedianTime() {}

    /**
     * The median over {@code last} and the ten blocks before it, in seconds since 1970: a child of {@code last} is
     * dated later. With fewer blocks, the median of what there is; of an even number, the later of the middle two.
     */
    public static long of(PlacedHeader last) {
        long[] times = new long[BLOCKS];
        int count = 0;
        @Nullable
        PlacedHeader block = last;
        while (block != null && count < BLOCKS) {
            times[count++] = block.header().time();
            block = block.parent();
        }
        Arrays.sort(times, 0, count);
        return times[count / 2];
    }
}
