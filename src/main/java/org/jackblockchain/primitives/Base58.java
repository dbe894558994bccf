package org.jackblockchain.primitives;

import java.util.Arrays;
import java.util.Optional;

/** Bytes in the 58 letters and digits that are hard to confuse, with and without a checksum. */
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int[] DIGITS = digits();
    private static final int CHECKSUM_BYTES = 4;

    private Base58() {}

    /** The bytes as one big number; each zero in front is a 1. Quadratic: for keys and addresses, not for files. */
    public static String encode(Bytes bytes) {
        byte[] source = bytes.toArray();
        int zeros = 0;
        while (zeros < source.length && source[zeros] == 0)
            zeros++;
        // log(256) / log(58) is a little less than 1.38
        byte[] base58 = new byte[(source.length - zeros) * 138 / 100 + 1];
        for (int i = zeros; i < source.length; i++)
            checkFits(multiplyAndAdd(base58, 58, 256, source[i] & 0xff));
        var text = new StringBuilder("1".repeat(zeros));
        for (int i = firstNonZero(base58); i < base58.length; i++)
            text.append(ALPHABET.charAt(base58[i]));
        return text.toString();
    }

    /**
     * The bytes of a text without spaces.
     *
     * @param maxBytes more than these are not decoded: the effort grows with the square of the length
     * @return empty unless the text is base 58 of at most {@code maxBytes}
     */
    public static Optional<Bytes> decode(String text, int maxBytes) {
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '1')
            zeros++;
        int room = maxBytes - zeros;
        if (room < 0 || (text.length() - zeros) > room * 138L / 100 + 1)
            return Optional.empty();
        byte[] base256 = new byte[room];
        for (int i = zeros; i < text.length(); i++) {
            int digit = digit(text.charAt(i));
            if (digit < 0 || multiplyAndAdd(base256, 256, 58, digit) != 0)
                return Optional.empty();
        }
        int start = firstNonZero(base256);
        return Optional.of(new ByteWriter().array(new byte[zeros])
                .array(Arrays.copyOfRange(base256, start, base256.length)).toBytes());
    }

    /** With the first four bytes of its double SHA-256 behind it. */
    public static String encodeChecked(Bytes bytes) {
        return encode(new ByteWriter().bytes(bytes).bytes(checksum(bytes)).toBytes());
    }

    /** @return empty unless the text is base 58 of at most {@code maxBytes} and their right checksum */
    public static Optional<Bytes> decodeChecked(String text, int maxBytes) {
        return decode(text, maxBytes + CHECKSUM_BYTES).filter(whole -> whole.length() >= CHECKSUM_BYTES)
                .flatMap(Base58::unchecked);
    }

    private static Optional<Bytes> unchecked(Bytes whole) {
        int end = whole.length() - CHECKSUM_BYTES;
        Bytes content = whole.slice(0, end);
        boolean right = whole.slice(end, whole.length()).equals(checksum(content));
        return right ? Optional.of(content) : Optional.empty();
    }

    private static Bytes checksum(Bytes bytes) {
        return Bytes.of(Arrays.copyOf(Sha256.twice(bytes.toArray()), CHECKSUM_BYTES));
    }

    /**
     * {@code number * factor + addend} in place, on digits of this {@code base}, most significant first.
     *
     * @return what did not fit
     */
    private static int multiplyAndAdd(byte[] number, int base, int factor, int addend) {
        int carry = addend;
        for (int i = number.length - 1; i >= 0; i--) {
            carry += (number[i] & 0xff) * factor;
            number[i] = (byte) (carry % base);
            carry /= base;
        }
        return carry;
    }

    private static void checkFits(int carry) {
        if (carry != 0)
            throw new IllegalStateException("base 58 needs no more digits than that");
    }

    private static int firstNonZero(byte[] digits) {
        int at = 0;
        while (at < digits.length && digits[at] == 0)
            at++;
        return at;
    }

    private static int digit(char c) {
        return c < DIGITS.length ? DIGITS[c] : -1;
    }

    private static int[] digits() {
        int[] digits = new int[128];
        Arrays.fill(digits, -1);
        for (int i = 0; i < ALPHABET.length(); i++)
            digits[ALPHABET.charAt(i)] = i;
        return digits;
    }
}
