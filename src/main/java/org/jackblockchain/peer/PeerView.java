package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.wire.NetAddress;

/**
 * A peer as its node sees it.
 *
 * @param ready whether the handshake is done
 * @param userAgent empty before its version message
 * @param startHeight what it said at the handshake
 * @param bestHeight of the best block that we know it has; -1 if none
 * @param ping the last round trip; empty before the first
 * @param bytesReceived by message type, headers included
 * @param bytesSent by message type, headers included
 */
public record PeerView(long peer, NetAddress remote, Direction direction, Instant connectedAt, boolean ready,
        String userAgent, long services, int startHeight, int bestHeight, int blocksInFlight,
        Optional<Duration> ping, Map<String, Long> bytesReceived, Map<String, Long> bytesSent) {
    public PeerView {
        bytesReceived = Map.copyOf(bytesReceived);
        bytesSent = Map.copyOf(bytesSent);
    }
}
