package org.jackblockchain.mempool;

import java.math.BigDecimal;

/** Amounts in words. */
final class Money {
    private static final int COIN_DIGITS = 8;
    private static final int MIN_DIGITS = 2;

    private Money() {}

    /** In coins, with as many decimals as it needs but at least two: as Core writes amounts in its reasons. */
    static String text(long amount) {
        BigDecimal coins = BigDecimal.valueOf(amount, COIN_DIGITS).stripTrailingZeros();
        return (coins.scale() < MIN_DIGITS ? coins.setScale(MIN_DIGITS) : coins).toPlainString();
    }
}
