package org.jackblockchain.mempool.fees;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.jackblockchain.primitives.MalformedException;

/** Fee rates of about the same height, in the smallest unit per 1,000 virtual bytes: each bucket up to its boundary. */
final class FeeBuckets {
    static final int MAX = 1_000;
    /** The boundary of the last bucket, which has none. */
    static final double INFINITE = 1e99;
    private static final double LOWEST = 1_000;
    private static final double HIGHEST = 1e7;
    private static final double STEP = 1.05;

    static final FeeBuckets USUAL = new FeeBuckets(DoubleStream.concat(
            DoubleStream.iterate(LOWEST, bound -> bound <= HIGHEST, bound -> bound * STEP), DoubleStream.of(INFINITE))
            .toArray());

    private final double[] bounds;

    private FeeBuckets(double[] bounds) {
        this.bounds = bounds;
    }

    /** @throws MalformedException unless these are 2 to {@link #MAX} boundaries that rise */
    static FeeBuckets of(double[] bounds) {
        boolean rises = bounds.length > 1 && bounds.length <= MAX && bounds[0] > 0;
        for (int i = 1; rises && i < bounds.length; i++)
            rises = bounds[i] > bounds[i - 1];
        if (!rises)
            throw new MalformedException("Corrupt estimates file. Must have between 2 and 1000 feerate buckets");
        return new FeeBuckets(bounds.clone());
    }

    int size() {
        return bounds.length;
    }

    /** Which bucket a rate is in. */
    int of(double rate) {
        int place = Arrays.binarySearch(bounds, rate);
        return Math.min(place < 0 ? -place - 1 : place, bounds.length - 1);
    }

    /** The rate above which a bucket begins. */
    double from(int bucket) {
        return bucket == 0 ? 0 : bounds[bucket - 1];
    }

    /** The highest rate of a bucket. */
    double to(int bucket) {
        return bounds[bucket];
    }

    double[] bounds() {
        return bounds.clone();
    }
}
