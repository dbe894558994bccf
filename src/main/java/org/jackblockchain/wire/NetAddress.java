package org.jackblockchain.wire;

import java.util.Optional;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MalformedException;

/**
 * Where a node listens, as peers gossip it.
 *
 * @param networkId as in BIP155; {@link #network()} names it. Unknown ones are kept and relayed to nobody
 * @param host the address in its network's own bytes, most significant first
 * @param port 0 to 65535
 * @param services bits of {@link Services}
 * @param time when the node was last seen, seconds since 1970, unsigned 32 bits
 */
public record NetAddress(int networkId, Bytes host, int port, long services, long time) {
    /** Longest {@code host} that any network may have (BIP155). */
    public static final int MAX_HOST_BYTES = 512;
    /** Nowhere: what a node says when it has nothing to say, {@code [::]:0}. */
    public static final NetAddress NONE = new NetAddress(Network.IPV6.id, Bytes.of(new byte[16]), 0, 0, 0);

    static final int V1_BYTES = 4 + 8 + 16 + 2;
    static final int V2_MIN_BYTES = 4 + 1 + 1 + 1 + 2;

    private static final Bytes IPV4_IN_IPV6 = Bytes.ofHex("00000000000000000000ffff");
    private static final long MAX_TIME = 0xffff_ffffL;

    /** The networks of BIP155. */
    public enum Network {
        IPV4(1, 4),
        IPV6(2, 16),
        TORV3(4, 32),
        I2P(5, 32),
        CJDNS(6, 16),
        /** From the future, or gone like TORv2. */
        UNKNOWN(0, -1);

        private final int id;
        private final int hostBytes;

        Network(int id, int hostBytes) {
            this.id = id;
            this.hostBytes = hostBytes;
        }

        public int id() {
            return id;
        }

        static Network of(int id) {
            return switch (id) {
                case 1 -> IPV4;
                case 2 -> IPV6;
                case 4 -> TORV3;
                case 5 -> I2P;
                case 6 -> CJDNS;
                default -> UNKNOWN;
            };
        }
    }

    public NetAddress {
        if (networkId < 0 || networkId > 0xff)
            throw new IllegalArgumentException("network " + networkId);
        if (port < 0 || port > 0xffff)
            throw new IllegalArgumentException("port " + port);
        if (time < 0 || time > MAX_TIME)
            throw new IllegalArgumentException("time " + time);
        if (!fits(networkId, host.length()))
            throw new IllegalArgumentException("network " + networkId + " has no host of " + host.length() + " bytes");
    }

    /** Of 4 bytes or 16; an IPv4 address in IPv6 clothes becomes what it is. No services, never seen. */
    public static NetAddress of(byte[] host, int port) {
        if (host.length == Network.IPV4.hostBytes)
            return new NetAddress(Network.IPV4.id, Bytes.of(host), port, 0, 0);
        return ofIpv6(Bytes.of(host), port);
    }

    /**
     * Reads {@code 127.0.0.1:5100} or {@code [::1]:5100}: numbers only, no names.
     *
     * @return empty when it is anything else
     */
    public static Optional<NetAddress> parse(String text) {
        return NetAddressText.parse(text);
    }

    private static NetAddress ofIpv6(Bytes host, int port) {
        if (host.length() == 16 && host.slice(0, 12).equals(IPV4_IN_IPV6))
            return new NetAddress(Network.IPV4.id, host.slice(12, 16), port, 0, 0);
        return new NetAddress(Network.IPV6.id, host, port, 0, 0);
    }

    static boolean fits(int networkId, int hostBytes) {
        Network network = Network.of(networkId);
        return network == Network.UNKNOWN ? hostBytes <= MAX_HOST_BYTES : hostBytes == network.hostBytes;
    }

    /** Services, host and port, as in {@link Message.Version}. */
    static NetAddress readBare(ByteReader in) {
        long services = in.i64();
        return ofIpv6(in.bytes(16), in.u16BigEndian()).withServices(services);
    }

    void writeBare(ByteWriter out) {
        out.i64(services).bytes(ipv6()).u16BigEndian(port);
    }

    static NetAddress readV1(ByteReader in) {
        long time = in.u32();
        return readBare(in).withTime(time);
    }

    void writeV1(ByteWriter out) {
        out.u32(time);
        writeBare(out);
    }

    static NetAddress readV2(ByteReader in) {
        long time = in.u32();
        long services = in.compactLong();
        int networkId = in.u8() & 0xff;
        long length = in.compactLong();
        if (length < 0 || length > MAX_HOST_BYTES)
            throw new MalformedException("Address too long: " + Long.toUnsignedString(length) + " > " + MAX_HOST_BYTES);
        if (!fits(networkId, (int) length))
            throw new MalformedException("BIP155 network " + networkId + " address with length " + length);
        return new NetAddress(networkId, in.bytes((int) length), in.u16BigEndian(), services, time);
    }

    void writeV2(ByteWriter out) {
        out.u32(time).compactLong(services).u8(networkId).varBytes(host).u16BigEndian(port);
    }

    public Network network() {
        return Network.of(networkId);
    }

    /** The bytes as IPv6, IPv4 dressed up; zeros for a network that IPv6 cannot hold, as Core sends them. */
    Bytes ipv6() {
        return switch (network()) {
            case IPV6 -> host;
            case IPV4 -> new ByteWriter(16).bytes(IPV4_IN_IPV6).bytes(host).toBytes();
            case TORV3, I2P, CJDNS, UNKNOWN -> NONE.host;
        };
    }

    public NetAddress withServices(long other) {
        return new NetAddress(networkId, host, port, other, time);
    }

    public NetAddress withTime(long other) {
        return new NetAddress(networkId, host, port, services, other);
    }

    /** The same place and nothing else: no services, no time. Equal for equal places, so fit for a map's key. */
    public NetAddress endpoint() {
        return new NetAddress(networkId, host, port, 0, 0);
    }

    /** Whether the address can name a host at all, on the internet or off it. */
    public boolean isValid() {
        return AddressRanges.isValid(this);
    }

    /** Whether the host is the very machine that says so. */
    public boolean isLocal() {
        return AddressRanges.isLocal(this);
    }

    /** Whether strangers could reach it: valid, and not of a private, local or documentation range. */
    public boolean isRoutable() {
        return AddressRanges.isRoutable(this);
    }

    /** Host and port as an operator writes them: {@code 127.0.0.1:5100}, {@code [::1]:5100}, {@code ….onion:5100}. */
    @Override
    public String toString() {
        String text = hostText();
        return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
    }

    /** The host alone, without brackets. */
    public String hostText() {
        return NetAddressText.host(this);
    }
}
