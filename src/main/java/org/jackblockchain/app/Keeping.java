package org.jackblockchain.app;

/**
 * What a node keeps for its next life, besides the chain.
 *
 * @param pool whether transactions that wait go on waiting
 * @param maskedPool whether their file is masked, as Core writes it since its version 28
 * @param transactionIndex whether it knows in which block each transaction is
 * @param blockFilters whether it makes compact filters of blocks (BIP158)
 * @param servesFilters whether it gives them to peers (BIP157)
 */
public record Keeping(boolean pool, boolean maskedPool, boolean transactionIndex, boolean blockFilters,
        boolean servesFilters) {
    public static final Keeping USUAL = new Keeping(true, true, false, false, false);

    public Keeping withTransactionIndex(boolean wanted) {
        return new Keeping(pool, maskedPool, wanted, blockFilters, servesFilters);
    }

    public Keeping withBlockFilters(boolean made, boolean served) {
        return new Keeping(pool, maskedPool, transactionIndex, made, served);
    }
}
