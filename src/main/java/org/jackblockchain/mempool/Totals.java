package org.jackblockchain.mempool;

/**
 * Sums over a transaction and its relatives in the pool, itself included.
 *
 * @param count of transactions
 * @param virtualSize in virtual bytes
 * @param fees with what the operator added, in the smallest unit
 * @param sigopCost of signature operations
 */
public record Totals(int count, long virtualSize, long fees, long sigopCost) {
    Totals plus(MempoolEntry entry) {
        return new Totals(count + 1, virtualSize + entry.virtualSize(), saturated(fees, entry.modifiedFee()),
                sigopCost + entry.sigopCost());
    }

    Totals minus(MempoolEntry entry) {
        return new Totals(count - 1, virtualSize - entry.virtualSize(), saturated(fees, -entry.modifiedFee()),
                sigopCost - entry.sigopCost());
    }

    Totals plusFee(long delta) {
        return new Totals(count, virtualSize, saturated(fees, delta), sigopCost);
    }

    /** An operator may add any number to a fee. */
    static long saturated(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return overflows ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }
}
