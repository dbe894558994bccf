package org.jackblockchain.chain;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jspecify.annotations.Nullable;

/** All headers that were ever placed, each under its parent, and which of them are out because of an invalid block. */
final class HeaderTree {
    private final Map<BlockHash, TreeNode> nodes = new HashMap<>();
    private final Set<TreeNode> leaves = new LinkedHashSet<>();
    private final TreeNode genesis;
    private TreeNode best;

    HeaderTree(BlockHeader genesisHeader) {
        genesis = new TreeNode(BlockEntry.genesis(genesisHeader), null);
        nodes.put(genesis.entry.hash(), genesis);
        leaves.add(genesis);
        best = genesis;
    }

    TreeNode genesis() {
        return genesis;
    }

    /** The valid header with the most work; of equals the first. */
    TreeNode best() {
        return best;
    }

    Optional<TreeNode> find(BlockHash hash) {
        return Optional.ofNullable(nodes.get(hash));
    }

    /** @throws IllegalArgumentException if the entry is of another tree */
    TreeNode nodeOf(BlockEntry entry) {
        TreeNode node = nodes.get(entry.hash());
        if (node == null || node.entry != entry)
            throw new IllegalArgumentException("not of this tree: " + entry);
        return node;
    }

    Collection<TreeNode> all() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    /** Headers that no other header stands on. */
    Collection<TreeNode> leaves() {
        return Collections.unmodifiableCollection(leaves);
    }

    TreeNode add(TreeNode parent, BlockHash hash, BlockHeader header) {
        var node = new TreeNode(BlockEntry.child(parent.entry, hash, header), parent);
        node.nextSibling = parent.firstChild;
        parent.firstChild = node;
        node.onInvalid = parent.isInvalid();
        nodes.put(hash, node);
        leaves.remove(parent);
        leaves.add(node);
        if (!node.isInvalid() && hasMoreWork(node, best))
            best = node;
        return node;
    }

    void markInvalid(TreeNode node) {
        node.invalid = true;
        forEachDescendant(node, below -> below.onInvalid = true);
        if (best.isInvalid())
            best = findBest();
    }

    /** Clears the mark from the node, its ancestors and its descendants, and tells of each that had its own. */
    void markValid(TreeNode node, Consumer<TreeNode> cleared) {
        TreeNode top = node;
        for (@Nullable
        TreeNode at = node; at != null && at.isInvalid(); at = at.parent) {
            clear(at, cleared);
            top = at;
        }
        clear(node, cleared);
        forEachDescendant(node, below -> clear(below, cleared));
        // Whoever else stands on the ancestors is out only if an invalid block is between.
        forEachDescendant(top, below -> below.onInvalid = below.parent != null && below.parent.isInvalid());
        best = findBest();
    }

    private static void clear(TreeNode node, Consumer<TreeNode> cleared) {
        node.onInvalid = false;
        if (!node.invalid)
            return;
        node.invalid = false;
        cleared.accept(node);
    }

    /**
     * Marks {@code node} linked, as its body is here and its parent is linked, and all below it that waited for that.
     */
    static void link(TreeNode node, Consumer<TreeNode> linked) {
        node.linked = true;
        linked.accept(node);
        walk(node, child -> {
            if (!child.hasBody())
                return false;
            child.linked = true;
            linked.accept(child);
            return true;
        });
    }

    private static void forEachDescendant(TreeNode node, Consumer<TreeNode> action) {
        walk(node, child -> {
            action.accept(child);
            return true;
        });
    }

    /** Visits descendants, parents first; {@code descend} says whether to go below. */
    private static void walk(TreeNode node, Predicate<TreeNode> descend) {
        var open = new ArrayDeque<TreeNode>();
        open.add(node);
        while (!open.isEmpty()) {
            TreeNode at = open.poll();
            for (@Nullable
            TreeNode child = at.firstChild; child != null; child = child.nextSibling) {
                if (descend.test(child))
                    open.add(child);
            }
        }
    }

    private TreeNode findBest() {
        TreeNode found = genesis;
        for (TreeNode leaf : leaves) {
            @Nullable
            TreeNode valid = leaf;
            while (valid != null && valid.isInvalid())
                valid = valid.parent;
            if (valid != null && hasMoreWork(valid, found))
                found = valid;
        }
        return found;
    }

    private static boolean hasMoreWork(TreeNode a, TreeNode b) {
        return a.entry.chainWork().compareTo(b.entry.chainWork()) > 0;
    }
}
