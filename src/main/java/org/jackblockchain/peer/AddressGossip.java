package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.jspecify.annotations.Nullable;

/** Says and hears where nodes are (addr, addrv2, getaddr), at Core's pace and with its limits. */
final class AddressGossip {
    /** Addresses taken from one peer, per second, besides those we asked for. */
    static final double TOKENS_PER_SECOND = 0.1;
    static final int MAX_TOKENS = Message.MAX_ADDRESSES;
    /** Of the book, in percent, for one that asks. */
    static final int MAX_PERCENT = 23;
    /** Addresses that we remember a peer to know. */
    static final int MAX_KNOWN = 1_024;
    /** Messages with more are no news, and not passed on. */
    static final int MAX_NEWS = 10;
    static final Duration NEWS_AGE = Duration.ofMinutes(10);
    /** Peers that a piece of news is passed on to. */
    static final int RELAYED_TO = 2;

    /** One that we called for its addresses only has so long to tell them. */
    static final Duration FETCH_TIME = Duration.ofMinutes(5);
    private static final Duration SEND_INTERVAL = Duration.ofSeconds(30);
    private static final Duration SELF_INTERVAL = Duration.ofHours(24);
    private static final Duration ROTATION = Duration.ofHours(24);
    /** Whoever asks within this, and up to so much more, gets the same answer: nobody can watch the book change. */
    static final Duration ANSWER_LIFE = Duration.ofHours(21);
    static final Duration ANSWER_SPREAD = Duration.ofHours(6);
    /** Places of ours, seen from different networks, that have an answer of their own. */
    static final int MAX_ANSWERS = 64;

    /** Where we were asked, and from which network: those who compare must not learn that these are one node. */
    private record Asked(NetAddress local, int networkId) {}

    private record Answer(List<NetAddress> addresses, Instant until) {}

    /** What is remembered of one peer. */
    static final class Part {
        private boolean enabled;
        private long taken;
        private long dropped;
        private boolean asked;
        private boolean answered;
        private double tokens = 1;
        private @Nullable Instant tokensAt;
        private final Bounded<NetAddress, Boolean> known = new Bounded<>(MAX_KNOWN);
        private final List<NetAddress> toSend = new ArrayList<>();
        private Instant nextSend = Instant.EPOCH;
        private Instant nextSelf = Instant.EPOCH;

        boolean isEnabled() {
            return enabled;
        }

        long taken() {
            return taken;
        }

        long dropped() {
            return dropped;
        }
    }

    private final PeerConfig config;
    private final AddressBook book;
    private final Roster roster;
    private final Outbox out;
    private final Misbehaviour misbehaviour;
    private final RandomGenerator chance;
    private final long salt;
    private final Bounded<Asked, Answer> answers = new Bounded<>(MAX_ANSWERS);

    AddressGossip(PeerConfig config, AddressBook book, Roster roster, Outbox out, Misbehaviour misbehaviour,
            RandomGenerator chance) {
        this.config = config;
        this.book = book;
        this.roster = roster;
        this.out = out;
        this.misbehaviour = misbehaviour;
        this.chance = chance;
        this.salt = chance.nextLong();
    }

    /** Those we called are asked; callers must show interest first, as in Core. */
    void met(Peer peer) {
        if (peer.isInbound() || peer.type() == ConnectionType.BLOCK_RELAY_ONLY)
            return;
        Part part = peer.gossip();
        part.enabled = true;
        part.asked = true;
        part.tokens += MAX_TOKENS;
        out.send(peer, new Message.GetAddr());
    }

    void onGetAddr(Peer peer, Instant now) {
        Part part = peer.gossip();
        if (!peer.isInbound()) {
            out.debug("Ignoring \"getaddr\" from %s connection. peer=%d".formatted(peer.type().word(), peer.id()));
            return;
        }
        part.enabled = true;
        if (part.answered) {
            out.debug("Ignoring repeated \"getaddr\". peer=%d".formatted(peer.id()));
            return;
        }
        part.answered = true;
        part.toSend.clear();
        List<NetAddress> told = peer.may(Permission.ADDR) ? sample(now) : answer(peer, now);
        told.forEach(address -> push(peer, address));
    }

    private List<NetAddress> sample(Instant now) {
        int share = (book.size() * MAX_PERCENT + 99) / 100;
        return book.sample(Math.min(share, Message.MAX_ADDRESSES), now).stream()
                .map(known -> known.address().withServices(known.services()).withTime(seconds(known.lastSeen())))
                .toList();
    }

    private List<NetAddress> answer(Peer peer, Instant now) {
        var asked = new Asked(peer.local().endpoint(), peer.endpoint().networkId());
        Optional<Answer> known = answers.get(asked)
                .filter(answer -> now.isBefore(answer.until()) && !answer.addresses().isEmpty());
        return known.orElseGet(() -> fresh(asked, now)).addresses();
    }

    private Answer fresh(Asked asked, Instant now) {
        Duration life = ANSWER_LIFE.plusSeconds(chance.nextLong(ANSWER_SPREAD.toSeconds()));
        var answer = new Answer(sample(now), now.plus(life));
        answers.put(asked, answer);
        return answer;
    }

    private static long seconds(Instant time) {
        return Math.clamp(time.getEpochSecond(), 0, 0xffff_ffffL);
    }

    /** @param message that they came in */
    void onAddresses(Peer peer, Message message, List<NetAddress> received, Instant now) {
        if (peer.type() == ConnectionType.BLOCK_RELAY_ONLY) {
            out.debug("ignoring %s message from %s peer=%d".formatted(Codec.commandOf(message), peer.type().word(),
                    peer.id()));
            return;
        }
        Part part = peer.gossip();
        part.enabled = true;
        refillTokens(part, now);
        var addresses = new ArrayList<NetAddress>(received);
        for (int i = addresses.size() - 1; i > 0; i--)
            Collections.swap(addresses, i, chance.nextInt(i + 1));
        boolean news = !part.asked && addresses.size() <= MAX_NEWS;
        long takenBefore = part.taken;
        long droppedBefore = part.dropped;
        for (NetAddress address : addresses) {
            if (part.tokens >= 1) {
                part.tokens--;
            } else if (!peer.may(Permission.ADDR)) {
                part.dropped++;
                continue;
            }
            take(peer, address, news, now);
        }
        out.debug("Received addr: %d addresses (%d processed, %d rate-limited) from peer=%d".formatted(received.size(),
                part.taken - takenBefore, part.dropped - droppedBefore, peer.id()));
        if (received.size() < Message.MAX_ADDRESSES)
            part.asked = false;
        // one alone is its own
        if (peer.type() == ConnectionType.ADDR_FETCH && received.size() > 1)
            out.disconnect(peer, "addrfetch connection completed");
    }

    private static void refillTokens(Part part, Instant now) {
        Instant since = part.tokensAt == null ? now : part.tokensAt;
        double earned = Math.max(0, Duration.between(since, now).toMillis() / 1_000.0) * TOKENS_PER_SECOND;
        if (part.tokens < MAX_TOKENS)
            part.tokens = Math.min(MAX_TOKENS, part.tokens + earned);
        part.tokensAt = now;
    }

    private void take(Peer peer, NetAddress address, boolean news, Instant now) {
        if ((address.services() & (Services.NETWORK | Services.NETWORK_LIMITED)) == 0)
            return;
        peer.gossip().known.put(address.endpoint(), true);
        if (misbehaviour.isDiscouraged(address, now))
            return;
        peer.gossip().taken++;
        Instant seen = AddressBook.plausible(address.time(), now);
        NetAddress dated = address.withTime(seconds(seen));
        if (news && seen.isAfter(now.minus(NEWS_AGE)) && config.isWorthTelling(address))
            relay(peer, dated, now);
        if (book.heard(dated, peer.remote().host(), now))
            out.debug("Added 1 addresses: %s from peer=%d".formatted(address, peer.id()));
    }

    /**
     * To the same two peers for a day, so that saying it again does not spread it further; where we cannot reach it
     * ourselves, to one or two.
     */
    private void relay(Peer origin, NetAddress address, Instant now) {
        NetAddress endpoint = address.endpoint();
        long place = endpoint.hashCode();
        long day = (now.getEpochSecond() + endpoint.hashCode()) / ROTATION.toSeconds();
        roster.where(peer -> peer.isReady() && peer != origin && peer.gossip().enabled && understands(peer, address))
                .stream()
                .sorted(Comparator.comparingLong(peer -> mix(salt ^ mix(endpoint.hashCode() + 31 * day) ^ peer.id())))
                .limit(config.canReach(address) || (mix(salt ^ place) & 1) == 0 ? RELAYED_TO : 1)
                .forEach(peer -> push(peer, address));
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }

    private static boolean understands(Peer peer, NetAddress address) {
        return switch (address.network()) {
            case IPV4, IPV6 -> true;
            case TORV3, I2P, CJDNS -> peer.session().wishes().addrV2();
            case UNKNOWN -> false;
        };
    }

    private void push(Peer peer, NetAddress address) {
        Part part = peer.gossip();
        if (!part.enabled || part.known.contains(address.endpoint()) || !understands(peer, address))
            return;
        if (part.toSend.size() < Message.MAX_ADDRESSES)
            part.toSend.add(address);
        else
            part.toSend.set(chance.nextInt(part.toSend.size()), address);
    }

    /** Sends what is due. */
    void advance(Instant now) {
        for (Peer peer : roster.all()) {
            if (!peer.isReady() || !peer.gossip().enabled)
                continue;
            if (isOverdue(peer, now))
                out.disconnect(peer, "addrfetch connection timeout");
            else
                advance(peer, now);
        }
    }

    private static boolean isOverdue(Peer peer, Instant now) {
        return peer.type() == ConnectionType.ADDR_FETCH && now.isAfter(peer.connectedAt().plus(FETCH_TIME));
    }

    private void advance(Peer peer, Instant now) {
        Part part = peer.gossip();
        if (!now.isBefore(part.nextSelf)) {
            self(peer, now).ifPresent(address -> {
                part.known.remove(address.endpoint());
                push(peer, address);
            });
            part.nextSelf = now.plus(Pauses.exponential(SELF_INTERVAL, chance));
        }
        if (part.toSend.isEmpty() || now.isBefore(part.nextSend))
            return;
        part.nextSend = now.plus(Pauses.exponential(SEND_INTERVAL, chance));
        List<NetAddress> news = part.toSend.stream().filter(address -> !part.known.contains(address.endpoint()))
                .distinct().toList();
        part.toSend.clear();
        news.forEach(address -> part.known.put(address.endpoint(), true));
        if (!news.isEmpty())
            out.send(peer, peer.session().wishes().addrV2() ? new Message.AddrV2(news) : new Message.Addr(news));
    }

    /** Where this peer could reach us: as it sees us, at the port where we listen. */
    private Optional<NetAddress> self(Peer peer, Instant now) {
        if (config.listenPort().isEmpty())
            return Optional.empty();
        int port = config.listenPort().getAsInt();
        Optional<NetAddress> seen = peer.remote().isLocal()
                ? Optional.of(peer.remote())
                : peer.session().theirs().map(Message.Version::receiver);
        return seen.map(address -> new NetAddress(address.networkId(), address.host(), port,
                Services.NETWORK | Services.WITNESS, seconds(now))).filter(config::canReach);
    }

    void wakes(Alarm alarm) {
        for (Peer peer : roster.all()) {
            Part part = peer.gossip();
            if (!peer.isReady() || !part.enabled)
                continue;
            alarm.at(part.nextSelf);
            if (peer.type() == ConnectionType.ADDR_FETCH)
                alarm.at(peer.connectedAt().plus(FETCH_TIME).plusMillis(1));
            if (!part.toSend.isEmpty())
                alarm.at(part.nextSend);
        }
    }
}
