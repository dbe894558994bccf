package org.jackblockchain.chain;

import java.util.Optional;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.OutPoint;

/** The coins unspent at the stored tip. */
public interface CoinStore {
    Optional<Coin> coin(OutPoint outPoint);
}
