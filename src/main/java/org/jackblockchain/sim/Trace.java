package org.jackblockchain.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happened, in order. Always as a number that two equal runs share; as lines only where somebody will read them,
 * because lines cost more than the run itself.
 */
public final class Trace {
    /** Lines kept; the oldest go first. */
    public static final int MAX_LINES = 200_000;

    private final boolean keepsLines;
    private final Deque<String> lines = new ArrayDeque<>();
    private long hash = 1;

    private Trace(boolean keepsLines) {
        this.keepsLines = keepsLines;
    }

    public static Trace hashOnly() {
        return new Trace(false);
    }

    public static Trace withLines() {
        return new Trace(true);
    }

    void mix(long what) {
        long mixed = (hash ^ what) * 0x9e37_79b9_7f4a_7c15L;
        hash = mixed ^ mixed >>> 29;
    }

    boolean keepsLines() {
        return keepsLines;
    }

    void line(Supplier<String> text) {
        if (!keepsLines)
            return;
        if (lines.size() == MAX_LINES)
            lines.removeFirst();
        lines.addLast(text.get());
    }

    /** Equal for equal runs. */
    public long hash() {
        return hash;
    }

    /** The last lines, oldest first. */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
