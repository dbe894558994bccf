package org.jackblockchain.chain;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Blocks that could be the tip: the most work first, and of equal work the one that the operator prefers, else the one
 * whose body came first.
 */
final class Candidates {
    private static final Comparator<TreeNode> BETTER_FIRST = Comparator
            .comparing((TreeNode node) -> node.entry.chainWork()).reversed()
            .thenComparingLong(node -> node.preference)
            .thenComparingLong(node -> node.sequence)
            .thenComparing(node -> node.entry.hash().hex());

    private final TreeSet<TreeNode> nodes = new TreeSet<>(BETTER_FIRST);

    static boolean isBetter(TreeNode a, TreeNode b) {
        return BETTER_FIRST.compare(a, b) < 0;
    }

    void add(TreeNode node) {
        nodes.add(node);
    }

    void remove(TreeNode node) {
        nodes.remove(node);
    }

    void clear() {
        nodes.clear();
    }

    void removeInvalid() {
        nodes.removeIf(TreeNode::isInvalid);
    }

    Optional<TreeNode> best() {
        return nodes.isEmpty() ? Optional.empty() : Optional.of(nodes.first());
    }

    /** Forgets {@code tip} and all that are no better. */
    void keepBetterThan(TreeNode tip) {
        nodes.tailSet(tip, true).clear();
    }
}
