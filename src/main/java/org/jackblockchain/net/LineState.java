package org.jackblockchain.net;

import java.time.Duration;

/**
 * What the operator makes of the line to one place: to see what a network does when it breaks or slows down.
 *
 * @param cut whether there is none: connections end, and calls fail
 * @param delay how much later everything arrives, each way, in order; at most {@link #MAX_DELAY}
 */
public record LineState(boolean cut, Duration delay) {
    /** A peer that is slower than this would be given up anyway. */
    public static final Duration MAX_DELAY = Duration.ofSeconds(10);
    public static final LineState GOOD = new LineState(false, Duration.ZERO);

    public LineState {
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0)
            throw new IllegalArgumentException("a delay of %d ms is not from 0 to %d".formatted(delay.toMillis(),
                    MAX_DELAY.toMillis()));
    }

    public LineState withCut(boolean other) {
        return new LineState(other, delay);
    }

    public LineState withDelay(Duration other) {
        return new LineState(cut, other);
    }
}
