package org.jackblockchain.rpc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jspecify.annotations.Nullable;

/**
 * How many transactions there are up to a block. Each body is counted once in the node's life, when somebody asks; what
 * is remembered is a number for each block of the chain.
 */
final class TransactionCounts {
    private final Blocks blocks;
    private final Map<BlockHash, Long> known = new ConcurrentHashMap<>();

    TransactionCounts(Blocks blocks) {
        this.blocks = blocks;
    }

    /** With those of the block itself; empty if the body of one on the way is not here. */
    OptionalLong upTo(NodeView view, BlockEntry entry) {
        Deque<BlockEntry> unknown = new ArrayDeque<>();
        for (@Nullable
        BlockEntry at = entry; at != null && !known.containsKey(at.hash()); at = at.parent())
            unknown.push(at);
        for (BlockEntry next : unknown) {
            BlockEntry parent = next.parent();
            long before = parent == null ? 0 : known.getOrDefault(parent.hash(), 0L);
            Optional<Block> body = blocks.body(view, next);
            if (body.isEmpty())
                return OptionalLong.empty();
            known.put(next.hash(), before + body.get().transactions().size());
        }
        return OptionalLong.of(known.getOrDefault(entry.hash(), 0L));
    }
}
