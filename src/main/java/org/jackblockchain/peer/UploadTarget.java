package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** How many bytes may go to peers in a day ({@code -maxuploadtarget}), and how many of them are left. */
final class UploadTarget {
    static final Duration CYCLE = Duration.ofDays(1);
    /** New blocks must go out whatever old ones were asked for: so much is set aside for one every ten minutes. */
    private static final long BYTES_OF_A_BLOCK = 4_000_000;
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final long target;
    private long sent;
    private @Nullable Instant begun;

    /** @param target bytes in a cycle; 0 for no limit */
    UploadTarget(long target) {
        this.target = target;
    }

    void sent(int bytes, Instant now) {
        Instant start = begun;
        if (start == null || start.plus(CYCLE).isBefore(now)) {
            begun = now;
            sent = 0;
        }
        sent += bytes;
    }

    boolean isReached() {
        return target > 0 && sent >= target;
    }

    /** Whether what is left is needed for new blocks, so that old ones must not be given away. */
    boolean isReachedForOldBlocks(Instant now) {
        if (target == 0)
            return false;
        long aside = left(now).dividedBy(INTERVAL) * BYTES_OF_A_BLOCK;
        return aside >= target || sent >= target - aside;
    }

    /** Of the cycle. */
    private Duration left(Instant now) {
        Instant start = begun;
        if (start == null)
            return CYCLE;
        Duration left = Duration.between(now, start.plus(CYCLE));
        return left.isNegative() ? Duration.ZERO : left;
    }

    OperatorView.Upload view(Instant now) {
        return new OperatorView.Upload(target, isReached(), !isReachedForOldBlocks(now),
                Math.max(0, target - sent), target == 0 ? Duration.ZERO : left(now));
    }
}
