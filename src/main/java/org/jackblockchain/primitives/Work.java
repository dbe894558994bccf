package org.jackblockchain.primitives;

import java.math.BigInteger;

/** Expected hashes spent on a chain. The chain with the most work wins; height does not decide. */
public record Work(BigInteger hashes) implements Comparable<Work> {
    public static final Work ZERO = new Work(BigInteger.ZERO);

    public Work {
        if (hashes.signum() < 0)
            throw new IllegalArgumentException("negative work " + hashes);
    }

    public Work plus(Work more) {
        return new Work(hashes.add(more.hashes));
    }

    /** This less {@code other}, but never below zero. */
    public Work minus(Work other) {
        return new Work(hashes.subtract(other.hashes).max(BigInteger.ZERO));
    }

    public Work times(long factor) {
        return new Work(hashes.multiply(BigInteger.valueOf(factor)));
    }

    /** Sixty-four hex digits, as Core shows {@code chainwork}. */
    public String hex() {
        return "%064x".formatted(hashes);
    }

    @Override
    public int compareTo(Work other) {
        return hashes.compareTo(other.hashes);
    }
}
