package org.jackblockchain.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** Addresses as people write them. Numbers only: looking up a name is not for a pure room. */
final class NetAddressText {
    private static final int GROUPS = 8;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ONION_VERSION = 3;
    private static final int ONION_BYTES = 35;
    private static final int MAX_BASE32 = 56;
    private static final String ONION = ".onion";
    private static final String I2P = ".b32.i2p";

    private NetAddressText() {}

    static Optional<NetAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0)
            return Optional.empty();
        int port = number(text.substring(colon + 1), 10, 5);
        String host = text.substring(0, colon);
        if (port < 0 || port > 0xffff)
            return Optional.empty();
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        Optional<byte[]> bytes = bracketed ? ipv6(host.substring(1, host.length() - 1)) : ipv4(host);
        return bytes.map(found -> NetAddress.of(found, port));
    }

    /** A host without a port; of Tor and I2P as well. */
    static Optional<NetAddress> bareHost(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        String lower = bare.toLowerCase(Locale.ROOT);
        if (lower.endsWith(ONION))
            return onionHost(lower.substring(0, lower.length() - ONION.length()));
        if (lower.endsWith(I2P))
            return decode32(lower.substring(0, lower.length() - I2P.length())).filter(host -> host.length() == 32)
                    .map(host -> new NetAddress(NetAddress.Network.I2P.id(), host, 0, 0, 0));
        return (bare.indexOf(':') < 0 ? ipv4(bare) : ipv6(bare)).map(host -> NetAddress.of(host, 0));
    }

    private static Optional<NetAddress> onionHost(String text) {
        return decode32(text).filter(bytes -> bytes.length() == ONION_BYTES).map(bytes -> bytes.slice(0, 32))
                .filter(key -> base32(onion(key)).equals(text))
                .map(key -> new NetAddress(NetAddress.Network.TORV3.id(), key, 0, 0, 0));
    }

    static Optional<byte[]> ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4)
            return Optional.empty();
        byte[] host = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = number(parts[i], 10, 3);
            // a leading zero means octal to some and nothing to others
            if (part < 0 || part > 0xff || (parts[i].length() > 1 && parts[i].startsWith("0")))
                return Optional.empty();
            host[i] = (byte) part;
        }
        return Optional.of(host);
    }

    private static Optional<byte[]> ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0)
            return groups(text, true).filter(groups -> groups.size() == GROUPS).map(groups -> join(groups, List.of()));
        Optional<List<Integer>> head = groups(text.substring(0, gap), false);
        Optional<List<Integer>> tail = groups(text.substring(gap + 2), true);
        if (head.isEmpty() || tail.isEmpty() || head.get().size() + tail.get().size() >= GROUPS)
            return Optional.empty();
        return Optional.of(join(head.get(), tail.get()));
    }

    /** Groups of four hex digits between colons, the last two perhaps as an IPv4 address if it is the end. */
    private static Optional<List<Integer>> groups(String text, boolean isEnd) {
        var groups = new ArrayList<Integer>();
        if (text.isEmpty())
            return Optional.of(groups);
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (isEnd && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                Optional<byte[]> four = ipv4(parts[i]);
                if (four.isEmpty())
                    return Optional.empty();
                groups.add(pair(four.get(), 0));
                groups.add(pair(four.get(), 2));
                continue;
            }
            int group = number(parts[i], 16, 4);
            if (group < 0)
                return Optional.empty();
            groups.add(group);
        }
        return Optional.of(groups);
    }

    private static byte[] join(List<Integer> head, List<Integer> tail) {
        byte[] host = new byte[2 * GROUPS];
        for (int i = 0; i < head.size(); i++)
            putPair(host, 2 * i, head.get(i));
        for (int i = 0; i < tail.size(); i++)
            putPair(host, 2 * (GROUPS - tail.size() + i), tail.get(i));
        return host;
    }

    private static int pair(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static void putPair(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    /** A number of 1 to {@code maxDigits} ASCII digits, or -1. */
    static int number(String text, int radix, int maxDigits) {
        if (text.isEmpty() || text.length() > maxDigits)
            return -1;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0)
                return -1;
            value = value * radix + digit;
        }
        return value;
    }

    static String host(NetAddress address) {
        byte[] host = address.host().toArray();
        return switch (address.network()) {
            case IPV4 -> (host[0] & 0xff) + "." + (host[1] & 0xff) + "." + (host[2] & 0xff) + "." + (host[3] & 0xff);
            case IPV6, CJDNS -> compressed(host);
            case TORV3 -> base32(onion(address.host())) + ".onion";
            case I2P -> base32(host) + ".b32.i2p";
            case UNKNOWN -> "network" + address.networkId() + "-" + address.host();
        };
    }

    /** RFC 5952: lower case, no leading zeros, the first longest run of zero groups as two colons. */
    private static String compressed(byte[] host) {
        int runStart = -1;
        int runLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && pair(host, 2 * end) == 0)
                end++;
            if (end - start > runLength) {
                runStart = start;
                runLength = end - start;
            }
        }
        if (runStart < 0)
            return groups(host, 0, GROUPS);
        return groups(host, 0, runStart) + "::" + groups(host, runStart + runLength, GROUPS);
    }

    private static String groups(byte[] host, int from, int to) {
        var text = new ArrayList<String>();
        for (int i = from; i < to; i++)
            text.add(Integer.toHexString(pair(host, 2 * i)));
        return String.join(":", text);
    }

    /** The public key, two bytes of checksum and the version, as Tor's rend-spec-v3 has it. */
    private static byte[] onion(Bytes key) {
        var checked = new ByteWriter().array(".onion checksum".getBytes(StandardCharsets.US_ASCII)).bytes(key)
                .u8(ONION_VERSION).toArray();
        byte[] sum = sha3(checked);
        return new ByteWriter().bytes(key).u8(sum[0]).u8(sum[1]).u8(ONION_VERSION).toArray();
    }

    private static byte[] sha3(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA3-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has SHA3-256", e);
        }
    }

    /** RFC 4648, lower case, without padding. */
    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = buffer << 8 | (b & 0xff);
            for (bits += 8; bits >= 5; bits -= 5)
                text.append(BASE32.charAt(buffer >>> (bits - 5) & 31));
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0)
            text.append(BASE32.charAt(buffer << (5 - bits) & 31));
        return text.toString();
    }

    /** The bytes of whole groups of bits; empty unless all digits are known and what is left over is zero. */
    private static Optional<Bytes> decode32(String text) {
        if (text.length() > MAX_BASE32)
            return Optional.empty();
        var bytes = new ByteWriter();
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = BASE32.indexOf(text.charAt(i));
            if (digit < 0)
                return Optional.empty();
            buffer = buffer << 5 | digit;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.u8(buffer >>> bits);
                buffer &= (1 << bits) - 1;
            }
        }
        return buffer == 0 ? Optional.of(bytes.toBytes()) : Optional.empty();
    }
}
