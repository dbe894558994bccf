package org.jackblockchain.app;

/**
 * What a node keeps for its next life, besides the chain.
 *
 * @param pool whether transactions that wait go on waiting
 * @param maskedPool whether their file is masked, as Core writes it since its version 28
 * @param transactionIndex whether it knows in which block each transaction is
 */
public record Keeping(boolean pool, boolean maskedPool, boolean transactionIndex) {
    public static final Keeping USUAL = new Keeping(true, true, false);

    public Keeping withTransactionIndex(boolean wanted) {
        return new Keeping(pool, maskedPool, wanted);
    }
}
