package org.jackblockchain.wire;

import java.util.List;
import org.jackblockchain.primitives.Bytes;

/** Which addresses mean a host, and which of them a stranger could reach: the registries of RFC 6890. */
final class AddressRanges {
    /** All addresses of a network that begin with these bits. */
    private record Range(NetAddress.Network network, Bytes start, int bits) {
        static Range of(NetAddress.Network network, String startHex, int bits) {
            return new Range(network, Bytes.ofHex(startHex), bits);
        }

        boolean holds(NetAddress address) {
            if (address.network() != network)
                return false;
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((address.host().at(bit / 8) ^ start.at(bit / 8)) & mask) != 0)
                    return false;
            }
            return true;
        }
    }

    private static final NetAddress.Network IPV4 = NetAddress.Network.IPV4;
    private static final NetAddress.Network IPV6 = NetAddress.Network.IPV6;

    private static final List<Range> NO_HOST = List.of(
            Range.of(IPV4, "00000000", 32),
            Range.of(IPV4, "ffffffff", 32),
            Range.of(IPV6, "00000000000000000000000000000000", 128),
            // IPv4, TORv2 and names travel in these when addr is old, and not at all in addrv2
            Range.of(IPV6, "00000000000000000000ffff", 96),
            Range.of(IPV6, "fd87d87eeb43", 48),
            Range.of(IPV6, "fd6b88c08724", 48),
            // documentation, RFC 3849
            Range.of(IPV6, "20010db8", 32));

    private static final List<Range> LOCAL = List.of(
            Range.of(IPV4, "7f", 8),
            Range.of(IPV4, "00", 8),
            Range.of(IPV6, "00000000000000000000000000000001", 128));

    private static final List<Range> PRIVATE = List.of(
            // RFC 1918
            Range.of(IPV4, "0a", 8),
            Range.of(IPV4, "c0a8", 16),
            Range.of(IPV4, "ac10", 12),
            // benchmarks, RFC 2544
            Range.of(IPV4, "c612", 15),
            // link local, RFC 3927
            Range.of(IPV4, "a9fe", 16),
            // carriers' own, RFC 6598
            Range.of(IPV4, "6440", 10),
            // documentation, RFC 5737
            Range.of(IPV4, "c00002", 24),
            Range.of(IPV4, "c63364", 24),
            Range.of(IPV4, "cb0071", 24),
            // link local, RFC 4862
            Range.of(IPV6, "fe80000000000000", 64),
            // unique local, RFC 4193
            Range.of(IPV6, "fc", 7),
            // ORCHID, RFC 4843 and RFC 7343
            Range.of(IPV6, "20010010", 28),
            Range.of(IPV6, "20010020", 28));

    /** Every address of CJDNS begins with it. */
    private static final byte CJDNS_PREFIX = (byte) 0xfc;

    private AddressRanges() {}

    static boolean isValid(NetAddress address) {
        return switch (address.network()) {
            case IPV4, IPV6 -> !isIn(NO_HOST, address);
            case TORV3, I2P -> true;
            case CJDNS -> address.host().at(0) == CJDNS_PREFIX;
            case UNKNOWN -> false;
        };
    }

    static boolean isLocal(NetAddress address) {
        return isIn(LOCAL, address);
    }

    static boolean isRoutable(NetAddress address) {
        return isValid(address) && !isIn(LOCAL, address) && !isIn(PRIVATE, address);
    }

    private static boolean isIn(List<Range> ranges, NetAddress address) {
        return ranges.stream().anyMatch(range -> range.holds(address));
    }
}
