package org.jackblockchain.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Tells peers of our new tip: by the block in short if they asked for that (BIP152), by headers if they asked for
 * those and can connect them (BIP130), else by its hash.
 */
final class Announcer {
    /** After a longer reorganization a peer is told of the tip only, and asks. */
    static final int MAX_HEADERS = 8;

    private final Chain chain;
    private final Roster roster;
    private final CompactRelay compact;
    private final Outbox out;

    Announcer(Chain chain, Roster roster, CompactRelay compact, Outbox out) {
        this.chain = chain;
        this.roster = roster;
        this.compact = compact;
        this.out = out;
    }

    void announceTip() {
        BlockEntry tip = chain.tip();
        Supplier<Message> shortened = shortened(tip);
        for (Peer peer : roster.all()) {
            if (peer.isReady())
                announce(peer, tip, shortened);
        }
    }

    private void announce(Peer peer, BlockEntry tip, Supplier<Message> shortened) {
        var _ = peer.known().best(chain);
        if (peer.known().holds(tip))
            return;
        Optional<List<BlockHeader>> headers = missing(peer, tip);
        if (headers.isPresent() && headers.get().size() == 1 && wantsAtOnce(peer, tip)) {
            out.send(peer, shortened.get());
            peer.known().sentUpTo(tip);
        } else if (headers.isPresent() && peer.session().wishes().headers()) {
            out.send(peer, new Message.Headers(headers.get()));
            peer.known().sentUpTo(tip);
        } else {
            out.send(peer, new Message.Inv(List.of(InvItem.block(tip.hash()))));
        }
    }

    private boolean wantsAtOnce(Peer peer, BlockEntry tip) {
        return peer.compact().wantsAtOnce() && tip.height() >= chain.params().activations().segwit();
    }

    /** Made with the first peer that wants it, and the same for all: who learns its key learns nothing new. */
    private Supplier<Message> shortened(BlockEntry tip) {
        return new Supplier<>() {
            private @Nullable Message made;

            @Override
            public Message get() {
                Message known = made;
                if (known == null) {
                    known = compact.shortened(chain.block(tip.hash()).orElseThrow());
                    made = known;
                }
                return known;
            }
        };
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
