package org.jackblockchain.stratum;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jackblockchain.primitives.Bytes;

/** Who may come in: counts connections by address, and remembers who is banned. Not thread-safe. */
final class Door {
    /** The oldest is forgotten first. */
    static final int MAX_BANS = 4_096;
    /** Whoever has one address of IPv6 has all with the same first half. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private record Ban(Instant until, Duration length) {}

    private final StratumLimits limits;
    private final Map<Bytes, Integer> connections = new HashMap<>();
    private final SequencedMap<Bytes, Ban> bans = new LinkedHashMap<>();
    private int total;

    Door(StratumLimits limits) {
        this.limits = limits;
    }

    /** Counts a connection in, unless there is a reason not to, which is returned. */
    Optional<String> enter(InetAddress from, Instant now) {
        Bytes who = key(from);
        Ban ban = bans.get(who);
        if (ban != null && now.isBefore(ban.until()))
            return Optional.of("is banned");
        if (total >= limits.maxConnections())
            return Optional.of("is one too many of all");
        if (connections.getOrDefault(who, 0) >= limits.maxPerAddress())
            return Optional.of("is one too many of this address");
        connections.merge(who, 1, Integer::sum);
        total++;
        return Optional.empty();
    }

    /** A connection that was let in is over. */
    void leave(InetAddress from) {
        connections.computeIfPresent(key(from), (_, count) -> count == 1 ? null : count - 1);
        total--;
    }

    /** Lets nobody in from there for as long as it returns; who is inside already stays. */
    Duration ban(InetAddress from, Instant now) {
        Bytes who = key(from);
        Ban last = bans.remove(who);
        boolean again = last != null && now.isBefore(last.until().plus(limits.longestBan()));
        Duration length = last == null || !again ? limits.firstBan() : last.length().multipliedBy(2);
        if (length.compareTo(limits.longestBan()) > 0)
            length = limits.longestBan();
        bans.put(who, new Ban(now.plus(length), length));
        if (bans.size() > MAX_BANS)
            bans.pollFirstEntry();
        return length;
    }

    int banned(Instant now) {
        return (int) bans.values().stream().filter(ban -> now.isBefore(ban.until())).count();
    }

    private static Bytes key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Bytes.of(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
    }
}
