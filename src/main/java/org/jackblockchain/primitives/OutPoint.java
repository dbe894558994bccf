package org.jackblockchain.primitives;

/**
 * Names one output of one transaction.
 *
 * @param index unsigned 32 bits
 */
public record OutPoint(Txid txid, int index) {
    static final int BYTES = Hash256.BYTES + 4;

    /** What the only input of a coinbase "spends". */
    public static final OutPoint COINBASE = new OutPoint(Txid.ZERO, 0xffff_ffff);

    @Override
    public boolean equals(Object other) {
        return other instanceof OutPoint that && index == that.index && txid.equals(that.txid);
    }

    @Override
    public int hashCode() {
        return 31 * txid.hashCode() + index;
    }

    public static OutPoint read(ByteReader in) {
        return new OutPoint(in.txid(), in.i32());
    }

    public void write(ByteWriter out) {
        out.hash(txid).i32(index);
    }
}
