package org.jackblockchain.peer;

import java.util.List;

import org.jackblockchain.wire.NetAddress;

/**
 * What only the operator asks to see of the network.
 *
 * @param active whether there are to be any connections
 * @param added the places that the operator wants to be connected to
 * @param addresses how many are known, by network
 */
public record OperatorView(boolean active, List<Ban> bans, List<NetAddress> added, List<Count> addresses) {
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
