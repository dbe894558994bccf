package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.primitives.Bytes;

/**
 * Who may stay when more call than we take: the latest caller leaves of the host with the most callers, so that
 * one stranger cannot take all places. Who gave us a block or a header lately stays.
 */
final class InboundSlots {
    static final Duration PROTECTED_FOR = Duration.ofMinutes(30);

    private final PeerConfig config;
    private final Roster roster;
    private final Misbehaviour misbehaviour;

    InboundSlots(PeerConfig config, Roster roster, Misbehaviour misbehaviour) {
        this.config = config;
        this.roster = roster;
        this.misbehaviour = misbehaviour;
    }

    /** The caller that must go, perhaps the newest itself; empty while there is room. */
    Optional<Peer> victim(Peer newest, Instant now) {
        List<Peer> callers = roster.where(peer -> peer.isInbound() && !peer.isLeaving());
        if (callers.size() >= config.maxInbound() && misbehaviour.isDiscouraged(newest.remote(), now))
            return Optional.of(newest);
        if (callers.size() <= config.maxInbound())
            return Optional.empty();
        Map<Bytes, Integer> perHost = new HashMap<>();
        callers.forEach(peer -> perHost.merge(peer.remote().host(), 1, Integer::sum));
        return callers.stream().filter(peer -> !isProtected(peer, now))
                .max(Comparator.<Peer>comparingInt(peer -> perHost.getOrDefault(peer.remote().host(), 0))
                        .thenComparing(Peer::connectedAt).thenComparingLong(Peer::id));
    }

    private static boolean isProtected(Peer peer, Instant now) {
        return peer.usefulAt().filter(useful -> now.isBefore(useful.plus(PROTECTED_FOR))).isPresent();
    }
}
