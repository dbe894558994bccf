package org.jackblockchain.rpc;

import java.util.Optional;

import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Txid;

/** In which block each transaction is. Used from many threads. */
public interface TransactionPlaces extends IndexProgress {
    /** @param position of the transaction in the block */
    record Place(BlockHash block, int position) {}

    Optional<Place> find(Txid txid);
}
