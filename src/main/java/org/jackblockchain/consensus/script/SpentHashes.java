package org.jackblockchain.consensus.script;

import java.util.List;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.TxOut;

/** Hashes over all outputs that a transaction spends (BIP341). */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
record SpentHashes(byte[] amounts, byte[] scripts) {

    static SpentHashes of(List<TxOut> spent) {
        var amounts = new ByteWriter(8 * spent.size());
        var scripts = new ByteWriter();
        for (TxOut output : spent) {
            amounts.i64(output.value());
            scripts.varBytes(output.script());
        }
        return new SpentHashes(Sha256.once(amounts.toArray()), Sha256.once(scripts.toArray()));
    }
}
