package org.jackblockchain.mining;

import org.jackblockchain.consensus.BlockRules;

/**
 * What an operator puts into a block.
 *
 * @param maxWeight of the block
 * @param reservedWeight for the header and the coinbase
 * @param minimumFee for 1,000 virtual bytes, in the smallest unit; what pays less stays out
 */
public record BlockLimits(int maxWeight, int reservedWeight, long minimumFee) {
    public static final int LEAST_RESERVED_WEIGHT = 2_000;
    /** What the outputs of a pool's coinbase may cost in signature operations. */
    static final int RESERVED_SIGOPS = 400;
    public static final BlockLimits DEFAULT = new BlockLimits(BlockRules.MAX_WEIGHT, 8_000, 1_000);

    public BlockLimits {
        if (reservedWeight < LEAST_RESERVED_WEIGHT || reservedWeight > BlockRules.MAX_WEIGHT)
            throw new IllegalArgumentException("a reserve of " + reservedWeight);
        maxWeight = Math.clamp(maxWeight, reservedWeight, BlockRules.MAX_WEIGHT);
    }
}
