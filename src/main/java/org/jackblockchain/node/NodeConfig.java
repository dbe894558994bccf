package org.jackblockchain.node;

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
 * @param restoring whether the pool gets back what waited when the node stopped: {@link Request.Restoring} ends that
 */
public record NodeConfig(PeerConfig peers, Bytes payout, String tag, boolean mining, ChainOptions chain,
        Policy policy, BlockLimits blocks, boolean restoring) {
    public NodeConfig(PeerConfig peers, Bytes payout, String tag, boolean mining) {
        this(peers, payout, tag, mining, ChainOptions.DEFAULT, Policy.DEFAULT, BlockLimits.DEFAULT, false);
    }

    public NodeConfig withChain(ChainOptions options) {
        return new NodeConfig(peers, payout, tag, mining, options, policy, blocks, restoring);
    }

    public NodeConfig withPolicy(Policy other, BlockLimits limits) {
        return new NodeConfig(peers, payout, tag, mining, chain, other, limits, restoring);
    }

    public NodeConfig withRestoring(boolean expected) {
        return new NodeConfig(peers, payout, tag, mining, chain, policy, blocks, expected);
    }
}
