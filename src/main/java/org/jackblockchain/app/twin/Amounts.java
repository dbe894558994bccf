package org.jackblockchain.app.twin;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as bitcoind reads them from flags: leniently, where nothing else was ever done. */
final class Amounts {
    private static final Pattern LEADING_NUMBER = Pattern.compile("\\s*([+-]?\\d{1,19})");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,10}(\\.\\d{0,8})?|\\.\\d{1,8}");
    private static final int COIN_DIGITS = 8;

    private Amounts() {}

    /** The number that a text begins with; 0 if it begins with none. */
    static long number(String text) {
        Matcher matcher = LEADING_NUMBER.matcher(text);
        if (!matcher.lookingAt())
            return 0;
        try {
            return Long.parseLong(matcher.group(1));
        } catch (NumberFormatException _) {
            return matcher.group(1).startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Whether a text means yes: nothing, or a number other than 0. */
    static boolean isYes(String text) {
        return text.isEmpty() || number(text) != 0;
    }

    /** Coins with decimals, in the smallest unit; empty for what is no amount. */
    static OptionalLong coins(String text) {
        if (!AMOUNT.matcher(text).matches())
            return OptionalLong.empty();
        return OptionalLong.of(new BigDecimal(text).movePointRight(COIN_DIGITS).longValueExact());
    }
}
