package org.jackblockchain.consensus;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Median time past: a clock that no single miner can turn back (BIP113). */
public final class MedianTime {
    /** How many blocks it looks at; fewer near genesis. */
    public static final int SPAN = 11;

    private MedianTime() {}

    /** The median of the times of {@code block} and the ten before it, in seconds since 1970. */
    public static long past(PlacedHeader block) {
        long[] times = new long[SPAN];
        int count = 0;
        for (@Nullable
        PlacedHeader at = block; at != null && count < SPAN; at = at.parent()) {
            times[count++] = at.header().time();
        }
        Arrays.sort(times, 0, count);
        return times[count / 2];
    }
}
