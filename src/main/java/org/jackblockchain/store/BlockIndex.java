package org.jackblockchain.store;

import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;

/**
 * What is made from the blocks of the active chain, one after the other: a database of its own, which can be deleted
 * and is made again from the chain. Any thread may read; one thread shows it blocks.
 */
public interface BlockIndex extends AutoCloseable {
    /** The last block that it was shown; empty if it was shown none. */
    Optional<BlockHash> tip();

    /**
     * Takes in consecutive blocks, the first of them on its tip; all or none.
     *
     * @param firstHeight of the first of them; never 0
     */
    void add(int firstHeight, List<Block> blocks);

    /** The chain went back to this block. */
    void rewind(BlockHash tip);

    @Override
    void close();
}
