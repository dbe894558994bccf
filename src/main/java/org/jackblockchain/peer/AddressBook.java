package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.wire.NetAddress;

/**
 * Where other nodes may be found. A table of limited size in which one source can only fill so much, so that no
 * stranger can drown the addresses that we know to be good.
 */
final class AddressBook {
    static final int MAX_ADDRESSES = 16_384;
    /** Addresses that one host told us of and that we never reached. */
    static final int MAX_PER_SOURCE = 256;
    /** Not seen for so long means gone. */
    static final Duration HORIZON = Duration.ofDays(30);
    /** Calls in a row that failed, after which an address is worth nothing. */
    static final int MAX_FAILURES = 10;
    static final Duration SAVE_INTERVAL = Duration.ofMinutes(5);

    private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(10);
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final Duration UNKNOWN_AGE = Duration.ofDays(5);
    /** A time before this is no time at all. */
    private static final Instant OLDEST_TIME = Instant.ofEpochSecond(100_000_000);
    /** Hearsay is worth less than what we see ourselves. */
    private static final Duration HEARSAY = Duration.ofHours(2);
    private static final int TRIES = 64;

    /** @param source the host that told us; empty when it is our own knowledge */
    private record Entry(KnownAddress known, Optional<Bytes> source) {}

    private final PeerConfig config;
    private final RandomGenerator chance;
    private final Map<NetAddress, Entry> entries = new HashMap<>();
    /** The keys again, so that one can be drawn. */
    private final List<NetAddress> order = new ArrayList<>();
    private final Map<NetAddress, Integer> positions = new HashMap<>();
    private final Map<Bytes, Integer> perSource = new HashMap<>();
    private boolean changed;
    private Instant savedAt = Instant.EPOCH;

    AddressBook(PeerConfig config, List<KnownAddress> stored, RandomGenerator chance) {
        this.config = config;
        this.chance = chance;
        for (KnownAddress known : stored) {
            if (entries.size() < MAX_ADDRESSES && config.canReach(known.address()))
                put(known.address().endpoint(), new Entry(known, Optional.empty()));
        }
        changed = false;
    }

    int size() {
        return entries.size();
    }

    /**
     * Takes hearsay.
     *
     * @param source the host that said so
     * @return whether the address is in the book now
     */
    boolean heard(NetAddress address, Bytes source, Instant now) {
        if (!config.canReach(address))
            return false;
        NetAddress endpoint = address.endpoint();
        Instant seen = plausible(address.time(), now).minus(source.equals(address.host()) ? Duration.ZERO : HEARSAY);
        Entry old = entries.get(endpoint);
        if (old != null) {
            refresh(endpoint, old, address.services(), seen);
            return true;
        }
        if (perSource.getOrDefault(source, 0) >= MAX_PER_SOURCE || !makeRoom(now))
            return false;
        var known = new KnownAddress(endpoint, address.services(), seen, Instant.EPOCH, 0);
        put(endpoint, new Entry(known, Optional.of(source)));
        return true;
    }

    /** What a peer claims of the time, made believable as Core does. */
    static Instant plausible(long seconds, Instant now) {
        Instant time = Instant.ofEpochSecond(seconds);
        return time.isAfter(OLDEST_TIME) && !time.isAfter(now.plus(AHEAD)) ? time : now.minus(UNKNOWN_AGE);
    }

    private void refresh(NetAddress endpoint, Entry old, long services, Instant seen) {
        KnownAddress known = old.known();
        if (!seen.isAfter(known.lastSeen()) && (known.services() | services) == known.services())
            return;
        Instant latest = seen.isAfter(known.lastSeen()) ? seen : known.lastSeen();
        put(endpoint, new Entry(new KnownAddress(endpoint, known.services() | services, latest, known.lastTried(),
                known.failures()), old.source()));
    }

    /** We called and were answered. */
    void reached(NetAddress address, long services, Instant now) {
        NetAddress endpoint = address.endpoint();
        if (!config.canReach(endpoint) || (!entries.containsKey(endpoint) && !makeRoom(now)))
            return;
        put(endpoint, new Entry(new KnownAddress(endpoint, services, now, now, 0), Optional.empty()));
    }

    /** We are calling. */
    void tried(NetAddress address, Instant now) {
        Entry old = entries.get(address.endpoint());
        if (old != null) {
            KnownAddress known = old.known();
            put(address.endpoint(), new Entry(new KnownAddress(known.address(), known.services(), known.lastSeen(),
                    now, known.failures()), old.source()));
        }
    }

    /** We called in vain. */
    void failed(NetAddress address, Instant now) {
        Entry old = entries.get(address.endpoint());
        if (old == null)
            return;
        KnownAddress known = old.known();
        put(address.endpoint(), new Entry(new KnownAddress(known.address(), known.services(), known.lastSeen(), now,
                known.failures() + 1), old.source()));
    }

    void forget(NetAddress address) {
        NetAddress endpoint = address.endpoint();
        Entry old = entries.remove(endpoint);
        if (old == null)
            return;
        changed = true;
        old.source().ifPresent(source -> perSource.computeIfPresent(source, (_, n) -> n == 1 ? null : n - 1));
        Integer position = positions.remove(endpoint);
        NetAddress last = order.removeLast();
        if (position != null && !last.equals(endpoint)) {
            order.set(position, last);
            positions.put(last, position);
        }
    }

    private void put(NetAddress endpoint, Entry entry) {
        changed = true;
        Entry old = entries.put(endpoint, entry);
        if (old == null) {
            positions.put(endpoint, order.size());
            order.add(endpoint);
        } else {
            old.source().ifPresent(source -> perSource.computeIfPresent(source, (_, n) -> n == 1 ? null : n - 1));
        }
        entry.source().ifPresent(source -> perSource.merge(source, 1, Integer::sum));
    }

    /** A full book gives up a worthless address, or else one that was never reached. */
    private boolean makeRoom(Instant now) {
        if (entries.size() < MAX_ADDRESSES)
            return true;
        Optional<NetAddress> victim = draw(endpoint -> isTerrible(known(endpoint), now))
                .or(() -> draw(endpoint -> source(endpoint).isPresent()));
        victim.ifPresent(this::forget);
        return victim.isPresent();
    }

    private static boolean isTerrible(KnownAddress known, Instant now) {
        return known.lastSeen().isBefore(now.minus(HORIZON)) || known.failures() >= MAX_FAILURES;
    }

    private KnownAddress known(NetAddress endpoint) {
        Entry entry = entries.get(endpoint);
        if (entry == null)
            throw new IllegalStateException(endpoint + " is drawn but not there");
        return entry.known();
    }

    private Optional<Bytes> source(NetAddress endpoint) {
        return Optional.ofNullable(entries.get(endpoint)).flatMap(Entry::source);
    }

    private Optional<NetAddress> draw(Predicate<NetAddress> predicate) {
        for (int i = 0; i < TRIES && !order.isEmpty(); i++) {
            NetAddress endpoint = order.get(chance.nextInt(order.size()));
            if (predicate.test(endpoint))
                return Optional.of(endpoint);
        }
        return Optional.empty();
    }

    /** An address to call that is not resting after a failure. */
    Optional<NetAddress> pick(Predicate<NetAddress> allowed, Instant now) {
        return draw(endpoint -> allowed.test(endpoint) && isRested(known(endpoint), now));
    }

    private static boolean isRested(KnownAddress known, Instant now) {
        return !now.isBefore(known.lastTried().plus(Backoff.delay(known.failures(), MIN_BACKOFF, MAX_BACKOFF)));
    }

    /** A sample for those who ask, of at most that many and never of what is worthless. */
    List<KnownAddress> sample(int limit, Instant now) {
        return sample(_ -> true, limit, now);
    }

    List<KnownAddress> sample(Predicate<KnownAddress> wanted, int limit, Instant now) {
        var shuffled = new ArrayList<NetAddress>(order);
        for (int i = shuffled.size() - 1; i > 0; i--)
            Collections.swap(shuffled, i, chance.nextInt(i + 1));
        return shuffled.stream().map(this::known).filter(known -> !isTerrible(known, now)).filter(wanted).limit(limit)
                .toList();
    }

    /** The book, if it changed and was not saved lately. */
    Optional<List<KnownAddress>> takeForSaving(Instant now) {
        return changed && !now.isBefore(savedAt.plus(SAVE_INTERVAL)) ? takeChanged(now) : Optional.empty();
    }

    /** The book, if it changed at all. */
    Optional<List<KnownAddress>> takeChanged(Instant now) {
        if (!changed)
            return Optional.empty();
        changed = false;
        savedAt = now;
        return Optional.of(order.stream().map(this::known).toList());
    }

    void wakes(Alarm alarm) {
        if (changed)
            alarm.at(savedAt.plus(SAVE_INTERVAL));
    }

    boolean knows(NetAddress address) {
        return entries.containsKey(address.endpoint());
    }

    /** How many addresses of each network we have reached, and how many we only heard of. */
    List<OperatorView.Count> counts() {
        Map<Integer, int[]> counts = new TreeMap<>();
        entries.forEach((endpoint, entry) -> counts.computeIfAbsent(endpoint.networkId(),
                _ -> new int[2])[entry.source().isPresent() ? 0 : 1]++);
        return counts.entrySet().stream().map(count -> new OperatorView.Count(count.getKey(), count.getValue()[0],
                count.getValue()[1])).toList();
    }

    boolean holdsAny(Predicate<NetAddress> predicate) {
        for (NetAddress endpoint : order) {
            if (predicate.test(endpoint))
                return true;
        }
        return false;
    }
}
