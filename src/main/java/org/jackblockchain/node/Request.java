package org.jackblockchain.node;

import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.NetAddress;

/** What somebody wants of a node and waits for: {@link Outcome} says what became of it. */
public sealed interface Request {
    /** Take this block, and say whether it is good. A coinbase without the value that its commitment needs gets it. */
    record Submit(Block block, String origin) implements Request {}

    /** Would this block be good on the tip, if it had its proof of work (BIP23)? Nothing is kept of it. */
    record Propose(Block block) implements Request {}

    record SubmitHeader(BlockHeader header) implements Request {}

    /** As {@link Event.Invalidate}. */
    record Invalidate(BlockHash block) implements Request {}

    /** As {@link Event.Reconsider}. */
    record Reconsider(BlockHash block) implements Request {}

    /** Treat a block as if it had come before others with the same work. */
    record Prefer(BlockHash block) implements Request {}

    /** Stay connected to this place. */
    record AddPeer(NetAddress remote) implements Request {}

    /** Do what is due by now, and show a view of it: of everything that happened before this was asked. */
    record Look() implements Request {}

    /** Something that the operator wants of the network. */
    record Tell(PeerEvent event) implements Request {}

    /** Do not any more. */
    record RemovePeer(NetAddress remote) implements Request {}
}
