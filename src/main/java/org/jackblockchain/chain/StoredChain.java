package org.jackblockchain.chain;

import java.util.Map;
import java.util.Optional;

import org.jackblockchain.primitives.BlockHash;

/**
 * What a store holds when a node starts: all headers but genesis, in any order, and the tip of the active chain, empty
 * for a fresh store.
 */
public record StoredChain(Map<BlockHash, StoredHeader> headers, Optional<BlockHash> tip) {
    public static final StoredChain FRESH = new StoredChain(Map.of(), Optional.empty());
}
