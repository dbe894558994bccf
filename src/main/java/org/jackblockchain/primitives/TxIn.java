package org.jackblockchain.primitives;

import java.util.List;

/**
 * An input: the output it spends and what unlocks it.
 *
 * @param sequence unsigned 32 bits; below 2^31 in a version 2 transaction it is a relative lock (BIP68)
 * @param witness the items of this input's witness stack, bottom first (BIP141); empty if it has none
 */
public record TxIn(OutPoint previous, Bytes scriptSig, int sequence, List<Bytes> witness) {
    /** The sequence of an input that asks for nothing. */
    public static final int FINAL = 0xffff_ffff;
    static final int MIN_BYTES = OutPoint.BYTES + 1 + 4;

    public TxIn {
        witness = List.copyOf(witness);
    }

    static TxIn read(ByteReader in) {
        return new TxIn(OutPoint.read(in), in.varBytes(), in.i32(), List.of());
    }

    void write(ByteWriter out) {
        previous.write(out);
        out.varBytes(scriptSig).i32(sequence);
    }

    /** The same input, unlocked by other items. */
    public TxIn withWitness(List<Bytes> items) {
        return new TxIn(previous, scriptSig, sequence, items);
    }
}
