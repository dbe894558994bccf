package org.jackblockchain.app.twin;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.peer.Permission;
import org.jackblockchain.peer.Whitelisting;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/** Reads {@code -whitelist=[permissions@]network} and {@code -whitebind=[permissions@]place}. */
final class Whitelist {
    private final Arguments arguments;

    /** @param rest what stands behind the "@", or all */
    private record Given(Set<Permission> permissions, boolean in, boolean out, String rest) {}

    Whitelist(Arguments arguments) {
        this.arguments = arguments;
    }

    /** @throws StartError in Core's words */
    List<Whitelisting> rows(int p2pPort) {
        List<Whitelisting> rows = new ArrayList<>();
        for (String text : arguments.all("whitelist"))
            rows.add(listed(text));
        for (String text : arguments.all("whitebind")) {
            Given given = given(text);
            InetSocketAddress place = TwinConfiguration.place("whitebind", given.rest(), p2pPort);
            rows.add(Whitelisting.callersOf(NetAddress.of(place.getAddress().getAddress(), place.getPort()),
                    given.permissions()));
        }
        return rows;
    }

    private Whitelisting listed(String text) {
        Given given = given(text);
        Subnet hosts = Subnet.parse(given.rest()).orElseThrow(
                () -> new StartError("Invalid netmask specified in -whitelist: '" + given.rest() + "'"));
        return new Whitelisting(Optional.of(hosts), NetAddress.NONE, given.in(), given.out(), given.permissions());
    }

    private Given given(String text) {
        int at = text.indexOf('@');
        if (at < 0)
            return new Given(implicit(), true, false, text);
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        boolean in = false;
        boolean out = false;
        for (String word : text.substring(0, at).split(",", -1)) {
            switch (word) {
                case "" -> {
                }
                case "in" -> in = true;
                case "out" -> out = true;
                case "all" -> permissions.addAll(EnumSet.allOf(Permission.class));
                case "bloom" -> permissions.add(Permission.BLOOM_FILTER);
                default -> permissions.add(Permission.of(word)
                        .orElseThrow(() -> new StartError("Invalid P2P permission: '" + word + "'")));
            }
        }
        if ((in || out) && permissions.isEmpty())
            throw new StartError("Only direction was set, no permissions: '" + text + "'");
        return new Given(permissions, in || !out, out, text.substring(at + 1));
    }

    /** What is meant where nothing is said. */
    private Set<Permission> implicit() {
        Set<Permission> permissions = EnumSet.of(Permission.NO_BAN, Permission.MEMPOOL);
        if (arguments.flag("whitelistrelay", true))
            permissions.add(Permission.RELAY);
        if (arguments.flag("whitelistforcerelay", false))
            permissions.add(Permission.FORCE_RELAY);
        return permissions;
    }
}
