package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/** Whom the operator has banned; faults cost a peer less, see {@link Misbehaviour}. */
final class Bans {
    private final Duration usual;
    private final TreeMap<Subnet, Ban> bans = new TreeMap<>();

    /** @param usual how long a ban lasts of which nothing is said */
    Bans(List<Ban> kept, Duration usual) {
        this.usual = usual;
        kept.forEach(ban -> bans.put(ban.subnet(), ban));
    }

    boolean isBanned(NetAddress address, Instant now) {
        for (Ban ban : bans.values()) {
            if (ban.holds(now) && ban.subnet().contains(address))
                return true;
        }
        return false;
    }

    /** Whether this very subnet is; for a single host, whether one that holds it is. */
    boolean covers(Subnet subnet, Instant now) {
        Ban same = bans.get(subnet);
        boolean single = subnet.prefixBits() == subnet.host().length() * Byte.SIZE;
        return (same != null && same.holds(now))
                || (single && isBanned(new NetAddress(subnet.networkId(), subnet.host(), 0, 0, 0), now));
    }

    /** @param until empty for as long as is usual */
    void add(Subnet subnet, Optional<Instant> until, Instant now) {
        var ban = new Ban(subnet, now, until.orElse(now.plus(usual)));
        bans.merge(subnet, ban, (old, other) -> old.until().isBefore(other.until()) ? other : old);
    }

    /** @return whether it was banned */
    boolean remove(Subnet subnet) {
        return bans.remove(subnet) != null;
    }

    void clear() {
        bans.clear();
    }

    /** Those that hold, in order; the others are forgotten. */
    List<Ban> all(Instant now) {
        bans.values().removeIf(ban -> !ban.holds(now));
        return new ArrayList<>(bans.values());
    }
}
