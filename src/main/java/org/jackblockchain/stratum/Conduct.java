package org.jackblockchain.stratum;

import java.time.Duration;
import java.time.Instant;

/**
 * How a worker behaves: whether it floods, and whether it sends more bad than good. A function of what it did and
 * when; not thread-safe.
 */
final class Conduct {
    /** Not Stratum at all. */
    static final int GARBAGE = 20;
    /** Wrong, and no accident of timing. */
    static final int BAD_REQUEST = 5;
    static final int BAD_SHARE = 1;
    /** What a good share makes up for. */
    static final int GOOD_SHARE = 1;

    private final StratumLimits limits;
    private double tokens;
    private Instant filledAt;
    private int badness;

    Conduct(StratumLimits limits, Instant now) {
        this.limits = limits;
        this.tokens = limits.burst();
        this.filledAt = now;
    }

    /** Counts a request, and says whether it is one too many. */
    boolean floods(Instant now) {
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        tokens = Math.min(limits.burst(), tokens + seconds * limits.requestsPerSecond()) - 1;
        filledAt = now;
        return tokens < 0;
    }

    void bad(int weight) {
        badness += weight;
    }

    void good() {
        badness = Math.max(0, badness - GOOD_SHARE);
    }

    boolean isBeyondPatience() {
        return badness >= limits.maxBadness();
    }
}
