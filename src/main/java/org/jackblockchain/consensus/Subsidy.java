package org.jackblockchain.consensus;

/**
 * The new coins that a block may make.
 *
 * @param initial in the smallest unit, 10^-8 of a coin
 * @param halvingInterval in blocks
 */
public record Subsidy(long initial, int halvingInterval) {
    /** One coin, in the smallest unit. */
    public static final long COIN = 100_000_000;

    public Subsidy {
        if (initial < 0 || initial > Amounts.MAX_MONEY)
            throw new IllegalArgumentException("subsidy " + initial);
        if (halvingInterval < 1)
            throw new IllegalArgumentException("halving every " + halvingInterval + " blocks");
    }

    public long at(int height) {
        int halvings = height / halvingInterval;
        return halvings >= Long.SIZE ? 0 : initial >>> halvings;
    }
}
