package org.jackblockchain.app;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.http.Ledger;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.rpc.TransactionPlaces;
import org.jackblockchain.store.ChainStore;

/**
 * A store as HTTP reads it, with the index of its transactions.
 *
 * @param index empty if there is none
 */
public record StoredLedger(ChainStore store, Optional<TransactionPlaces> index) implements Ledger {
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
        return index.filter(TransactionPlaces::isSynced).isPresent();
    }

    @Override
    public Optional<BlockHash> blockOf(Txid txid) {
        return index.flatMap(places -> places.find(txid)).map(TransactionPlaces.Place::block);
    }
}
