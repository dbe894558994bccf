package org.jackblockchain.chain;

import java.util.Optional;

import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;

/** The compact filters of all blocks that were ever connected, as far as they are made. Read from any thread. */
public interface BlockFilters {
    /**
     * What commits to a filter.
     *
     * @param hash of the filter
     * @param header of that hash and the header of the block before
     */
    record Commitment(FilterHash hash, FilterHash header) {}

    /** The basic filter of a block (BIP158), as {@link BlockFilter#bytes()}. */
    Optional<Bytes> filter(BlockHash block);

    Optional<Commitment> commitment(BlockHash block);
}
