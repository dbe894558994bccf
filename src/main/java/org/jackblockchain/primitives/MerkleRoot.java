package org.jackblockchain.primitives;

/** Commits to all transactions of a block, in their order: root of the tree of their txids. */
public record MerkleRoot(long w0, long w1, long w2, long w3) implements Hash256 {

    /** @throws IllegalArgumentException unless {@code hex} is 64 hex digits */
    public static MerkleRoot of(String hex) {
        return new MerkleRoot(Hex.word(hex, 0), Hex.word(hex, 1), Hex.word(hex, 2), Hex.word(hex, 3));
    }

    /** Reads the 32 wire bytes at {@code offset}. */
    public static MerkleRoot fromWire(byte[] bytes, int offset) {
        return new MerkleRoot(LittleEndian.getLong(bytes, offset + 24), LittleEndian.getLong(bytes, offset + 16),
                LittleEndian.getLong(bytes, offset + 8), LittleEndian.getLong(bytes, offset));
    }

    @Override
    public String toString() {
        return hex();
    }
}
