package org.jackblockchain.consensus.script;

/**
 * The IFs that are open. Only two questions are asked of them, so that their number and the place of the outermost
 * false one are enough, however deep a script nests.
 */
final class Conditions {
    private static final int NONE = -1;

    private int depth;
    private int firstFalse = NONE;

    boolean isEmpty() {
        return depth == 0;
    }

    /** Whether what stands inside all of them is run. */
    boolean allTrue() {
        return firstFalse == NONE;
    }

    void open(boolean value) {
        if (!value && firstFalse == NONE)
            firstFalse = depth;
        depth++;
    }

    /** The innermost one changes its value. */
    void toggle() {
        if (firstFalse == NONE) {
            firstFalse = depth - 1;
        } else if (firstFalse == depth - 1) {
            firstFalse = NONE;
        }
    }

    void close() {
        depth--;
        if (firstFalse == depth)
            firstFalse = NONE;
    }
}
