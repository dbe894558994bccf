package org.jackblockchain.http;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jspecify.annotations.Nullable;

/** The facts of the blocks that were shown last, so that a long list does not read every body again. Thread-safe. */
final class BlockBook {
    /** Twice the longest list. */
    static final int MAX_KEPT = 2 * BlockList.MAX_LIMIT;

    private final Map<BlockHash, BlockFacts> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<BlockHash, BlockFacts> eldest) {
            return size() > MAX_KEPT;
        }
    };

    BlockFacts stored(BlockHash hash, Block block, Instant at) {
        BlockFacts facts = BlockFacts.of(block, Optional.of(at));
        synchronized (kept) {
            kept.put(hash, facts);
        }
        return facts;
    }

    /** The facts of a block; empty if its body is not stored. */
    Optional<BlockFacts> of(BlockEntry entry, Bodies bodies) {
        synchronized (kept) {
            @Nullable
            BlockFacts known = kept.get(entry.hash());
            if (known != null)
                return Optional.of(known);
        }
        Optional<BlockFacts> read = bodies.of(entry).map(block -> BlockFacts.of(block, Optional.empty()));
        read.ifPresent(facts -> {
            synchronized (kept) {
                kept.putIfAbsent(entry.hash(), facts);
            }
        });
        return read;
    }
}
