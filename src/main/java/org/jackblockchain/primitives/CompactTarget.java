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
        int size = bits >>> 24;
        int mantissa = bits & MANTISSA;
        BigInteger number = size <= 3
                ? BigInteger.valueOf(mantissa >>> (8 * (3 - size)))
                : BigInteger.valueOf(mantissa).shiftLeft(8 * (size - 3));
        boolean negative = number.signum() != 0 && (bits & SIGN) != 0;
        boolean overflow = number.bitLength() > 256;
        if (negative || overflow || number.signum() == 0)
            return Optional.empty();
        return Optional.of(Target.of(number));
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
