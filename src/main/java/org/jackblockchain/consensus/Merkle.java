package org.jackblockchain.consensus;

import java.util.Arrays;
import java.util.List;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Sha256;

/** The merkle tree over a block's transactions. */
public final class Merkle {
    /**
     * A root, and whether the leaves hold a repetition that leaves the root as it would be without (CVE-2012-2459).
     */
    record Result(MerkleRoot root, boolean mutated) {}

    private static final int HASH = Hash256.BYTES;
    private static final MerkleRoot OF_NOTHING = new MerkleRoot(0, 0, 0, 0);

    private Merkle() {}

    /** The root over {@code leaves} in their order; zero if there are none. */
    public static MerkleRoot root(List<? extends Hash256> leaves) {
        return compute(leaves).root();
    }

    static Result compute(List<? extends Hash256> leaves) {
        if (leaves.isEmpty())
            return new Result(OF_NOTHING, false);
        var out = new ByteWriter((leaves.size() + 1) * HASH);
        leaves.forEach(out::hash);
        byte[] level = Arrays.copyOf(out.toArray(), (leaves.size() + 1) * HASH);
        boolean mutated = false;
        for (int count = leaves.size(); count > 1; count = (count + 1) / 2) {
            mutated |= hasEqualPair(level, count);
            // An odd one out is paired with itself: that is where the ambiguity comes from.
            if (count % 2 == 1)
                System.arraycopy(level, (count - 1) * HASH, level, count * HASH, HASH);
            hashPairs(level, (count + 1) / 2);
        }
        return new Result(MerkleRoot.fromWire(level, 0), mutated);
    }

    private static boolean hasEqualPair(byte[] level, int count) {
        for (int at = 0; at + 1 < count; at += 2) {
            int left = at * HASH;
            int right = left + HASH;
            if (Arrays.equals(level, left, right, level, right, right + HASH))
                return true;
        }
        return false;
    }

    private static void hashPairs(byte[] level, int pairs) {
        for (int pair = 0; pair < pairs; pair++) {
            byte[] hash = Sha256.twice(level, pair * 2 * HASH, 2 * HASH);
            System.arraycopy(hash, 0, level, pair * HASH, HASH);
        }
    }
}
