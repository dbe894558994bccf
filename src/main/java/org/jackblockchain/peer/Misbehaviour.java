package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;

import org.jackblockchain.consensus.BlockFault;
import org.jackblockchain.consensus.Fault;
import org.jackblockchain.consensus.HeaderFault;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.wire.NetAddress;

/**
 * What a fault costs the peer that sent it. As in Core v29 there is no score: a fault that an honest peer cannot
 * make ends the connection, and its host is discouraged, which means not called, and refused when calls are many.
 */
final class Misbehaviour {
    static final Duration DISCOURAGED_FOR = Duration.ofHours(24);
    /** Hosts remembered as discouraged; the oldest is forgotten. */
    static final int MAX_DISCOURAGED = 1_024;

    /** What is done about it. */
    enum Cost {
        NOTHING, DISCOURAGE
    }

    private final Roster roster;
    private final Outbox out;
    private final Bounded<Bytes, Instant> discouraged = new Bounded<>(MAX_DISCOURAGED);

    Misbehaviour(Roster roster, Outbox out) {
        this.roster = roster;
        this.out = out;
    }

    /** The whole table. */
    static Cost costOf(Fault fault, Direction sender) {
        return switch (fault) {
            // time may heal the one, and the other is our own choice not to keep
            case HeaderFault.TooNew _, HeaderFault.TooLittleWork _ -> Cost.NOTHING;
            // those we chose ought to be on a chain that we can follow; callers need not
            case HeaderFault.KnownInvalid _ -> sender == Direction.OUTBOUND ? Cost.DISCOURAGE : Cost.NOTHING;
            case HeaderFault _ -> Cost.DISCOURAGE;
            case BlockFault _ -> Cost.DISCOURAGE;
        };
    }

    void blame(Peer peer, Fault fault, String what, Instant now) {
        String why = "invalid " + what + ", " + fault.text();
        Cost cost = costOf(fault, peer.isInbound() ? Direction.INBOUND : Direction.OUTBOUND);
        switch (cost) {
            case NOTHING -> out.debug(peer + ": " + why);
            case DISCOURAGE -> punish(peer, why, now);
        }
    }

    /** For what no honest peer does. */
    void discourage(Peer peer, String why, Instant now) {
        punish(peer, why, now);
    }

    /** The operator's peers are spared, and local ones are not discouraged: they share their host with all others. */
    private void punish(Peer peer, String why, Instant now) {
        if (peer.isLeaving())
            return;
        out.debug("Misbehaving: peer=%d: %s".formatted(peer.id(), why));
        if (peer.isManual() || peer.may(Permission.NO_BAN)) {
            out.warn("Warning: not punishing %s peer %d!".formatted(peer.isManual() ? "manual" : "noban", peer.id()));
            return;
        }
        out.warn(peer + " is disconnected: " + why);
        out.disconnect(peer, why);
        if (!peer.remote().isLocal()) {
            Bytes host = peer.remote().host();
            discouraged.put(host, now.plus(DISCOURAGED_FOR));
            roster.where(other -> !other.isManual() && other.remote().host().equals(host))
                    .forEach(other -> out.disconnect(other, "shares its host with " + peer));
        }
    }

    boolean isDiscouraged(NetAddress address, Instant now) {
        return discouraged.get(address.host()).filter(now::isBefore).isPresent();
    }
}
