package org.jackblockchain.rpc;

import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Txid;

/** In which block each transaction is. Used from many threads. */
public interface TransactionPlaces {
    /** @param position of the transaction in the block */
    record Place(BlockHash block, int position) {}

    Optional<Place> find(Txid txid);

    /** The last block that is in it; empty before the first. */
    Optional<BlockEntry> best();

    /** Whether it has been at the tip since the node began. */
    boolean isSynced();

    /** Waits until it has all blocks up to this one, unless it is still far behind: whether it has. */
    boolean awaitBlock(BlockEntry tip) throws InterruptedException;
}
