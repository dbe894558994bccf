package org.jackblockchain.consensus;

/** Bounds on amounts, in the smallest unit. */
public final class Amounts {
    /** No output and no sum of outputs may be more. A sanity bound, not the supply. */
    public static final long MAX_MONEY = 21_000_000L * 100_000_000L;

    private Amounts() {}

    public static boolean inRange(long value) {
        return value >= 0 && value <= MAX_MONEY;
    }
}
