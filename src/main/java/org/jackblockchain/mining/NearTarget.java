package org.jackblockchain.mining;

import java.math.BigInteger;

import org.jackblockchain.primitives.Target;

/**
 * A target easier than a job's: an engine that is aimed at it also tells of near misses, the lowest of which is the
 * lowest hash of all that it tried. They are so rare that to look at them costs nothing that could be measured.
 */
public final class NearTarget {
    /** So many times easier, at most: the first near miss comes early, and some hundred come in all. */
    static final int MAX_EASIER_BITS = 8;
    /** At least so many hashes for a near miss, as a power of two. */
    static final int RARE_BITS = 14;

    private NearTarget() {}

    /** The target itself, if it is too easy to make it easier. */
    public static Target of(Target target) {
        int workBits = target.work().hashes().bitLength() - 1;
        int easier = Math.clamp(workBits - RARE_BITS, 0, MAX_EASIER_BITS);
        if (easier == 0)
            return target;
        BigInteger limit = target.limit().add(BigInteger.ONE).shiftLeft(easier).subtract(BigInteger.ONE);
        return Target.of(limit);
    }
}
