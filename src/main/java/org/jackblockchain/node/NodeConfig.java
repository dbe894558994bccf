package org.jackblockchain.node;

import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.primitives.Bytes;

/**
 * What an operator decides about a node.
 *
 * @param payout the script that rewards are paid to
 * @param tag what our blocks say of who won
 * @param mining whether the node mines from the start
 */
public record NodeConfig(PeerConfig peers, Bytes payout, String tag, boolean mining) {}
