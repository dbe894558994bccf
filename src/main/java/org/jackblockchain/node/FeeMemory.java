package org.jackblockchain.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jackblockchain.mempool.fees.FeeEstimator;
import org.jackblockchain.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/** When what was learned of fees is to be kept, if it is: every hour, and when the node stops. */
final class FeeMemory {
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final FeeEstimator fees;
    private final boolean isKept;
    private @Nullable Instant next;

    FeeMemory(FeeEstimator fees, boolean isKept) {
        this.fees = fees;
        this.isKept = isKept;
    }

    /** What is to be kept now, if it is time. */
    Optional<Bytes> takeDue(Instant now) {
        Instant due = next;
        if (!isKept || (due != null && now.isBefore(due)))
            return Optional.empty();
        next = now.plus(INTERVAL);
        return due == null ? Optional.empty() : Optional.of(fees.memory());
    }

    /** What is to be kept at the end, when what still waits counts as not mined. */
    Optional<Bytes> last() {
        if (!isKept)
            return Optional.empty();
        fees.forgetWaiting();
        return Optional.of(fees.memory());
    }

    /** It is time so much earlier. */
    void hurry(Duration by) {
        Instant due = next;
        if (due != null)
            next = due.minus(by);
    }

    Optional<Instant> nextWake() {
        return Optional.ofNullable(next);
    }
}
