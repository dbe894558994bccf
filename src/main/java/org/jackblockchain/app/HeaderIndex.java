package org.jackblockchain.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Branch;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.BlockHash;
import org.jspecify.annotations.Nullable;

/**
 * Headers by their hash, for threads that are not the node's. A view tells the ends of all branches; what leads to
 * them is learned when somebody asks for a hash that is not known yet.
 */
public final class HeaderIndex {
    private final Supplier<NodeView> view;
    /** With each header come its ancestors. */
    private final Map<BlockHash, BlockEntry> known = new ConcurrentHashMap<>();
    private List<Branch> learned = List.of();

    /** @param view the newest */
    public HeaderIndex(Supplier<NodeView> view) {
        this.view = view;
    }

    /** The header of this hash, whatever became of it; empty if none was ever placed. */
    public Optional<BlockEntry> find(BlockHash hash) {
        @Nullable
        BlockEntry entry = known.get(hash);
        if (entry == null) {
            learn(view.get());
            entry = known.get(hash);
        }
        return Optional.ofNullable(entry);
    }

    private synchronized void learn(NodeView now) {
        if (now.branches().equals(learned))
            return;
        now.branches().forEach(branch -> learn(branch.end()));
        learn(now.tip());
        learned = now.branches();
    }

    private void learn(BlockEntry end) {
        Deque<BlockEntry> unknown = new ArrayDeque<>();
        for (@Nullable
        BlockEntry at = end; at != null && !known.containsKey(at.hash()); at = at.parent())
            unknown.push(at);
        unknown.forEach(entry -> known.put(entry.hash(), entry));
    }
}
