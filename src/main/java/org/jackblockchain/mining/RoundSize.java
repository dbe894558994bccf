package org.jackblockchain.mining;

/**
 * How many nonces a round should try: so many that it lasts well under a millisecond, because a worker sees a new
 * template only between rounds, and so few rounds that looking costs nothing that could be measured.
 */
public final class RoundSize {
    /** Where a worker starts; also the least, so that a slow or interrupted thread does more than look. */
    public static final int MIN = 1 << 7;
    public static final int MAX = 1 << 20;

    /** A round that lasted longer is halved. */
    static final long LONGEST_NANOS = 100_000;
    /** A round that was shorter is doubled: by more than half below the longest, so that sizes do not flutter. */
    static final long SHORTEST_NANOS = 25_000;

    private RoundSize() {}

    /**
     * The size of the next round after one of {@code size} that took {@code nanos}. At most a factor of two away:
     * one round that lost its CPU for a while should not ruin the next hundred.
     */
    public static int next(int size, long nanos) {
        int next = nanos > LONGEST_NANOS ? size / 2 : nanos < SHORTEST_NANOS ? size * 2 : size;
        return Math.clamp(next, MIN, MAX);
    }
}
