package org.jackblockchain.peer;

import java.util.OptionalInt;

import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;

/**
 * How a node wants to be connected.
 *
 * @param userAgent what the version message says of us, in the form of BIP14
 * @param listenPort where others reach us, told to peers; empty when we take no calls
 * @param maxOutbound connections that we make by ourselves, besides those that the operator asks for
 * @param maxInbound calls that are taken
 * @param acceptLoopback whether addresses that exist only on this machine or in this building are believed, called
 *     and gossiped: right where the whole network lives there
 * @param terms what few operators decide
 * @param relaying what it passes on
 */
public record PeerConfig(String userAgent, OptionalInt listenPort, int maxOutbound, int maxInbound,
        boolean acceptLoopback, PeerTerms terms, Relaying relaying) {
    public static final int DEFAULT_MAX_OUTBOUND = 8;
    public static final int DEFAULT_MAX_INBOUND = 117;

    public PeerConfig {
        if (userAgent.length() > Message.Version.MAX_USER_AGENT)
            throw new IllegalArgumentException("a user agent of " + userAgent.length());
        if (maxOutbound < 0 || maxInbound < 0)
            throw new IllegalArgumentException("limits " + maxOutbound + " and " + maxInbound);
    }

    /** The usual limits, and no listening port. */
    public static PeerConfig of(String userAgent) {
        return new PeerConfig(userAgent, OptionalInt.empty(), DEFAULT_MAX_OUTBOUND, DEFAULT_MAX_INBOUND, false,
                PeerTerms.USUAL, Relaying.NO_FILTERS);
    }

    public PeerConfig withListenPort(int port) {
        return new PeerConfig(userAgent, OptionalInt.of(port), maxOutbound, maxInbound, acceptLoopback, terms,
                relaying);
    }

    public PeerConfig withLimits(int outbound, int inbound) {
        return new PeerConfig(userAgent, listenPort, outbound, inbound, acceptLoopback, terms, relaying);
    }

    public PeerConfig withLoopback(boolean accepted) {
        return new PeerConfig(userAgent, listenPort, maxOutbound, maxInbound, accepted, terms, relaying);
    }

    public PeerConfig withTerms(PeerTerms other) {
        return new PeerConfig(userAgent, listenPort, maxOutbound, maxInbound, acceptLoopback, other, relaying);
    }

    public PeerConfig withRelaying(Relaying other) {
        return new PeerConfig(userAgent, listenPort, maxOutbound, maxInbound, acceptLoopback, terms, other);
    }

    /** What we offer, as bits of {@link Services}. */
    public long services() {
        return Services.WITNESS | Services.NETWORK_LIMITED | (relaying.oldBlocks() ? Services.NETWORK : Services.NONE)
                | (relaying.filters() ? Services.BLOOM : Services.NONE)
                | (relaying.blockFilters().isPresent() ? Services.COMPACT_FILTERS : Services.NONE);
    }

    /** Whether an address is worth keeping and calling. */
    boolean canReach(NetAddress address) {
        boolean spoken = switch (address.network()) {
            case IPV4, IPV6 -> true;
            case TORV3, I2P, CJDNS, UNKNOWN -> false;
        };
        return spoken && address.port() != 0 && isWorthTelling(address);
    }

    /** Whether others may have use for an address. */
    boolean isWorthTelling(NetAddress address) {
        return address.isRoutable() || (acceptLoopback && address.isValid());
    }
}
