package org.jackblockchain.rpc;

import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;

/** How far an index of the chain is. Used from many threads. */
public interface IndexProgress {
    /** As Core calls it. */
    String name();

    /** The last block that is in it; empty before the first. */
    Optional<BlockEntry> best();

    /** Whether it has been at the tip since the node began. */
    boolean isSynced();

    /** Waits until it has all blocks up to this one, unless it is still far behind: whether it has. */
    boolean awaitBlock(BlockEntry tip) throws InterruptedException;
}
