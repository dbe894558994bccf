package org.jackblockchain.app;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.http.Ledger;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.store.ChainStore;

/** A store as HTTP reads it. */
public record StoredLedger(ChainStore store) implements Ledger {
    @Override
    public Optional<Coin> coin(OutPoint place) {
        return store.coin(place);
    }

    @Override
    public boolean forEachCoin(long most, BiConsumer<OutPoint, Coin> visitor) {
        return store.forEachCoin(most, visitor);
    }

    @Override
    public boolean hasIndex() {
        return false;
    }

    @Override
    public Optional<BlockHash> blockOf(Txid txid) {
        return Optional.empty();
    }
}
