package org.jackblockchain.chain;

import java.util.Optional;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;

/** Bodies of blocks that were stored. Read from any thread; written only through a {@link StoreBatch}. */
public interface BlockStore {
    Optional<Block> block(BlockHash hash);

    Optional<BlockUndo> undo(BlockHash hash);
}
