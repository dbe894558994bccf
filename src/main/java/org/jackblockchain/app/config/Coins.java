package org.jackblockchain.app.config;

import java.math.BigDecimal;

import org.jackblockchain.consensus.Amounts;
import org.jackblockchain.consensus.Subsidy;

/** Amounts as people write them: {@code 50}, {@code 12.5}, {@code 0.00000001}. */
public final class Coins {
    private static final int DECIMALS = 8;

    private Coins() {}

    /**
     * @return in the smallest unit
     * @throws IllegalArgumentException for no number, a negative one, or more decimals or coins than there can be
     */
    public static long parse(String text) {
        try {
            var amount = new BigDecimal(text.strip()).movePointRight(DECIMALS);
            long units = amount.longValueExact();
            if (units >= 0 && units <= Amounts.MAX_MONEY)
                return units;
        } catch (ArithmeticException | NumberFormatException _) {
            // said below, for every wrong amount alike
        }
        throw new IllegalArgumentException("\"" + text + "\" is no amount; write coins with at most " + DECIMALS
                + " decimals, from 0 to " + format(Amounts.MAX_MONEY));
    }

    public static String format(long units) {
        var coins = BigDecimal.valueOf(units, DECIMALS).stripTrailingZeros();
        return (units % Subsidy.COIN == 0 ? coins.setScale(0) : coins).toPlainString();
    }
}
