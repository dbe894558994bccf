package org.jackblockchain.mempool;

import java.time.Duration;
import java.time.Instant;

/**
 * What a newcomer has to pay after the pool was full: more than what was thrown out last, and less and less from the
 * next block on.
 */
final class RollingMinimum {
    static final Duration HALF_LIFE = Duration.ofHours(12);
    /** It is worked out anew no more often than so. */
    static final Duration STEP = Duration.ofSeconds(10);

    private final FeeRate incremental;
    private double perKilobyte;
    private long updated;
    private boolean blockSinceRise;

    RollingMinimum(FeeRate incremental) {
        this.incremental = incremental;
    }

    /** Something that paid so much was thrown out. */
    void raise(FeeRate rate) {
        if (rate.perKilobyte() > perKilobyte) {
            perKilobyte = rate.perKilobyte();
            blockSinceRise = false;
        }
    }

    void onBlock(Instant now) {
        updated = now.getEpochSecond();
        blockSinceRise = true;
    }

    /**
     * @param used memory of the pool
     * @param limit of that
     */
    FeeRate at(Instant now, long used, long limit) {
        if (!blockSinceRise || perKilobyte == 0)
            return new FeeRate(Math.round(perKilobyte));
        long time = now.getEpochSecond();
        if (time > updated + STEP.toSeconds()) {
            perKilobyte /= Math.pow(2, (time - updated) / halfLife(used, limit));
            updated = time;
            if (perKilobyte < incremental.perKilobyte() / 2.0) {
                perKilobyte = 0;
                return FeeRate.ZERO;
            }
        }
        return FeeRate.max(new FeeRate(Math.round(perKilobyte)), incremental);
    }

    /** In seconds; shorter while the pool is far from full. */
    private static double halfLife(long used, long limit) {
        double seconds = HALF_LIFE.toSeconds();
        if (used < limit / 4)
            return seconds / 4;
        return used < limit / 2 ? seconds / 2 : seconds;
    }
}
