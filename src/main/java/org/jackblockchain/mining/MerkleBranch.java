package org.jackblockchain.mining;

import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.primitives.Sha256;

/**
 * The hashes that lead from the first leaf of a merkle tree to its root, so that a new coinbase costs a few hashes
 * and not a whole tree. Hashes are 32 bytes in wire order.
 */
final class MerkleBranch {
    private MerkleBranch() {}

    /** The branch of a first leaf that is not known yet and is followed by {@code others}. */
    static List<byte[]> ofFirst(List<byte[]> others) {
        var branch = new ArrayList<byte[]>();
        // The level without its first node, which depends on the leaf that is not known.
        List<byte[]> level = others;
        while (!level.isEmpty()) {
            branch.add(level.getFirst());
            level = parents(level.subList(1, level.size()));
        }
        return branch;
    }

    static byte[] root(byte[] first, List<byte[]> branch) {
        byte[] root = first;
        for (byte[] sibling : branch)
            root = parent(root, sibling);
        return root;
    }

    /** An odd last node is paired with itself. */
    private static List<byte[]> parents(List<byte[]> level) {
        var parents = new ArrayList<byte[]>((level.size() + 1) / 2);
        for (int i = 0; i < level.size(); i += 2)
            parents.add(parent(level.get(i), level.get(Math.min(i + 1, level.size() - 1))));
        return parents;
    }

    private static byte[] parent(byte[] left, byte[] right) {
        byte[] both = new byte[left.length + right.length];
        System.arraycopy(left, 0, both, 0, left.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return Sha256.twice(both);
    }
}
