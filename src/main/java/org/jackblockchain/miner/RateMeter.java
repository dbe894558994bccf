package org.jackblockchain.miner;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the hashes of one thread by the second. One thread writes and any may read; neither waits. All times are
 * {@link System#nanoTime}'s.
 */
final class RateMeter {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** More than the longest window, so that a reader never looks at the slot that is being taken anew. */
    private static final int SLOTS = 64;

    private final long startNanos;
    /** For each slot the second it counts, and the hashes in it. */
    private final AtomicLongArray seconds = new AtomicLongArray(SLOTS);
    private final AtomicLongArray hashes = new AtomicLongArray(SLOTS);

    RateMeter(long startNanos) {
        this.startNanos = startNanos;
    }

    void add(int count, long nowNanos) {
        long second = second(nowNanos);
        int slot = (int) (second % SLOTS);
        if (seconds.getPlain(slot) == second) {
            hashes.setOpaque(slot, hashes.getPlain(slot) + count);
        } else {
            hashes.setOpaque(slot, count);
            seconds.setRelease(slot, second);
        }
    }

    /** Over whole seconds that are past; all zero during the first. */
    HashRate rate(long nowNanos) {
        long now = second(nowNanos);
        return new HashRate(mean(now, 1), mean(now, 15), mean(now, 60));
    }

    private double mean(long now, int window) {
        // The start is second 1, so the whole seconds since then are now - 1.
        long length = Math.min(window, now - 1);
        if (length <= 0)
            return 0;
        long sum = 0;
        for (long second = now - length; second < now; second++) {
            int slot = (int) (second % SLOTS);
            if (seconds.getAcquire(slot) == second)
                sum += hashes.getOpaque(slot);
        }
        return (double) sum / length;
    }

    /** From 1 on, so that a slot's initial 0 is no second. */
    private long second(long nanos) {
        return 1 + (nanos - startNanos) / NANOS_PER_SECOND;
    }
}
