package org.jackblockchain.mining;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.Target;

/**
 * How pools measure shares: difficulty 1 is the target {@code 1d00ffff} ("bdiff"), which takes about 2^32 hashes, and
 * twice the difficulty is half the target.
 */
public final class ShareDifficulty {
    /** Expected hashes for a share of difficulty 1: 2^256 / (0xffff * 2^208). */
    public static final double HASHES = 0x1p48 / 0xffff;

    private static final BigDecimal TARGET_OF_ONE = new BigDecimal(BigInteger.valueOf(0xffff).shiftLeft(208));
    private static final BigInteger EASIEST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    private ShareDifficulty() {}

    /**
     * The target that a share of a difficulty has to meet.
     *
     * @throws IllegalArgumentException unless the difficulty is positive and finite
     */
    public static Target target(double difficulty) {
        if (!(difficulty > 0) || Double.isInfinite(difficulty))
            throw new IllegalArgumentException("no difficulty: " + difficulty);
        BigInteger limit = TARGET_OF_ONE.divide(new BigDecimal(difficulty), 0, RoundingMode.FLOOR).toBigInteger();
        return Target.of(limit.min(EASIEST).max(BigInteger.ONE));
    }

    /** The difficulty that a hash would just have met. */
    public static double of(Hash256 hash) {
        boolean zero = (hash.w0() | hash.w1() | hash.w2() | hash.w3()) == 0;
        return new Target(hash.w0(), hash.w1(), hash.w2(), zero ? 1 : hash.w3()).difficulty();
    }
}
