package org.jackblockchain.app.twin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.peer.Permission;
import org.jackblockchain.peer.Whitelisting;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.wire.NetAddress;

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
        String network = given.rest();
        int slash = network.indexOf('/');
        String host = slash < 0 ? network : network.substring(0, slash);
        Optional<byte[]> bytes = numbers(host);
        int all = bytes.map(found -> found.length * Byte.SIZE).orElse(0);
        int bits = slash < 0 ? all : prefix(network.substring(slash + 1));
        if (bytes.isEmpty() || bits < 0 || bits > all)
            throw new StartError("Invalid netmask specified in -whitelist: '" + network + "'");
        return new Whitelisting(Bytes.of(bytes.get()), bits, NetAddress.NONE, given.in(), given.out(),
                given.permissions());
    }

    private static int prefix(String text) {
        if (text.contains(".")) {
            return numbers(text).filter(mask -> mask.length == Integer.BYTES).map(Whitelist::ones).orElse(-1);
        }
        return !text.isEmpty() && text.chars().allMatch(Character::isDigit) ? (int) Amounts.number(text) : -1;
    }

    /** How many ones a netmask begins with; -1 unless only zeros follow. */
    private static int ones(byte[] mask) {
        int word = 0;
        for (byte part : mask)
            word = (word << Byte.SIZE) | (part & 0xff);
        int ones = Integer.numberOfLeadingZeros(~word);
        return ones == Integer.SIZE || word << ones == 0 ? ones : -1;
    }

    private static Optional<byte[]> numbers(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || !bare.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':'))
            return Optional.empty();
        try {
            return Optional.of(InetAddress.getByName(bare).getAddress());
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
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
