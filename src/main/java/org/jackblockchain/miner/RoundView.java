package org.jackblockchain.miner;

import java.util.Optional;

import org.jackblockchain.mining.Job;
import org.jackblockchain.mining.Work;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;

/**
 * What a miner does now: the round of its first thread, and what all threads have done on this work.
 *
 * @param job the header that is searched
 * @param firstNonce of the round
 * @param nonces in the round
 * @param hashes that were tried for this work
 * @param best the lowest hash among them; empty until there was one that is not hopeless (see
 *     {@link org.jackblockchain.mining.NearTarget})
 */
public record RoundView(Work work, Job job, long firstNonce, int nonces, long hashes, Optional<Best> best) {
    /** @param header 80 bytes that have this hash */
    public record Best(BlockHash hash, Bytes header) {
        /** How many of its leading bits are zero. */
        public int zeros() {
            long[] words = {hash.w0(), hash.w1(), hash.w2(), hash.w3()};
            int zeros = 0;
            for (long word : words) {
                zeros += Long.numberOfLeadingZeros(word);
                if (word != 0)
                    break;
            }
            return zeros;
        }

        boolean isLowerThan(Best other) {
            return compare(hash, other.hash) < 0;
        }

        private static int compare(BlockHash a, BlockHash b) {
            int high = Long.compareUnsigned(a.w0(), b.w0());
            if (high != 0)
                return high;
            int second = Long.compareUnsigned(a.w1(), b.w1());
            if (second != 0)
                return second;
            int third = Long.compareUnsigned(a.w2(), b.w2());
            return third != 0 ? third : Long.compareUnsigned(a.w3(), b.w3());
        }
    }
}
