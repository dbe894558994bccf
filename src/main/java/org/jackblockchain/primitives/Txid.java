package org.jackblockchain.primitives;

/** Identifies a transaction without its witnesses: double SHA-256 of its bytes in the original format. */
public record Txid(long w0, long w1, long w2, long w3) implements Hash256 {
    /** What a coinbase names as the transaction that it spends. */
    public static final Txid ZERO = new Txid(0, 0, 0, 0);

    /** @throws IllegalArgumentException unless {@code hex} is 64 hex digits */
    public static Txid of(String hex) {
        return new Txid(Hex.word(hex, 0), Hex.word(hex, 1), Hex.word(hex, 2), Hex.word(hex, 3));
    }

    /** Reads the 32 wire bytes at {@code offset}. */
    public static Txid fromWire(byte[] bytes, int offset) {
        return new Txid(LittleEndian.getLong(bytes, offset + 24), LittleEndian.getLong(bytes, offset + 16),
                LittleEndian.getLong(bytes, offset + 8), LittleEndian.getLong(bytes, offset));
    }

    // By hand, as in OutPoint: the coins' maps ask millions of times, and what the JVM generates costs them a tenth.
    @Override
    public boolean equals(Object other) {
        return other instanceof Txid that && w3 == that.w3 && w2 == that.w2 && w1 == that.w1 && w0 == that.w0;
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
