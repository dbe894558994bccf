package org.jackblockchain.stratum;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jackblockchain.primitives.BlockHash;
import org.jspecify.annotations.Nullable;

/** Tells a block from its siblings, which workers find before they hear of it. For all threads. */
final class Wins {
    /** If the tip has not moved by then, the block was refused, and another may be tried. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable BlockHash lastParent;
    private Instant patientUntil = Instant.MIN;

    /** Whether a block on this parent is the first, as far as we know. Then it is no more. */
    boolean isFirst(BlockHash parent, Instant now) {
        lock.lock();
        try {
            if (parent.equals(lastParent) && now.isBefore(patientUntil))
                return false;
            lastParent = parent;
            patientUntil = now.plus(PATIENCE);
            return true;
        } finally {
            lock.unlock();
        }
    }
}
