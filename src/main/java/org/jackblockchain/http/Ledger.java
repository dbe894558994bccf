package org.jackblockchain.http;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Txid;

/** What a node knows of coins and of transactions in blocks; from any thread. */
public interface Ledger {
    /** An output of the chain that is unspent at its tip. */
    Optional<Coin> coin(OutPoint place);

    /** Shows the first unspent outputs, so many at most; {@return whether these were all} */
    boolean forEachCoin(long most, BiConsumer<OutPoint, Coin> visitor);

    /** Whether {@link #blockOf} knows every transaction of the chain. */
    boolean hasIndex();

    /** The block that holds a transaction, as far as there is an index and it has come. */
    Optional<BlockHash> blockOf(Txid txid);
}
