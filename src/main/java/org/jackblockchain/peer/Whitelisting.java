package org.jackblockchain.peer;

import java.util.Optional;
import java.util.Set;

import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/**
 * Permissions for peers at a place.
 *
 * @param hosts for peers by their own place; empty for any
 * @param place the place of ours that they call; with the port of {@link NetAddress#NONE}, any
 * @param inbound whether it holds for those who call us
 * @param outbound whether it holds for those whom we call
 */
public record Whitelisting(Optional<Subnet> hosts, NetAddress place, boolean inbound, boolean outbound,
        Set<Permission> permissions) {
    public Whitelisting {
        permissions = Permission.complete(permissions);
    }

    /** For everybody who calls a place of ours ({@code -whitebind}). */
    public static Whitelisting callersOf(NetAddress place, Set<Permission> permissions) {
        return new Whitelisting(Optional.empty(), place, true, false, permissions);
    }

    boolean holdsFor(NetAddress remote, NetAddress local, Direction direction) {
        boolean rightWay = direction == Direction.INBOUND ? inbound : outbound;
        boolean rightPlace = place.port() == 0 || place.endpoint().equals(local.endpoint());
        return rightWay && rightPlace && hosts.filter(subnet -> !subnet.contains(remote)).isEmpty();
    }
}
