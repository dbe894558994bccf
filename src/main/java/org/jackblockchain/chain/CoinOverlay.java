package org.jackblockchain.chain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.OutPoint;
import org.jspecify.annotations.Nullable;

/** Changes to coins over a view that stays as it was: dropped if the block fails, handed down if it holds. */
final class CoinOverlay implements CoinView {
    private final CoinView base;
    private final Map<OutPoint, Coin> made = new HashMap<>();
    private final Set<OutPoint> gone = new HashSet<>();

    CoinOverlay(CoinView base) {
        this.base = base;
    }

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        @Nullable
        Coin fresh = made.get(outPoint);
        if (fresh != null)
            return Optional.of(fresh);
        return gone.contains(outPoint) ? Optional.empty() : base.coin(outPoint);
    }

    /** What it lies over. */
    CoinView base() {
        return base;
    }

    void add(OutPoint outPoint, Coin coin) {
        gone.remove(outPoint);
        made.put(outPoint, coin);
    }

    void remove(OutPoint outPoint) {
        made.remove(outPoint);
        gone.add(outPoint);
    }

    /** Makes the same changes to {@code below}. */
    void applyTo(CoinOverlay below) {
        gone.forEach(below::remove);
        made.forEach(below::add);
    }

    /** What was made (present) and is gone (empty), which it may have been before. */
    Map<OutPoint, Optional<Coin>> changes() {
        var changes = new HashMap<OutPoint, Optional<Coin>>();
        gone.forEach(outPoint -> changes.put(outPoint, Optional.empty()));
        made.forEach((outPoint, coin) -> changes.put(outPoint, Optional.of(coin)));
        return changes;
    }
}
