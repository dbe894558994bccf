package org.jackblockchain.node;

import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;

/** What can happen to a node. */
public sealed interface Event {
    /** The first event: the node may speak and listen from now on. */
    record Started() implements Event {}

    record Network(PeerEvent event) implements Event {}

    /** Our own miner found this block. */
    record Mined(Block block) implements Event {}

    /**
     * Somebody handed us a block, but not over the peer-to-peer network.
     *
     * @param origin for the log: {@code "POST /mined"}
     */
    record Submitted(Block block, String origin) implements Event {}

    /** The time that {@link Effect.WakeAt} asked for has come. */
    record Woken() implements Event {}

    /** Mining was switched on or off. */
    record MiningSwitched(boolean on) implements Event {}

    /**
     * What the miner measured.
     *
     * @param hashesPerSecond over the last seconds; 0 when it rests
     * @param engine the name of the engine that searches
     */
    record HashRate(double hashesPerSecond, String engine) implements Event {}

    /** The operator declares a block invalid, whatever the rules say. */
    record Invalidate(BlockHash block) implements Event {}

    /** The operator takes that back, for the block, its ancestors and descendants. */
    record Reconsider(BlockHash block) implements Event {}

    /**
     * Somebody waits for what becomes of this: {@link Effect.Answer} with the same number follows.
     *
     * @param ticket never used before in this node's life
     */
    record Asked(long ticket, Request request) implements Event {}

    /** The last event: flush and say goodbye. */
    record Stopping() implements Event {}
}
