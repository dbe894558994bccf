package org.jackblockchain.peer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after calls that failed: twice as long each time, up to a limit. */
final class Backoff {
    private static final int MAX_DOUBLINGS = 20;
    /** Waits differ by up to this share, so that nodes that fell together do not call together. */
    private static final double JITTER = 0.25;

    private Backoff() {}

    /** @param failures in a row; without any, nothing is waited for but {@code min} */
    static Duration delay(int failures, Duration min, Duration max) {
        Duration doubled = min.multipliedBy(1L << Math.clamp(failures, 0, MAX_DOUBLINGS));
        return doubled.compareTo(max) > 0 ? max : doubled;
    }

    /** The same with jitter: up to a quarter longer. */
    static Duration delay(int failures, Duration min, Duration max, RandomGenerator chance) {
        Duration exact = delay(failures, min, max);
        return exact.plusMillis((long) (exact.toMillis() * JITTER * chance.nextDouble()));
    }
}
