package org.jackblockchain.primitives;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A target as a header states it, "bits": a byte of exponent, a sign bit and 23 bits of mantissa, so that the
 * number is {@code mantissa * 256^(exponent - 3)}. Lossy: most targets have no exact compact form, and a few have
 * more than one, so compare targets, not bits, unless the rule is about the bits.
 */
public record CompactTarget(int bits) {
    private static final int SIGN = 0x0080_0000;
    private static final int MANTISSA = 0x007f_ffff;

    /** The closest compact form that is not easier than {@code target}. */
    public static CompactTarget of(Target target) {
        BigInteger limit = target.limit();
        int size = (limit.bitLength() + 7) / 8;
        int mantissa = (size <= 3 ? limit.shiftLeft(8 * (3 - size)) : limit.shiftRight(8 * (size - 3))).intValue();
        if ((mantissa & SIGN) != 0) {
            mantissa >>>= 8;
            size++;
        }
        return new CompactTarget(size << 24 | mantissa);
    }

    /** @throws NumberFormatException unless {@code hex} is 1 to 8 hex digits */
    public static CompactTarget of(String hex) {
        return new CompactTarget(Integer.parseUnsignedInt(hex, 16));
    }

    /** The target, or empty when the bits are negative, zero, or 2^256 and more: no hash can meet those. */
    public Optional<Target> target() {
        int shift = 8 * ((bits >>> 24) - 3);
        int mantissa = shift < 0 ? (bits & MANTISSA) >>> -shift : bits & MANTISSA;
        boolean negative = (bits & SIGN) != 0;
        boolean overflow = shift + Integer.SIZE - Integer.numberOfLeadingZeros(mantissa) > Target.BITS;
        if (mantissa == 0 || negative || overflow)
            return Optional.empty();
        int up = Math.max(shift, 0);
        return Optional.of(new Target(shifted(mantissa, up - 3 * Long.SIZE), shifted(mantissa, up - 2 * Long.SIZE),
                shifted(mantissa, up - Long.SIZE), shifted(mantissa, up)));
    }

    /** The low 64 bits of {@code number * 2^by}, rounded down. */
    private static long shifted(long number, int by) {
        if (Math.abs(by) >= Long.SIZE)
            return 0;
        return by < 0 ? number >>> -by : number << by;
    }

    /** Eight hex digits, as Core shows {@code bits}. */
    public String hex() {
        return "%08x".formatted(bits);
    }

    @Override
    public String toString() {
        return hex();
    }
}
