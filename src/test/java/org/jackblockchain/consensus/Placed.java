package org.jackblockchain.consensus;

import org.jackblockchain.primitives.BlockHeader;
import org.jspecify.annotations.Nullable;

/** A header in its place, for tests that need no chain. */
record Placed(BlockHeader header, int height, @Nullable PlacedHeader parent) implements PlacedHeader {
    static Placed genesis(ChainParams params) {
        return new Placed(params.genesis().header(), 0, null);
    }

    Placed child(BlockHeader next) {
        return new Placed(next, height + 1, this);
    }
}
