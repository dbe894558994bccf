package org.jackblockchain.primitives;

import java.math.BigInteger;

/**
 * The number a block's hash must not exceed: smaller is harder. 0 &lt; limit &lt; 2^256.
 *
 * <p>{@link #isMetBy} runs once per mined nonce and once per received header, so the limit is held
 * as words, most significant first. {@link #work} runs where targets change, so plain {@link BigInteger} does.
 */
public record Target(long w0, long w1, long w2, long w3) {
    static final int BITS = 256;
    private static final BigInteger TWO_TO_256 = BigInteger.ONE.shiftLeft(BITS);
    private static final double DIFFICULTY_ONE = BigInteger.valueOf(0xffff).shiftLeft(208).doubleValue();

    public Target {
        if ((w0 | w1 | w2 | w3) == 0)
            throw new IllegalArgumentException("a target is not zero");
    }

    /** @throws IllegalArgumentException unless 0 &lt; limit &lt; 2^256 */
    public static Target of(BigInteger limit) {
        if (limit.signum() <= 0 || limit.bitLength() > BITS) {
            throw new IllegalArgumentException("not in (0, 2^256): " + limit.toString(16));
        }
        return new Target(limit.shiftRight(192).longValue(), limit.shiftRight(128).longValue(),
                limit.shiftRight(64).longValue(), limit.longValue());
    }

    public boolean isMetBy(Hash256 hash) {
        return isMetBy(hash.w0(), hash.w1(), hash.w2(), hash.w3());
    }

    /** Whether the hash of these four words, most significant first, is at most this target. */
    public boolean isMetBy(long h0, long h1, long h2, long h3) {
        if (h0 != w0)
            return Long.compareUnsigned(h0, w0) < 0;
        if (h1 != w1)
            return Long.compareUnsigned(h1, w1) < 0;
        if (h2 != w2)
            return Long.compareUnsigned(h2, w2) < 0;
        return Long.compareUnsigned(h3, w3) <= 0;
    }

    /** Whether a hash that meets this target is easier to find than one that meets {@code other}. */
    public boolean isEasierThan(Target other) {
        return !other.isMetBy(w0, w1, w2, w3);
    }

    /** Expected number of hashes to meet this target: 2^256 / (limit + 1), rounded down. */
    public Work work() {
        return new Work(TWO_TO_256.divide(limit().add(BigInteger.ONE)));
    }

    /** How much harder this is than Bitcoin's easiest target, {@code 1d00ffff}; below 1 where it is easier. */
    public double difficulty() {
        return DIFFICULTY_ONE / limit().doubleValue();
    }

    public BigInteger limit() {
        byte[] magnitude = new byte[Hash256.BYTES];
        LittleEndian.putLong(magnitude, 0, Long.reverseBytes(w0));
        LittleEndian.putLong(magnitude, 8, Long.reverseBytes(w1));
        LittleEndian.putLong(magnitude, 16, Long.reverseBytes(w2));
        LittleEndian.putLong(magnitude, 24, Long.reverseBytes(w3));
        return new BigInteger(1, magnitude);
    }

    public String hex() {
        return Hex.ofWord(w0) + Hex.ofWord(w1) + Hex.ofWord(w2) + Hex.ofWord(w3);
    }

    @Override
    public String toString() {
        return hex();
    }
}
