package org.jackblockchain.primitives;

/** Identifies a block: double SHA-256 of its 80-byte header. */
public record BlockHash(long w0, long w1, long w2, long w3) implements Hash256 {
    /** The parent that a genesis block names. */
    public static final BlockHash ZERO = new BlockHash(0, 0, 0, 0);

    /** @throws IllegalArgumentException unless {@code hex} is 64 hex digits */
    public static BlockHash of(String hex) {
        return new BlockHash(Hex.word(hex, 0), Hex.word(hex, 1), Hex.word(hex, 2), Hex.word(hex, 3));
    }

    /** Reads the 32 wire bytes at {@code offset}. */
    public static BlockHash fromWire(byte[] bytes, int offset) {
        return new BlockHash(LittleEndian.getLong(bytes, offset + 24), LittleEndian.getLong(bytes, offset + 16),
                LittleEndian.getLong(bytes, offset + 8), LittleEndian.getLong(bytes, offset));
    }

    /** The low word: proof of work forces the high one towards zero. */
    @Override
    public int hashCode() {
        return (int) w3;
    }

    @Override
    public String toString() {
        return hex();
    }
}
