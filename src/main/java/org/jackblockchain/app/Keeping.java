package org.jackblockchain.app;

import org.jackblockchain.store.Rebuild;

/**
 * What a node keeps for its next life, besides the chain.
 *
 * @param pool whether transactions that wait go on waiting
 * @param maskedPool whether their file is masked, as Core writes it since its version 28
 * @param transactionIndex whether it knows in which block each transaction is
 * @param blockFilters whether it makes compact filters of blocks (BIP158)
 * @param servesFilters whether it gives them to peers (BIP157)
 * @param coinStatistics whether it keeps the coins in numbers for each block
 * @param staleFees whether what was learned of fees is believed however long ago it was
 * @param rebuild what of the chain it makes again from its blocks before it begins
 */
public record Keeping(boolean pool, boolean maskedPool, boolean transactionIndex, boolean blockFilters,
        boolean servesFilters, boolean coinStatistics, boolean staleFees, Rebuild rebuild) {
    public static final Keeping USUAL = new Keeping(true, true, false, false, false, false, false, Rebuild.NOTHING);

    public Keeping withTransactionIndex(boolean wanted) {
        return new Keeping(pool, maskedPool, wanted, blockFilters, servesFilters, coinStatistics, staleFees, rebuild);
    }

    public Keeping withCoinStatistics(boolean wanted) {
        return new Keeping(pool, maskedPool, transactionIndex, blockFilters, servesFilters, wanted, staleFees, rebuild);
    }

    public Keeping withRebuild(Rebuild wish) {
        return new Keeping(pool, maskedPool, transactionIndex, blockFilters, servesFilters, coinStatistics, staleFees,
                wish);
    }

    public Keeping withBlockFilters(boolean made, boolean served) {
        return new Keeping(pool, maskedPool, transactionIndex, made, served, coinStatistics, staleFees, rebuild);
    }
}
