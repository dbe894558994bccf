package org.jackblockchain.consensus;

import java.math.BigInteger;
import java.time.Duration;

import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Target;
import org.jspecify.annotations.Nullable;

/** Which target the next block must state. */
public sealed interface Retarget {
    /** The bits that a child of {@code parent} must state. */
    CompactTarget next(PlacedHeader parent, CompactTarget easiest, Duration interval);

    /** The target never changes, as on Bitcoin's regtest. */
    record Never() implements Retarget {
        @Override
        public CompactTarget next(PlacedHeader parent, CompactTarget easiest, Duration interval) {
            return parent.header().bits();
        }
    }

    /**
     * LWMA-1 by zawy12: every block, from the mean target and the linearly weighted mean solve time of the last
     * {@code window} blocks (of what there is while the chain is shorter). Solve times are clipped to six intervals
     * either way, and one step is never easier than the network's easiest target, nor by more than a factor of 3
     * from the parent's.
     */
    record Lwma(int window) implements Retarget {
        private static final long MAX_INTERVALS = 6;
        private static final BigInteger MAX_STEP = BigInteger.valueOf(3);

        public Lwma {
            if (window < 1)
                throw new IllegalArgumentException("a window of " + window + " blocks");
        }

        @Override
        public CompactTarget next(PlacedHeader parent, CompactTarget easiest, Duration interval) {
            int blocks = Math.min(window, parent.height());
            if (blocks == 0)
                return parent.header().bits();

            long longest = MAX_INTERVALS * interval.toMillis();
            BigInteger targets = BigInteger.ZERO;
            long weightedMillis = 0;
            PlacedHeader block = parent;
            for (int weight = blocks; weight > 0; weight--) {
                PlacedHeader before = parentOf(block);
                long solveMillis = (block.header().time() - before.header().time()) * 1_000;
                weightedMillis += weight * Math.clamp(solveMillis, -longest, longest);
                targets = targets.add(limit(block));
                block = before;
            }
            BigInteger expected = BigInteger.valueOf(interval.toMillis() * blocks * (blocks + 1) / 2);
            BigInteger next = targets.multiply(BigInteger.valueOf(weightedMillis))
                    .divide(expected.multiply(BigInteger.valueOf(blocks)));
            return bounded(next, limit(parent), easiest);
        }

        private static CompactTarget bounded(BigInteger next, BigInteger parents, CompactTarget easiest) {
            BigInteger hardest = parents.divide(MAX_STEP).max(BigInteger.ONE);
            BigInteger loosest = parents.multiply(MAX_STEP).min(easiest.target().orElseThrow().limit());
            return CompactTarget.of(Target.of(next.max(hardest).min(loosest)));
        }

        private static BigInteger limit(PlacedHeader block) {
            return block.header().bits().target().orElseThrow().limit();
        }

        private static PlacedHeader parentOf(PlacedHeader block) {
            @Nullable
            PlacedHeader parent = block.parent();
            if (parent == null)
                throw new IllegalStateException("height " + block.height() + " has no parent");
            return parent;
        }
    }
}
