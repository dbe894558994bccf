package org.jackblockchain.peer;

import java.time.Duration;
import java.util.List;

import org.jackblockchain.wire.NetAddress;

/**
 * What only the operator asks to see of the network.
 *
 * @param active whether there are to be any connections
 * @param added the places that the operator wants to be connected to
 * @param addresses how many are known, by network
 * @param services what we offer
 * @param upload what may still go to peers
 */
public record OperatorView(boolean active, List<Ban> bans, List<NetAddress> added, List<Count> addresses,
        long services, Upload upload) {
    /**
     * What may still go to peers.
     *
     * @param target bytes a day; 0 for no limit
     * @param reached whether they are used up
     * @param servesOldBlocks whether blocks that are older than a week are given to whoever asks
     * @param bytesLeft of the target
     * @param timeLeft until it is counted anew
     */
    public record Upload(long target, boolean reached, boolean servesOldBlocks, long bytesLeft, Duration timeLeft) {}

    /**
     * Addresses of one network.
     *
     * @param networkId as in {@link NetAddress}
     * @param heard those that others told us of
     * @param reached those where we found a node
     */
    public record Count(int networkId, int heard, int reached) {}

    public OperatorView {
        bans = List.copyOf(bans);
        added = List.copyOf(added);
        addresses = List.copyOf(addresses);
    }
}
