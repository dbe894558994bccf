package org.jackblockchain.node;

import java.util.Optional;

import org.jackblockchain.chain.ChainOptions;
import org.jackblockchain.mempool.Policy;
import org.jackblockchain.mining.BlockLimits;
import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.primitives.Bytes;

/**
 * What an operator decides about a node.
 *
 * @param payout the script that rewards are paid to
 * @param tag what our blocks say of who won
 * @param mining whether the node mines from the start
 * @param chain how the chain does its work
 * @param policy which transactions it takes
 * @param blocks what it puts into blocks
 * @param fees what an earlier life learned of fees; empty if nothing is remembered
 * @param keepsFees whether what is learned of fees is to be kept for another life
 * @param restoring whether the pool gets back what waited when the node stopped: {@link Request.Restoring} ends that
 */
public record NodeConfig(PeerConfig peers, Bytes payout, String tag, boolean mining, ChainOptions chain,
        Policy policy, BlockLimits blocks, Optional<Bytes> fees, boolean keepsFees, boolean restoring) {
    public NodeConfig(PeerConfig peers, Bytes payout, String tag, boolean mining) {
        this(peers, payout, tag, mining, ChainOptions.DEFAULT, Policy.DEFAULT, BlockLimits.DEFAULT, Optional.empty(),
                false, false);
    }

    public NodeConfig withChain(ChainOptions options) {
        return new NodeConfig(peers, payout, tag, mining, options, policy, blocks, fees, keepsFees, restoring);
    }

    public NodeConfig withPolicy(Policy other, BlockLimits limits) {
        return new NodeConfig(peers, payout, tag, mining, chain, other, limits, fees, keepsFees, restoring);
    }

    public NodeConfig withRestoring(boolean expected) {
        return new NodeConfig(peers, payout, tag, mining, chain, policy, blocks, fees, keepsFees, expected);
    }

    /**
     * What is learned is kept.
     *
     * @param memory of a {@link org.jackblockchain.mempool.fees.FeeEstimator}
     */
    public NodeConfig withFees(Optional<Bytes> memory) {
        return new NodeConfig(peers, payout, tag, mining, chain, policy, blocks, memory, true, restoring);
    }
}
