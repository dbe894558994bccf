package org.jackblockchain.peer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.jackblockchain.wire.Subnet;

/** The operator's word on whom we talk to: bans, the whole network on or off, addresses by hand. */
final class Operator {
    private final Bans bans;
    private final AddressBook book;
    private final Roster roster;
    private final Outbox out;
    private boolean active;

    Operator(PeerTerms.Operator terms, AddressBook book, Roster roster, Outbox out) {
        this.bans = new Bans(terms.bans(), terms.banTime());
        this.active = terms.active();
        this.book = book;
        this.roster = roster;
        this.out = out;
    }

    boolean isActive() {
        return active;
    }

    boolean isBanned(NetAddress address, Instant now) {
        return bans.isBanned(address, now);
    }

    boolean covers(Subnet subnet, Instant now) {
        return bans.covers(subnet, now);
    }

    List<Ban> bans(Instant now) {
        return bans.all(now);
    }

    /** Why a connection must not be, or empty. Whom the operator named may be called though banned. */
    Optional<String> refusal(NetAddress remote, Set<Permission> permissions, Direction direction, Instant now) {
        if (!active)
            return Optional.of(": not accepting new connections");
        boolean banned = direction == Direction.INBOUND && !permissions.contains(Permission.NO_BAN)
                && bans.isBanned(remote, now);
        return banned ? Optional.of(" (banned)") : Optional.empty();
    }

    void ban(Subnet subnet, Optional<Instant> until, Instant now) {
        bans.add(subnet, until, now);
        out.saveBans(bans.all(now));
        roster.where(peer -> subnet.contains(peer.remote())).forEach(peer -> out.disconnect(peer, "banned"));
    }

    void unban(Subnet subnet, Instant now) {
        if (bans.remove(subnet))
            out.saveBans(bans.all(now));
    }

    void clearBans(Instant now) {
        bans.clear();
        out.saveBans(bans.all(now));
    }

    void switchNetwork(boolean on) {
        out.info("SetNetworkActive: " + on);
        active = on;
        if (!on)
            roster.all().forEach(peer -> out.disconnect(peer, "the network is switched off"));
    }

    void giveAddress(NetAddress address, boolean reached, Instant now) {
        NetAddress named = address.withServices(Services.NETWORK | Services.WITNESS)
                .withTime(now.getEpochSecond());
        if (book.heard(named, address.host(), now) && reached)
            book.reached(named, named.services(), now);
    }
}
