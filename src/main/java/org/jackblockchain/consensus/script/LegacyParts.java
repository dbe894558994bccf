package org.jackblockchain.consensus.script;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/**
 * What the hashes of before segwit go over again for each input: all inputs without scripts, once as they are and
 * once with their sequences at zero, and all outputs behind their count.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
record LegacyParts(byte[] inputs, byte[] inputsAtZero, byte[] outputs) {
    /** Each input's length here. */
    static final int INPUT_BYTES = 36 + 1 + 4;

    static LegacyParts of(Transaction tx) {
        int length = INPUT_BYTES * tx.inputs().size();
        var inputs = new ByteWriter(length);
        var atZero = new ByteWriter(length);
        for (TxIn input : tx.inputs()) {
            input.previous().write(inputs);
            inputs.u8(0).i32(input.sequence());
            input.previous().write(atZero);
            atZero.u8(0).i32(0);
        }
        var outputs = new ByteWriter().list(tx.outputs(), TxOut::write);
        return new LegacyParts(inputs.toArray(), atZero.toArray(), outputs.toArray());
    }
}
