package org.jackblockchain.chain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.OutPoint;
import org.jspecify.annotations.Nullable;

/**
 * The coins that were asked for or made lately, over a store that holds them all: what is spent soon after it was made
 * never waits for the disk. It holds nothing that the store does not, so it may forget at will.
 */
final class CoinCache implements CoinView {
    private final CoinStore store;
    private final Map<OutPoint, Coin> lately;

    /** @param limit how many coins it holds; the ones not used for longest go */
    CoinCache(CoinStore store, int limit) {
        this.store = store;
        this.lately = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<OutPoint, Coin> eldest) {
                return size() > limit;
            }
        };
    }

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        @Nullable
        Coin known = lately.get(outPoint);
        if (known != null)
            return Optional.of(known);
        Optional<Coin> stored = store.coin(outPoint);
        stored.ifPresent(coin -> lately.put(outPoint, coin));
        return stored;
    }

    /** The store is about to change like this. */
    void apply(Map<OutPoint, Optional<Coin>> changes) {
        changes.forEach((outPoint, coin) -> coin.ifPresentOrElse(made -> lately.put(outPoint, made),
                () -> lately.remove(outPoint)));
    }
}
