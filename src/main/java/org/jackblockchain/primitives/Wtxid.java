package org.jackblockchain.primitives;

/** Identifies a transaction with its witnesses (BIP141): double SHA-256 of all its bytes. */
public record Wtxid(long w0, long w1, long w2, long w3) implements Hash256 {
    /** Stands for the coinbase in the witness merkle tree, which cannot hold its own commitment (BIP141). */
    public static final Wtxid ZERO = new Wtxid(0, 0, 0, 0);

    /** @throws IllegalArgumentException unless {@code hex} is 64 hex digits */
    public static Wtxid of(String hex) {
        return new Wtxid(Hex.word(hex, 0), Hex.word(hex, 1), Hex.word(hex, 2), Hex.word(hex, 3));
    }

    /** Reads the 32 wire bytes at {@code offset}. */
    public static Wtxid fromWire(byte[] bytes, int offset) {
        return new Wtxid(LittleEndian.getLong(bytes, offset + 24), LittleEndian.getLong(bytes, offset + 16),
                LittleEndian.getLong(bytes, offset + 8), LittleEndian.getLong(bytes, offset));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wtxid that && w3 == that.w3 && w2 == that.w2 && w1 == that.w1 && w0 == that.w0;
    }

    @Override
    public int hashCode() {
        return (int) w3;
    }

    @Override
    public String toString() {
        return hex();
    }
}
