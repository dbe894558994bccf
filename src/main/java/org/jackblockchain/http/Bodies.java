package org.jackblockchain.http;

import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.primitives.Block;

/** The blocks of a chain, from any thread. Genesis belongs to the network's parameters, so no store has to keep it. */
record Bodies(Block genesis, BlockStore blocks) {
    Optional<Block> of(BlockEntry entry) {
        return entry.height() == 0 ? Optional.of(genesis) : blocks.block(entry.hash());
    }
}
