package org.jackblockchain.consensus.script;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** Hashes over all inputs or outputs: once for taproot (BIP341), of that once more for version 0 (BIP143). */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
record SharedHashes(byte[] previous, byte[] sequences, byte[] outputs, byte[] previousTwice, byte[] sequencesTwice,
        byte[] outputsTwice) {

    static SharedHashes of(Transaction tx) {
        var previous = new ByteWriter(36 * tx.inputs().size());
        var sequences = new ByteWriter(4 * tx.inputs().size());
        for (TxIn input : tx.inputs()) {
            input.previous().write(previous);
            sequences.i32(input.sequence());
        }
        var outputs = new ByteWriter();
        for (TxOut output : tx.outputs())
            output.write(outputs);
        byte[] first = Sha256.once(previous.toArray());
        byte[] second = Sha256.once(sequences.toArray());
        byte[] third = Sha256.once(outputs.toArray());
        return new SharedHashes(first, second, third, Sha256.once(first), Sha256.once(second), Sha256.once(third));
    }
}
