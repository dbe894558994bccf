package org.jackblockchain.http;

import java.time.Instant;
import java.util.Optional;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.primitives.Block;

/**
 * What lists of blocks show of a body.
 *
 * @param miner its miner's words; a stranger's text
 * @param at when this node stored it; empty if that was in another life
 */
record BlockFacts(String miner, int size, int weight, int transactions, Optional<Instant> at) {
    static BlockFacts of(Block block, Optional<Instant> at) {
        int size = block.size();
        return new BlockFacts(Tag.of(block), size, 3 * block.strippedSize() + size, block.transactions().size(), at);
    }
}
