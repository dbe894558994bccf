package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jackblockchain.wire.NetAddress;

/**
 * Whom to call: always those whom the operator named; then, while we have fewer connections than we want, the
 * network's first peers, then those whom the address book knows. Never the same place twice, and never ourselves.
 */
final class Outbound {
    static final Duration MANUAL_MIN = Duration.ofSeconds(1);
    static final Duration MANUAL_MAX = Duration.ofMinutes(1);
    static final Duration FIRST_MIN = Duration.ofSeconds(1);
    static final Duration FIRST_MAX = Duration.ofMinutes(10);
    /** On one machine a call costs nothing, and a neighbour that starts later wants to be found. */
    static final Duration FIRST_MAX_LOOPBACK = Duration.ofSeconds(10);
    /** How often the address book is asked while connections are missing. */
    static final Duration BOOK_INTERVAL = Duration.ofMillis(500);
    private static final Duration IDLE_BOOK_INTERVAL = Duration.ofSeconds(5);
    /** A call that neither stands nor failed by then is forgotten. */
    static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);
    /** Places that turned out to be ourselves. */
    static final int MAX_SELVES = 256;
    /** Connections that the operator may ask for. */
    static final int MAX_MANUAL = 256;

    /** A place that we come back to. */
    private static final class Target {
        private final NetAddress endpoint;
        private int failures;
        private Instant next = Instant.EPOCH;

        Target(NetAddress endpoint) {
            this.endpoint = endpoint;
        }
    }

    private final PeerConfig config;
    private final AddressBook book;
    private final Roster roster;
    private final Outbox out;
    private final Misbehaviour misbehaviour;
    private final Operator operator;
    private final RandomGenerator chance;

    private final Map<NetAddress, Target> manual = new LinkedHashMap<>();
    private final Map<NetAddress, Target> first = new LinkedHashMap<>();
    /** Calls under way that the operator asked for once. */
    private final Map<NetAddress, ConnectionType> once = new HashMap<>();
    private final Map<NetAddress, Instant> calling = new HashMap<>();
    private final Bounded<NetAddress, Boolean> selves = new Bounded<>(MAX_SELVES);
    private final SeedNodes seeds;
    private Instant nextBook = Instant.EPOCH;

    Outbound(List<String> firstPeers, PeerConfig config, AddressBook book, Roster roster, Outbox out,
            Misbehaviour misbehaviour, Operator operator, RandomGenerator chance) {
        this.config = config;
        this.book = book;
        this.roster = roster;
        this.out = out;
        this.misbehaviour = misbehaviour;
        this.operator = operator;
        this.chance = chance;
        seeds = new SeedNodes(config.maxOutbound() > 0 ? config.terms().seeds() : List.of());
        firstPeers.stream().map(NetAddress::parse).flatMap(Optional::stream).map(NetAddress::endpoint)
                .forEach(endpoint -> first.put(endpoint, new Target(endpoint)));
    }

    /** The operator wants this connection, and wants it kept up. */
    void add(NetAddress remote) {
        NetAddress endpoint = remote.endpoint();
        if (manual.size() >= MAX_MANUAL) {
            out.warn("too many peers are asked for; not calling " + endpoint);
            return;
        }
        manual.computeIfAbsent(endpoint, Target::new);
    }

    /** The operator does not want it kept up any more. */
    void remove(NetAddress remote) {
        manual.remove(remote.endpoint());
    }

    boolean isAdded(NetAddress remote) {
        return manual.containsKey(remote.endpoint());
    }

    /** The operator wants one call; nothing follows when it fails or ends. */
    void callOnce(NetAddress remote, ConnectionType type, Instant now) {
        NetAddress endpoint = remote.endpoint();
        // also ourselves, if that is wished: the handshake shows it
        if (operator.isActive() && once.size() < MAX_MANUAL && isUnused(endpoint)) {
            once.put(endpoint, type);
            call(endpoint, now);
        }
    }

    /** Whether the operator asked for this connection, for once or for good. */
    boolean isManual(NetAddress remote) {
        return typeOf(remote) == ConnectionType.MANUAL;
    }

    /** What a call to this place is for. */
    ConnectionType typeOf(NetAddress remote) {
        return isAdded(remote)
                ? ConnectionType.MANUAL
                : once.getOrDefault(remote.endpoint(), ConnectionType.OUTBOUND_FULL_RELAY);
    }

    /** Whoever answered at this place is this very node. */
    void isUs(NetAddress remote) {
        NetAddress endpoint = remote.endpoint();
        selves.put(endpoint, true);
        book.forget(endpoint);
        manual.remove(endpoint);
    }

    void connected(NetAddress remote) {
        calling.remove(remote.endpoint());
        once.remove(remote.endpoint());
    }

    /** The peer proved to be a node: next time it is called again soon. */
    void met(Peer peer, Instant now) {
        book.reached(peer.remote(), peer.services(), now);
        target(peer.remote()).ifPresent(target -> target.failures = 0);
    }

    void failed(NetAddress remote, Instant now) {
        calling.remove(remote.endpoint());
        once.remove(remote.endpoint());
        book.failed(remote, now);
        postpone(remote, now);
    }

    /** A connection that we had made is gone. */
    void closed(Peer peer, Instant now) {
        if (!peer.session().isReady())
            book.failed(peer.remote(), now);
        postpone(peer.remote(), now);
    }

    private Optional<Target> target(NetAddress remote) {
        NetAddress endpoint = remote.endpoint();
        return Optional.ofNullable(manual.get(endpoint)).or(() -> Optional.ofNullable(first.get(endpoint)));
    }

    private void postpone(NetAddress remote, Instant now) {
        target(remote).ifPresent(target -> {
            Duration wait = isAdded(remote)
                    ? Backoff.delay(target.failures, MANUAL_MIN, MANUAL_MAX, chance)
                    : Backoff.delay(target.failures, FIRST_MIN,
                            remote.isLocal() ? FIRST_MAX_LOOPBACK : FIRST_MAX, chance);
            target.failures++;
            target.next = now.plus(wait);
        });
    }

    /** Calls whom it is time to call. */
    void advance(Instant now) {
        if (!calling.isEmpty() && calling.values().removeIf(since -> !now.isBefore(since.plus(CALL_TIMEOUT))))
            once.keySet().retainAll(calling.keySet());
        if (!operator.isActive())
            return;
        for (Target target : List.copyOf(manual.values())) {
            if (isDue(target, now))
                call(target.endpoint, now);
        }
        seeds.due(book.size() == 0, standing(), now).ifPresent(seed -> ask(seed, now));
        int missing = missing();
        for (Target target : first.values()) {
            if (missing > 0 && isDue(target, now) && isWelcome(target.endpoint, now)) {
                call(target.endpoint, now);
                missing--;
            }
        }
        if (missing > 0 && !now.isBefore(nextBook))
            callFromBook(now);
    }

    private void ask(PeerTerms.Seed seed, Instant now) {
        out.info(book.size() == 0
                ? "Empty addrman, adding seednode (%s) to addrfetch".formatted(seed.name())
                : "Couldn't connect to peers from addrman after %d seconds. Adding seednode (%s) to addrfetch"
                        .formatted(SeedNodes.PAUSE.toSeconds(), seed.name()));
        callOnce(seed.address(), ConnectionType.ADDR_FETCH, now);
    }

    /** Connections that we made to learn of blocks and transactions. */
    private int standing() {
        return roster.count(peer -> peer.type() == ConnectionType.OUTBOUND_FULL_RELAY && peer.isReady());
    }

    private boolean isWelcome(NetAddress endpoint, Instant now) {
        return !misbehaviour.isDiscouraged(endpoint, now) && !operator.isBanned(endpoint, now);
    }

    private boolean isDue(Target target, Instant now) {
        return isFree(target.endpoint) && !now.isBefore(target.next);
    }

    /** Connections that we want and have not got; those that the operator asked for do not count. */
    private int missing() {
        int standing = roster.count(peer -> !peer.isInbound() && !peer.isManual() && !peer.isLeaving());
        int missing = config.maxOutbound() - standing;
        for (NetAddress endpoint : calling.keySet()) {
            if (!isManual(endpoint))
                missing--;
        }
        return missing;
    }

    private void callFromBook(Instant now) {
        Optional<NetAddress> picked = book.pick(
                endpoint -> isFree(endpoint) && isWelcome(endpoint, now), now);
        picked.ifPresent(endpoint -> call(endpoint, now));
        nextBook = now.plus(picked.isPresent() ? BOOK_INTERVAL : IDLE_BOOK_INTERVAL);
    }

    /** Neither us, nor called or connected already. */
    private boolean isFree(NetAddress endpoint) {
        return !isSelf(endpoint) && isUnused(endpoint);
    }

    private boolean isUnused(NetAddress endpoint) {
        return !calling.containsKey(endpoint)
                && roster
                        .count(peer -> !peer.isInbound() && !peer.isLeaving() && peer.endpoint().equals(endpoint)) == 0;
    }

    private boolean isSelf(NetAddress endpoint) {
        boolean ownPort = config.listenPort().isPresent() && config.listenPort().getAsInt() == endpoint.port();
        return (ownPort && endpoint.isLocal()) || selves.contains(endpoint);
    }

    private void call(NetAddress endpoint, Instant now) {
        calling.put(endpoint, now);
        book.tried(endpoint, now);
        out.debug("trying v1 connection (%s) to %s".formatted(typeOf(endpoint).word(), endpoint));
        out.connect(endpoint);
    }

    /** The places that the operator wants to be connected to. */
    List<NetAddress> added() {
        return List.copyOf(manual.keySet());
    }

    void wakes(Alarm alarm) {
        if (!operator.isActive())
            return;
        wakes(manual, alarm);
        seeds.wakes(alarm);
        if (missing() <= 0)
            return;
        wakes(first, alarm);
        if (book.holdsAny(this::isFree))
            alarm.at(nextBook);
    }

    private void wakes(Map<NetAddress, Target> targets, Alarm alarm) {
        for (Target target : targets.values()) {
            if (isFree(target.endpoint))
                alarm.at(target.next);
        }
    }
}
