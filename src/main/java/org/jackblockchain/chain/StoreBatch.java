package org.jackblockchain.chain;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;

/**
 * Everything that one event changes in the chain, to be written whole or not at all.
 *
 * @param headers new or changed, by hash
 * @param blocks new bodies, by hash; a stored body is never written again
 * @param undo for blocks that were connected
 * @param coins made (present) and spent (empty); handed over, for a copy of so many would cost as much as the rest
 * @param tip the hash of the new tip, if it moved
 */
public record StoreBatch(Map<BlockHash, StoredHeader> headers, Map<BlockHash, Block> blocks,
        Map<BlockHash, BlockUndo> undo, Map<OutPoint, Optional<Coin>> coins, Optional<BlockHash> tip) {
    public StoreBatch {
        headers = Map.copyOf(headers);
        blocks = Map.copyOf(blocks);
        undo = Map.copyOf(undo);
        coins = Collections.unmodifiableMap(coins);
    }

    public static final StoreBatch EMPTY = new StoreBatch(Map.of(), Map.of(), Map.of(), Map.of(), Optional.empty());

    public boolean isEmpty() {
        return headers.isEmpty() && blocks.isEmpty() && undo.isEmpty() && coins.isEmpty() && tip.isEmpty();
    }
}
