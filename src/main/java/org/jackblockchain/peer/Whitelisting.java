package org.jackblockchain.peer;

import java.util.Set;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.wire.NetAddress;

/**
 * Permissions for peers at a place.
 *
 * @param hosts whose host begins with the bits of this one, for peers by their own place
 * @param prefixBits how many bits of {@code hosts} count
 * @param place the place of ours that they call; with the port of {@link NetAddress#NONE}, any
 * @param inbound whether it holds for those who call us
 * @param outbound whether it holds for those whom we call
 */
public record Whitelisting(Bytes hosts, int prefixBits, NetAddress place, boolean inbound, boolean outbound,
        Set<Permission> permissions) {
    public Whitelisting {
        permissions = Permission.complete(permissions);
    }

    /** For everybody who calls a place of ours ({@code -whitebind}). */
    public static Whitelisting callersOf(NetAddress place, Set<Permission> permissions) {
        return new Whitelisting(Bytes.of(new byte[0]), 0, place, true, false, permissions);
    }

    boolean holdsFor(NetAddress remote, NetAddress local, Direction direction) {
        boolean rightWay = direction == Direction.INBOUND ? inbound : outbound;
        boolean rightPlace = place.port() == 0 || place.endpoint().equals(local.endpoint());
        return rightWay && rightPlace && isAmong(remote.host());
    }

    private boolean isAmong(Bytes host) {
        if (prefixBits == 0)
            return true;
        byte[] theirs = host.toArray();
        byte[] ours = hosts.toArray();
        if (theirs.length != ours.length)
            return false;
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((theirs[bit / 8] ^ ours[bit / 8]) & mask) != 0)
                return false;
        }
        return true;
    }
}
