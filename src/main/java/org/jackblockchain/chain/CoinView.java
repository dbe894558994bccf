package org.jackblockchain.chain;

import java.util.Optional;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.OutPoint;

/** Unspent coins as of some block. Views are stacked: the store, what is not written yet, a block in progress. */
interface CoinView {
    Optional<Coin> coin(OutPoint outPoint);
}
