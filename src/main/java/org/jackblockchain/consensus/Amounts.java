package org.jackblockchain.consensus;

import java.math.BigDecimal;

/** Amounts in the smallest unit: their bounds, and how they are written. */
public final class Amounts {
    /** No output and no sum of outputs may be more. A sanity bound, not the supply. */
    public static final long MAX_MONEY = 21_000_000L * 100_000_000L;

    private static final int COIN_DIGITS = 8;
    private static final int MIN_DIGITS = 2;

    private Amounts() {}

    public static boolean inRange(long value) {
        return value >= 0 && value <= MAX_MONEY;
    }

    /** In coins, with as many decimals as it needs but at least two: as Core writes amounts in its reasons. */
    public static String text(long amount) {
        BigDecimal coins = BigDecimal.valueOf(amount, COIN_DIGITS).stripTrailingZeros();
        return (coins.scale() < MIN_DIGITS ? coins.setScale(MIN_DIGITS) : coins).toPlainString();
    }
}
