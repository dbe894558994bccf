package org.jackblockchain.store;

/** What is made again from the blocks that are stored. */
public enum Rebuild {
    NOTHING,
    /** The coins, and what blocks spent. */
    COINS,
    /** Also the verdicts on blocks. */
    ALL
}
