package org.jackblockchain.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.OptionalInt;

/** 32 bits as Stratum writes them: eight hex digits, the highest first. */
final class Hex32 {
    private static final int DIGITS = 8;

    private Hex32() {}

    static String of(int bits) {
        return HexFormat.of().toHexDigits(bits);
    }

    /** Empty for what is no text of exactly eight hex digits. */
    static OptionalInt parse(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : "";
        if (text.length() != DIGITS || !text.chars().allMatch(HexFormat::isHexDigit))
            return OptionalInt.empty();
        return OptionalInt.of(Integer.parseUnsignedInt(text, 16));
    }
}
