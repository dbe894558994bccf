package org.jackblockchain.app.twin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as bitcoind reads them from flags: leniently, where nothing else was ever done. */
final class Amounts {
    private static final Pattern LEADING_NUMBER = Pattern.compile("\\s*([+-]?\\d{1,19})");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,10}(\\.\\d{0,8})?|\\.\\d{1,8}");
    private static final int COIN_DIGITS = 8;
    private static final Pattern BYTES = Pattern.compile("(\\d{1,19})([kKmMgGtT]?)");
    private static final String UNITS = "kmgt";

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

    /**
     * A number of bytes with a unit: small letters count by 1,000, capitals by 1,024; empty for what is none.
     *
     * @param usual the unit where none is named
     */
    static OptionalLong bytes(String text, char usual) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches())
            return OptionalLong.empty();
        char unit = matcher.group(2).isEmpty() ? usual : matcher.group(2).charAt(0);
        long step = Character.isLowerCase(unit) ? 1_000 : 1_024;
        BigInteger all = BigInteger.valueOf(step).pow(UNITS.indexOf(Character.toLowerCase(unit)) + 1)
                .multiply(new BigInteger(matcher.group(1)));
        return all.bitLength() < Long.SIZE ? OptionalLong.of(all.longValueExact()) : OptionalLong.empty();
    }

    /** Coins with decimals, in the smallest unit; empty for what is no amount. */
    static OptionalLong coins(String text) {
        if (!AMOUNT.matcher(text).matches())
            return OptionalLong.empty();
        return OptionalLong.of(new BigDecimal(text).movePointRight(COIN_DIGITS).longValueExact());
    }
}
