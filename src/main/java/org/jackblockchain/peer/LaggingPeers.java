package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jspecify.annotations.Nullable;

/**
 * Gives up on peers that we chose and that stay behind our chain: each is given time to come to where we were, is asked
 * once more, and then makes room for another. A few that were once as far as we stay all the same, so that a chain of
 * ours that nobody follows does not cost us everybody.
 */
final class LaggingPeers {
    /** As in Core. */
    static final Duration PATIENCE = Duration.ofMinutes(20);
    static final Duration LAST_CALL = Duration.ofMinutes(2);
    static final int MAX_PROTECTED = 4;

    /** What is remembered of one peer. */
    static final class Part {
        private @Nullable Instant until;
        private @Nullable BlockEntry mark;
        private boolean asked;

        private void clear() {
            until = null;
            mark = null;
            asked = false;
        }
    }

    private final Chain chain;
    private final Roster roster;
    private final Outbox out;
    private final HeaderSync headers;
    private final Set<Peer> safe = new HashSet<>();

    LaggingPeers(Chain chain, Roster roster, Outbox out, HeaderSync headers) {
        this.chain = chain;
        this.roster = roster;
        this.out = out;
        this.headers = headers;
    }

    /** The peer told of headers. */
    void heard(Peer peer) {
        if (peer.type() == ConnectionType.OUTBOUND_FULL_RELAY && !peer.isLeaving() && safe.size() < MAX_PROTECTED
                && isAsFarAs(peer, chain.tip()) && safe.add(peer))
            out.debug("Protecting outbound peer=%d from eviction".formatted(peer.id()));
    }

    void closed(Peer peer) {
        safe.remove(peer);
    }

    void advance(Instant now) {
        for (Peer peer : roster.all()) {
            if (isWatched(peer))
                advance(peer, now);
        }
    }

    private boolean isWatched(Peer peer) {
        boolean chosen = peer.type() == ConnectionType.OUTBOUND_FULL_RELAY
                || peer.type() == ConnectionType.BLOCK_RELAY_ONLY;
        return chosen && peer.isReady() && peer.headers().isStarted() && !safe.contains(peer);
    }

    private void advance(Peer peer, Instant now) {
        Part part = peer.lag();
        Instant until = part.until;
        BlockEntry mark = part.mark;
        if (isAsFarAs(peer, chain.tip())) {
            part.clear();
        } else if (until == null || mark == null || isAsFarAs(peer, mark)) {
            part.until = now.plus(PATIENCE);
            part.mark = chain.tip();
            part.asked = false;
        } else if (!now.isAfter(until)) {
            return;
        } else if (part.asked) {
            out.info("Outbound peer has old chain, best known block = %s".formatted(
                    peer.known().best(chain).map(best -> best.hash().hex()).orElse("<none>")));
            out.disconnect(peer, "its chain is old");
        } else {
            askAgain(peer, mark, now);
        }
    }

    /** From the block before, so that one who has the mark has something to say. */
    private void askAgain(Peer peer, BlockEntry mark, Instant now) {
        BlockEntry before = mark.parent();
        headers.ask(peer, before == null ? mark : before, now);
        out.debug("sending getheaders to outbound peer=%d to verify chain work (benchmark blockhash: %s)"
                .formatted(peer.id(), mark.hash()));
        peer.lag().asked = true;
        peer.lag().until = now.plus(LAST_CALL);
    }

    private boolean isAsFarAs(Peer peer, BlockEntry entry) {
        Optional<BlockEntry> best = peer.known().best(chain);
        return entry.height() == 0
                || best.filter(block -> block.chainWork().compareTo(entry.chainWork()) >= 0).isPresent();
    }

    void wakes(Alarm alarm) {
        for (Peer peer : roster.all()) {
            Instant until = peer.lag().until;
            if (until != null && isWatched(peer))
                alarm.at(until.plusMillis(1));
        }
    }
}
