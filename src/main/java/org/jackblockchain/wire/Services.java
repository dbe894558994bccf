package org.jackblockchain.wire;

/** What a node says it can serve: bits of the {@code services} field. Unknown bits are kept and mean nothing. */
public final class Services {
    public static final long NONE = 0;
    /** Serves every block of the chain. */
    public static final long NETWORK = 1;
    /** Serves light clients by filters (BIP111). */
    public static final long BLOOM = 1 << 2;
    /** Serves blocks and transactions with their witnesses (BIP144). */
    public static final long WITNESS = 1 << 3;
    /** Serves compact filters of blocks (BIP157). */
    public static final long COMPACT_FILTERS = 1 << 6;
    /** Serves at least the last 288 blocks (BIP159). */
    public static final long NETWORK_LIMITED = 1 << 10;

    private Services() {}

    /** Whether all bits of {@code wanted} are offered. */
    public static boolean has(long offered, long wanted) {
        return (offered & wanted) == wanted;
    }
}
