package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * @param details what only those ask for who look closely
 */
public record PeerView(long peer, NetAddress remote, Direction direction, Instant connectedAt, boolean ready,
        String userAgent, long services, int startHeight, int bestHeight, int blocksInFlight,
        Optional<Duration> ping, Map<String, Long> bytesReceived, Map<String, Long> bytesSent,
        Details details) {
    /**
     * What else is known of a peer.
     *
     * @param protocolVersion as it said; 0 before its version message
     * @param relaysTransactions whether it wants to hear of transactions
     * @param type what the connection is for
     * @param clockOffset its clock less ours when it said the time
     * @param lastBlock when it gave us a block that we did not have
     * @param lastTransaction when it gave us one that our pool took
     * @param pingedAt since when a ping is unanswered
     * @param commonHeight of the last block that we both have; -1 if unknown
     * @param heightsInFlight of the blocks that it was asked for
     * @param local our end of the connection
     * @param seen where the peer sees us; empty before its version message, and where it tells nothing
     * @param relaysAddresses whether addresses are exchanged with it
     * @param addressesTaken of those that it sent, how many were looked at
     * @param addressesDropped how many were not, as they were too many at once
     * @param permissions that the operator gave it
     * @param askedAtOnce whether we asked it to send its new blocks at once (BIP152)
     * @param wantsAtOnce whether it asked that of us
     * @param presynced headers counted of a branch that did not show its work yet; -1 while there is none
     * @param leastFeeRate from which fee rate on it wants to hear of transactions, for 1,000 virtual bytes (BIP133)
     */
    public record Details(int protocolVersion, boolean relaysTransactions, ConnectionType type, Duration clockOffset,
            Optional<Instant> lastSent, Optional<Instant> lastReceived, Optional<Instant> lastBlock,
            Optional<Duration> shortestPing, Optional<Instant> pingedAt, int commonHeight,
            List<Integer> heightsInFlight, NetAddress local, Optional<NetAddress> seen, boolean relaysAddresses,
            long addressesTaken, long addressesDropped, Set<Permission> permissions, boolean askedAtOnce,
            boolean wantsAtOnce, int presynced, long leastFeeRate, Optional<Instant> lastTransaction) {
        /** Of a peer that just connected. */
        public static final Details NONE = new Details(0, false, ConnectionType.INBOUND, Duration.ZERO,
                Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), -1, List.of(),
                NetAddress.NONE, Optional.empty(), false, 0, 0, Set.of(), false, false, -1, 0,
                Optional.empty());

        public Details {
            heightsInFlight = List.copyOf(heightsInFlight);
        }
    }

    public PeerView {
        bytesReceived = Map.copyOf(bytesReceived);
        bytesSent = Map.copyOf(bytesSent);
    }
}
