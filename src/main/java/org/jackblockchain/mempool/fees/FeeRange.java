package org.jackblockchain.mempool.fees;

/**
 * What became of the transactions of some fee rates, as remembered: numbers that fade with each block.
 *
 * @param from above this rate, in the smallest unit per 1,000 virtual bytes; -1 where there is no such range
 * @param to up to this rate; -1 where there is no such range
 * @param inTime mined within the blocks that were asked about
 * @param mined at all
 * @param waiting in the pool for as long or longer
 * @param gone from the pool after as long, not mined
 */
public record FeeRange(double from, double to, double inTime, double mined, int waiting, double gone) {
    static final FeeRange NONE = new FeeRange(-1, -1, 0, 0, 0, 0);

    public boolean isThere() {
        return from >= 0;
    }
}
