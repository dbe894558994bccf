package org.jackblockchain.peer;

import java.util.Optional;

import org.jackblockchain.chain.BlockFilters;

/**
 * What a node passes on.
 *
 * @param transactions whether it takes transactions from peers; a node that does not, tells them so
 *     ({@code -blocksonly})
 * @param filters whether light clients may tell it what they want to hear of (BIP37), and ask for its whole pool
 * @param reconciliation whether it offers to reconcile transactions (BIP330)
 * @param oldBlocks whether it gives away all blocks, or the last 288 only (BIP159)
 * @param blockFilters what it serves of compact filters of blocks (BIP157); empty where it does not
 */
public record Relaying(boolean transactions, boolean filters, boolean reconciliation, boolean oldBlocks,
        Optional<BlockFilters> blockFilters) {
    public static final Relaying ALL = new Relaying(true, true);
    public static final Relaying NO_FILTERS = new Relaying(true, false);

    public Relaying(boolean transactions, boolean filters) {
        this(transactions, filters, false, true, Optional.empty());
    }

    public Relaying withReconciliation(boolean wanted) {
        return new Relaying(transactions, filters, wanted, oldBlocks, blockFilters);
    }

    public Relaying withOldBlocks(boolean given) {
        return new Relaying(transactions, filters, reconciliation, given, blockFilters);
    }

    public Relaying withBlockFilters(BlockFilters served) {
        return new Relaying(transactions, filters, reconciliation, oldBlocks, Optional.of(served));
    }
}
