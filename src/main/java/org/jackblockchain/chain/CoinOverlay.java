package org.jackblockchain.chain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.OutPoint;
import org.jspecify.annotations.Nullable;

/** Changes to coins over a view that stays as it was: dropped if the block fails, handed down if it holds. */
final class CoinOverlay implements CoinView {
    private final CoinView base;
    /** What was made (present) and is gone (empty). */
    private Map<OutPoint, Optional<Coin>> changes = new HashMap<>();

    CoinOverlay(CoinView base) {
        this.base = base;
    }

    @Override
    @SuppressWarnings("NullableOptional") // one look in the map, not two
    public Optional<Coin> coin(OutPoint outPoint) {
        @Nullable
        Optional<Coin> changed = changes.get(outPoint);
        return changed == null ? base.coin(outPoint) : changed;
    }

    /** What it lies over. */
    CoinView base() {
        return base;
    }

    void add(OutPoint outPoint, Coin coin) {
        changes.put(outPoint, Optional.of(coin));
    }

    void remove(OutPoint outPoint) {
        changes.put(outPoint, Optional.empty());
    }

    /** Makes the same changes to {@code below}, and is of no use any more. */
    void applyTo(CoinOverlay below) {
        if (below.changes.isEmpty())
            below.changes = changes;
        else
            below.changes.putAll(changes);
    }

    /** What was made (present) and is gone (empty), which it may have been before; the map changes with this view. */
    Map<OutPoint, Optional<Coin>> changes() {
        return changes;
    }
}
