package org.jackblockchain.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;

/** Tells peers of our new tip: by headers if they asked for that and can connect them (BIP130), else by its hash. */
final class Announcer {
    /** After a longer reorganization a peer is told of the tip only, and asks. */
    static final int MAX_HEADERS = 8;

    private final Chain chain;
    private final Roster roster;
    private final Outbox out;

    Announcer(Chain chain, Roster roster, Outbox out) {
        this.chain = chain;
        this.roster = roster;
        this.out = out;
    }

    void announceTip() {
        BlockEntry tip = chain.tip();
        for (Peer peer : roster.all()) {
            if (peer.isReady())
                announce(peer, tip);
        }
    }

    private void announce(Peer peer, BlockEntry tip) {
        var _ = peer.known().best(chain);
        if (peer.known().holds(tip))
            return;
        Optional<List<BlockHeader>> headers = peer.session().wishes().headers()
                ? missing(peer, tip)
                : Optional.empty();
        if (headers.isPresent()) {
            out.send(peer, new Message.Headers(headers.get()));
            peer.known().sentUpTo(tip);
        } else {
            out.send(peer, new Message.Inv(List.of(InvItem.block(tip.hash()))));
        }
    }

    /** The headers from the last one that the peer has to the tip; empty when they are many or do not connect. */
    private Optional<List<BlockHeader>> missing(Peer peer, BlockEntry tip) {
        var newestFirst = new ArrayList<BlockHeader>();
        BlockEntry at = tip;
        while (at != null && newestFirst.size() < MAX_HEADERS) {
            newestFirst.add(at.header());
            at = at.parent();
            if (at != null && peer.known().holds(at))
                return Optional.of(newestFirst.reversed());
        }
        return Optional.empty();
    }
}
