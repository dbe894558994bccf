package org.jackblockchain.primitives;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Five-bit values as text with a prefix and a checksum that finds typing errors (BIP173, BIP350). */
public final class Bech32 {
    /** Longest text, prefix and checksum included. */
    public static final int MAX_LENGTH = 90;

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int CHECKSUM_LENGTH = 6;
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    /** Which checksum. */
    public enum Variant {
        /** BIP173: witness version 0. */
        BECH32(1),
        /** BIP350: witness versions from 1 on. */
        BECH32M(0x2bc8_30a3);

        private final int constant;

        Variant(int constant) {
            this.constant = constant;
        }
    }

    /** A text taken apart, or why it could not be. */
    public sealed interface Decoded {
        /**
         * @param prefix in lower case
         * @param values five bits each, without the checksum
         */
        record Parts(Variant variant, String prefix, Bytes values) implements Decoded {}

        /**
         * @param why in the words of Core's {@code validateaddress}
         * @param places of the characters that are wrong, from the left, as far as that can be told
         */
        record Broken(String why, List<Integer> places) implements Decoded {
            public Broken {
                places = List.copyOf(places);
            }
        }
    }

    private Bech32() {}

    /**
     * @param prefix in lower case
     * @param values five bits each
     * @throws IllegalArgumentException if the result would not decode
     */
    public static String encode(Variant variant, String prefix, Bytes values) {
        int residue = checksum(prefix, new ByteWriter().bytes(values).array(new byte[CHECKSUM_LENGTH]).toBytes())
                ^ variant.constant;
        var text = new StringBuilder(prefix).append('1');
        for (int i = 0; i < values.length(); i++)
            text.append(ALPHABET.charAt(values.at(i)));
        for (int i = 0; i < CHECKSUM_LENGTH; i++)
            text.append(ALPHABET.charAt(residue >>> (5 * (CHECKSUM_LENGTH - 1 - i)) & 31));
        if (!(decode(text.toString()) instanceof Decoded.Parts parts && parts.prefix().equals(prefix)))
            throw new IllegalArgumentException("not bech32: " + text);
        return text.toString();
    }

    public static Decoded decode(String text) {
        if (text.length() > MAX_LENGTH)
            return new Decoded.Broken("Bech32 string too long",
                    IntStream.range(MAX_LENGTH, text.length()).boxed().toList());
        List<Integer> strangers = strangers(text);
        if (!strangers.isEmpty())
            return new Decoded.Broken("Invalid character or mixed case", strangers);
        String lower = text.toLowerCase(Locale.ROOT);
        int separator = lower.lastIndexOf('1');
        if (separator < 0)
            return new Decoded.Broken("Missing separator", List.of());
        if (separator == 0 || separator + CHECKSUM_LENGTH >= lower.length())
            return new Decoded.Broken("Invalid separator position", List.of(separator));
        return decode(lower.substring(0, separator), lower.substring(separator + 1));
    }

    /** Where letters are of another case than the first one, and where characters are none of ASCII that print. */
    private static List<Integer> strangers(String text) {
        List<Integer> strangers = new ArrayList<>();
        boolean lower = false;
        boolean upper = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean small = c >= 'a' && c <= 'z';
            boolean capital = c >= 'A' && c <= 'Z';
            if ((small && upper) || (capital && lower) || c <= ' ' || c > '~')
                strangers.add(i);
            lower |= small;
            upper |= capital && !lower;
        }
        return strangers;
    }

    private static Decoded decode(String prefix, String data) {
        var all = new ByteWriter(data.length());
        for (int i = 0; i < data.length(); i++) {
            int value = ALPHABET.indexOf(data.charAt(i));
            if (value < 0)
                return new Decoded.Broken("Invalid Base 32 character", List.of(prefix.length() + 1 + i));
            all.u8(value);
        }
        Bytes values = all.toBytes();
        int residue = checksum(prefix, values);
        for (Variant variant : Variant.values()) {
            if (residue == variant.constant) {
                return new Decoded.Parts(variant, prefix, values.slice(0, values.length() - CHECKSUM_LENGTH));
            }
        }
        return mistyped(prefix.length() + 1, values.length(), residue);
    }

    /** What one or two wrong characters would explain, with either checksum; the fewer the likelier. */
    private static Decoded mistyped(int start, int length, int residue) {
        var one = mistakes(length, residue ^ Variant.BECH32.constant);
        var other = mistakes(length, residue ^ Variant.BECH32M.constant);
        if (one.isEmpty() && other.isEmpty())
            return new Decoded.Broken("Invalid checksum", List.of());
        boolean first = !one.isEmpty() && (other.isEmpty() || one.size() <= other.size());
        return new Decoded.Broken(first ? "Invalid Bech32 checksum" : "Invalid Bech32m checksum",
                (first ? one : other).stream().map(place -> start + place).toList());
    }

    /**
     * The one or two places where a wrong value leaves this remainder; none if there are no such. As the remainder of a
     * sum is the sum of the remainders, two wrong values are found by what the first one leaves for the other. No two
     * explanations are possible: the code tells up to four wrong values from none.
     */
    private static List<Integer> mistakes(int length, int residue) {
        Map<Integer, Integer> places = new HashMap<>();
        int[] left = IntStream.range(0, ALPHABET.length()).toArray();
        for (int place = length - 1; place >= 0; place--) {
            for (int value = 1; value < left.length; value++) {
                if (left[value] == residue)
                    return List.of(place);
                int second = places.getOrDefault(residue ^ left[value], place);
                if (second != place)
                    return List.of(place, second);
                places.put(left[value], place);
                left[value] = step(left[value], 0);
            }
        }
        return List.of();
    }

    /** Bytes as five-bit values, the last one filled up with zeros. */
    public static Bytes toFives(Bytes bytes) {
        var out = new ByteWriter();
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < bytes.length(); i++) {
            buffer = (buffer << 8 | (bytes.at(i) & 0xff)) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5)
                out.u8(buffer >>> (bits - 5) & 31);
        }
        if (bits > 0)
            out.u8(buffer << (5 - bits) & 31);
        return out.toBytes();
    }

    /** The bytes of five-bit values; empty unless what is left over is less than five bits, all zero. */
    public static Optional<Bytes> toEights(Bytes fives) {
        var out = new ByteWriter();
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < fives.length(); i++) {
            buffer = (buffer << 5 | fives.at(i)) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.u8(buffer >>> bits & 0xff);
            }
        }
        boolean padded = bits < 5 && (buffer & ((1 << bits) - 1)) == 0;
        return padded ? Optional.of(out.toBytes()) : Optional.empty();
    }

    /** The remainder of prefix and values as a polynomial over GF(32). */
    private static int checksum(String prefix, Bytes values) {
        int remainder = 1;
        for (int i = 0; i < prefix.length(); i++)
            remainder = step(remainder, prefix.charAt(i) >>> 5);
        remainder = step(remainder, 0);
        for (int i = 0; i < prefix.length(); i++)
            remainder = step(remainder, prefix.charAt(i) & 31);
        for (int i = 0; i < values.length(); i++)
            remainder = step(remainder, values.at(i));
        return remainder;
    }

    private static int step(int remainder, int value) {
        int top = remainder >>> 25;
        int next = (remainder & 0x1ff_ffff) << 5 ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            if ((top >>> i & 1) != 0)
                next ^= GENERATOR[i];
        }
        return next;
    }
}
