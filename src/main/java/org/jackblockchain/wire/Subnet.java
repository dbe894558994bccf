package org.jackblockchain.wire;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

import org.jackblockchain.primitives.Bytes;

/**
 * All hosts whose address begins alike.
 *
 * @param networkId as in {@link NetAddress}
 * @param host the first of them: the bits that do not count are zero
 * @param prefixBits how many bits count; all of them for a single host
 */
public record Subnet(int networkId, Bytes host, int prefixBits) implements Comparable<Subnet> {
    private static final Comparator<Subnet> ORDER = Comparator.comparingInt(Subnet::networkId)
            .thenComparing(subnet -> subnet.host().toArray(), Arrays::compareUnsigned)
            .thenComparingInt(Subnet::prefixBits);

    public Subnet {
        if (prefixBits < 0 || prefixBits > host.length() * Byte.SIZE)
            throw new IllegalArgumentException(prefixBits + " bits of " + host.length() + " bytes");
        host = masked(host, prefixBits);
    }

    /** One host alone. */
    public static Subnet of(NetAddress address) {
        return new Subnet(address.networkId(), address.host(), address.host().length() * Byte.SIZE);
    }

    /**
     * Reads {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code 10.0.0.0/255.0.0.0}, {@code 2001:db8::/32} and single hosts of
     * Tor and I2P.
     *
     * @return empty when it is anything else
     */
    public static Optional<Subnet> parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        Optional<Subnet> whole = NetAddressText.bareHost(host).map(Subnet::of);
        if (slash < 0 || whole.isEmpty())
            return whole;
        NetAddress.Network network = NetAddress.Network.of(whole.get().networkId());
        boolean hasParts = network == NetAddress.Network.IPV4 || network == NetAddress.Network.IPV6;
        int bits = prefix(text.substring(slash + 1), network);
        return hasParts && bits >= 0 && bits <= whole.get().prefixBits()
                ? Optional.of(new Subnet(whole.get().networkId(), whole.get().host(), bits))
                : Optional.empty();
    }

    /** A number of bits, or an IPv4 mask; -1 for what is neither. */
    private static int prefix(String text, NetAddress.Network network) {
        if (text.indexOf('.') < 0)
            return NetAddressText.number(text, 10, 3);
        return network == NetAddress.Network.IPV4
                ? NetAddressText.ipv4(text).map(Subnet::ones).orElse(-1)
                : -1;
    }

    /** How many ones a mask begins with; -1 unless only zeros follow. */
    private static int ones(byte[] mask) {
        int word = 0;
        for (byte part : mask)
            word = (word << Byte.SIZE) | (part & 0xff);
        int ones = Integer.numberOfLeadingZeros(~word);
        return ones == Integer.SIZE || word << ones == 0 ? ones : -1;
    }

    private static Bytes masked(Bytes host, int bits) {
        byte[] bytes = host.toArray();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            bytes[i] &= (byte) (0xff00 >> kept);
        }
        return Bytes.of(bytes);
    }

    public boolean contains(NetAddress address) {
        return address.networkId() == networkId && masked(address.host(), prefixBits).equals(host);
    }

    /** By network, host and bits, as Core lists them. */
    @Override
    public int compareTo(Subnet other) {
        return ORDER.compare(this, other);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String text = new NetAddress(networkId, host, 0, 0, 0).hostText();
        return switch (NetAddress.Network.of(networkId)) {
            case IPV4, IPV6 -> text + "/" + prefixBits;
            default -> text;
        };
    }
}
