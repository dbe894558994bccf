package org.jackblockchain.primitives;

/**
 * A 256-bit hash: four words, most significant first, so that order and hex follow reading order.
 * On the wire the same number travels little-endian, 32 bytes.
 */
public sealed interface Hash256 permits BlockHash, FilterHash, MerkleRoot, Txid, Wtxid {
    /** Length on the wire, in bytes. */
    int BYTES = 32;

    long w0();

    long w1();

    long w2();

    long w3();

    /** Sixty-four hex digits in reading order, as block explorers and Core's RPC show a hash. */
    default String hex() {
        return Hex.ofWord(w0()) + Hex.ofWord(w1()) + Hex.ofWord(w2()) + Hex.ofWord(w3());
    }

    default boolean isZero() {
        return (w0() | w1() | w2() | w3()) == 0;
    }
}
