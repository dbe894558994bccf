package org.jackblockchain.chain;

import org.jackblockchain.primitives.BlockHeader;

/** Places headers without asking any rule. */
public final class TestEntries {
    private TestEntries() {}

    public static BlockEntry genesis(BlockHeader header) {
        return BlockEntry.genesis(header);
    }

    public static BlockEntry child(BlockEntry parent, BlockHeader header) {
        return BlockEntry.child(parent, header.hash(), header);
    }
}
