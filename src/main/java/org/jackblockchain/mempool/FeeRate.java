package org.jackblockchain.mempool;

import org.jackblockchain.consensus.Subsidy;

/**
 * What a transaction pays for the room that it takes.
 *
 * @param perKilobyte in the smallest unit, per 1,000 virtual bytes
 */
public record FeeRate(long perKilobyte) implements Comparable<FeeRate> {
    public static final FeeRate ZERO = new FeeRate(0);
    private static final int KILOBYTE = 1_000;

    /** Of a fee for so many virtual bytes, rounded towards zero; zero for no bytes. */
    public static FeeRate of(long fee, long virtualSize) {
        return virtualSize > 0 ? new FeeRate(fee * KILOBYTE / virtualSize) : ZERO;
    }

    /** The fee for so many virtual bytes at this rate, rounded up, and never nothing for something. */
    public long feeFor(long virtualSize) {
        // by way of a double, so that the last digit is the same as Core's
        long fee = (long) Math.ceil(perKilobyte * virtualSize / (double) KILOBYTE);
        return fee == 0 && virtualSize != 0 ? Long.signum(perKilobyte) : fee;
    }

    public FeeRate plus(FeeRate other) {
        return new FeeRate(perKilobyte + other.perKilobyte);
    }

    public boolean isBelow(FeeRate other) {
        return perKilobyte < other.perKilobyte;
    }

    public static FeeRate max(FeeRate one, FeeRate other) {
        return one.isBelow(other) ? other : one;
    }

    @Override
    public int compareTo(FeeRate other) {
        return Long.compare(perKilobyte, other.perKilobyte);
    }

    /** As Core writes it in its reasons. */
    @Override
    public String toString() {
        return "%d.%08d BTC/kvB".formatted(perKilobyte / Subsidy.COIN, perKilobyte % Subsidy.COIN);
    }
}
