package org.jackblockchain.rpc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Branch;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jspecify.annotations.Nullable;

/**
 * Headers by their hash, and bodies, for threads that are not the node's. A view tells the ends of all branches; what
 * leads to them is learned when somebody asks for a hash that is not known yet.
 */
final class Blocks {
    private final RpcNode node;
    /** With each header come its ancestors. */
    private final Map<BlockHash, BlockEntry> known = new ConcurrentHashMap<>();
    private List<Branch> learned = List.of();

    Blocks(RpcNode node) {
        this.node = node;
    }

    /** @throws RpcError if no header of this hash was ever placed */
    BlockEntry header(NodeView view, BlockHash hash) {
        return find(view, hash).orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Block not found"));
    }

    Optional<BlockEntry> find(NodeView view, BlockHash hash) {
        @Nullable
        BlockEntry entry = known.get(hash);
        if (entry == null) {
            learn(view);
            entry = known.get(hash);
        }
        return Optional.ofNullable(entry);
    }

    private synchronized void learn(NodeView view) {
        if (view.branches().equals(learned))
            return;
        view.branches().forEach(branch -> learn(branch.end()));
        learn(view.tip());
        learned = view.branches();
    }

    private void learn(BlockEntry end) {
        Deque<BlockEntry> unknown = new ArrayDeque<>();
        for (@Nullable
        BlockEntry at = end; at != null && !known.containsKey(at.hash()); at = at.parent())
            unknown.push(at);
        unknown.forEach(entry -> known.put(entry.hash(), entry));
    }

    Optional<Block> body(NodeView view, BlockEntry entry) {
        return entry.height() == 0 ? Optional.of(view.params().genesis()) : node.blocks().block(entry.hash());
    }
}
