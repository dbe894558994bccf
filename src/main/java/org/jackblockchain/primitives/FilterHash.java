package org.jackblockchain.primitives;

/**
 * The hash of a block's compact filter, or of such a hash and the one before it: a filter header, which commits to the
 * filters of all blocks up to one (BIP157).
 */
public record FilterHash(long w0, long w1, long w2, long w3) implements Hash256 {
    /** What the header of genesis' filter stands on. */
    public static final FilterHash ZERO = new FilterHash(0, 0, 0, 0);

    /** @throws IllegalArgumentException unless {@code hex} is 64 hex digits */
    public static FilterHash of(String hex) {
        return new FilterHash(Hex.word(hex, 0), Hex.word(hex, 1), Hex.word(hex, 2), Hex.word(hex, 3));
    }

    /** Reads the 32 wire bytes at {@code offset}. */
    public static FilterHash fromWire(byte[] bytes, int offset) {
        return new FilterHash(LittleEndian.getLong(bytes, offset + 24), LittleEndian.getLong(bytes, offset + 16),
                LittleEndian.getLong(bytes, offset + 8), LittleEndian.getLong(bytes, offset));
    }

    @Override
    public String toString() {
        return hex();
    }
}
