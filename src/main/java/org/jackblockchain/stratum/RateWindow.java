package org.jackblockchain.stratum;

import java.time.Duration;
import java.time.Instant;
import org.jackblockchain.mining.ShareDifficulty;

/** Estimates a hash rate from the shares of the last minutes. A function of them and their times; not thread-safe. */
final class RateWindow {
    private static final int SLOTS = 30;
    private static final long SLOT_SECONDS = 10;
    static final Duration LENGTH = Duration.ofSeconds(SLOTS * SLOT_SECONDS);

    private final Instant start;
    private final double[] work = new double[SLOTS];
    private final long[] slotOf = new long[SLOTS];

    RateWindow(Instant start) {
        this.start = start;
    }

    void add(double difficulty, Instant now) {
        long slot = now.getEpochSecond() / SLOT_SECONDS;
        int index = (int) (slot % SLOTS);
        if (slotOf[index] != slot) {
            slotOf[index] = slot;
            work[index] = 0;
        }
        work[index] += difficulty;
    }

    /** Over the last {@link #LENGTH}, or since the start if that is shorter. */
    double hashesPerSecond(Instant now) {
        long newest = now.getEpochSecond() / SLOT_SECONDS;
        double sum = 0;
        for (int i = 0; i < SLOTS; i++) {
            if (slotOf[i] > newest - SLOTS && slotOf[i] <= newest)
                sum += work[i];
        }
        double seconds = Math.min(Duration.between(start, now).toNanos() / 1e9, (double) LENGTH.toSeconds());
        return sum * ShareDifficulty.HASHES / Math.max(1, seconds);
    }
}
