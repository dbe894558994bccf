package org.jackblockchain.primitives;

import java.util.HexFormat;

/** Bytes and words as lower-case hex digits. */
public final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    public static String of(byte[] bytes) {
        return FORMAT.formatHex(bytes);
    }

    /** @throws IllegalArgumentException unless {@code hex} is an even number of hex digits */
    public static byte[] parse(String hex) {
        return FORMAT.parseHex(hex);
    }

    static String ofWord(long word) {
        return FORMAT.toHexDigits(word);
    }

    /** The {@code index}-th of the four words in 64 hex digits. */
    static long word(String hex, int index) {
        if (hex.length() != 64)
            throw new IllegalArgumentException("a hash has 64 hex digits, not " + hex.length());
        return HexFormat.fromHexDigitsToLong(hex, index * 16, index * 16 + 16);
    }
}
