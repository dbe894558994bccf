package org.jackblockchain.mempool;

import java.util.Optional;

/**
 * How a transaction is offered.
 *
 * @param fromBlock it came back from a block: fees do not matter
 * @param onlyTried nothing is to change
 * @param replaces whether it may take the place of others
 * @param evictsSibling whether it may take the place of another child of its parent, where only one may be
 * @param trims whether the pool is brought back to its size at once
 * @param together fees are looked at for the whole package
 * @param maximumRate the most that whoever offers it wants to pay
 * @param carveOuts whether limits of chains are stretched for one more
 * @param anyDescendants whether any number may build on it: where blocks leave one by one, a transaction comes back
 *     while what it builds on is still mined
 */
record Terms(boolean fromBlock, boolean onlyTried, boolean replaces, boolean evictsSibling, boolean trims,
        boolean together, Optional<FeeRate> maximumRate, boolean carveOuts, boolean anyDescendants) {
    static final Terms SINGLE = new Terms(false, false, true, true, true, false, Optional.empty(), true, false);
    static final Terms SINGLE_TRIED = new Terms(false, true, true, true, true, false, Optional.empty(), true, false);
    static final Terms RETURNED = new Terms(true, false, true, true, false, false, Optional.empty(), true, false);
    static final Terms INVALIDATED = new Terms(true, false, true, true, false, false, Optional.empty(), true, true);
    static final Terms PACKAGE_TRIED = new Terms(false, true, false, false, false, false, Optional.empty(), false,
            false);

    static Terms ofPackage(Optional<FeeRate> maximumRate) {
        return new Terms(false, false, true, false, false, true, maximumRate, false, false);
    }

    /** For one of a package that is looked at by itself. */
    Terms alone() {
        return new Terms(false, onlyTried, true, true, false, false, maximumRate, false, false);
    }
}
