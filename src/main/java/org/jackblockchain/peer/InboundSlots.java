package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.primitives.Bytes;

/**
 * Who may stay when more call than we take: the latest caller leaves of the host with the most callers, so that
 * one stranger cannot take all places. Who gave us a block, a header or a transaction lately stays, and so do those who
 * answer fastest. A host's further caller takes the place of its own earlier one.
 */
final class InboundSlots {
    static final Duration PROTECTED_FOR = Duration.ofMinutes(30);

    /** So many with the shortest round trips stay: that is hard to pretend for somebody far away. */
    static final int PROTECTED_BY_PING = 8;
    /** So many of those who gave us a transaction lately stay. */
    static final int PROTECTED_BY_TRANSACTION = 4;

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
        boolean comesAgain = perHost.getOrDefault(newest.remote().host(), 0) > 1;
        Set<Peer> kept = protectedOf(callers, now);
        return callers.stream().filter(peer -> !kept.contains(peer) && !(comesAgain && peer == newest))
                .max(Comparator.<Peer>comparingInt(peer -> perHost.getOrDefault(peer.remote().host(), 0))
                        .thenComparing(Peer::connectedAt).thenComparingLong(Peer::id))
                .or(() -> Optional.of(newest));
    }

    private static Set<Peer> protectedOf(List<Peer> callers, Instant now) {
        var kept = new HashSet<Peer>();
        callers.stream().filter(peer -> peer.may(Permission.NO_BAN) || isProtected(peer, now)).forEach(kept::add);
        callers.stream().filter(peer -> !kept.contains(peer) && peer.session().shortestTrip().isPresent())
                .sorted(Comparator.comparing(peer -> peer.session().shortestTrip().orElseThrow()))
                .limit(PROTECTED_BY_PING).toList().forEach(kept::add);
        callers.stream().filter(peer -> !kept.contains(peer) && peer.transactionAt().isPresent())
                .sorted(Comparator.<Peer, Instant>comparing(peer -> peer.transactionAt().orElseThrow()).reversed())
                .limit(PROTECTED_BY_TRANSACTION).toList().forEach(kept::add);
        return kept;
    }

    private static boolean isProtected(Peer peer, Instant now) {
        return peer.usefulAt().filter(useful -> now.isBefore(useful.plus(PROTECTED_FOR))).isPresent();
    }
}
