package org.jackblockchain.primitives;

/**
 * An output: an amount and the script that locks it.
 *
 * @param value in the smallest unit, 10^-8 of a coin; any 64 bits can arrive, the rules bound it
 */
public record TxOut(long value, Bytes script) {
    static final int MIN_BYTES = 8 + 1;

    public static TxOut read(ByteReader in) {
        return new TxOut(in.i64(), in.varBytes());
    }

    public void write(ByteWriter out) {
        out.i64(value).varBytes(script);
    }
}
