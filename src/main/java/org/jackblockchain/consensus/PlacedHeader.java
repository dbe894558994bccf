package org.jackblockchain.consensus;

import org.jackblockchain.primitives.BlockHeader;
import org.jspecify.annotations.Nullable;

/** A header in its place on a chain: what the rules need to look back from a block to its ancestors. */
public interface PlacedHeader {
    BlockHeader header();

    /** Distance from genesis along this chain, in blocks. Genesis is 0. */
    int height();

    /** The block that this one stands on; null only above genesis. */
    @Nullable
    PlacedHeader parent();

    /**
     * The block of this chain at {@code wanted}.
     *
     * @throws IllegalArgumentException outside {@code [0, height]}
     */
    default PlacedHeader ancestor(int wanted) {
        @Nullable
        PlacedHeader at = this;
        while (at != null && at.height() > wanted)
            at = at.parent();
        if (at == null || at.height() != wanted)
            throw new IllegalArgumentException("no height " + wanted + " below " + height());
        return at;
    }
}
