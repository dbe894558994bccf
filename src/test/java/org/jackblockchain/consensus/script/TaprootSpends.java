package org.jackblockchain.consensus.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** Spends of taproot outputs: two inputs, of which the second is looked at, and two outputs. */
final class TaprootSpends {
    static final int KEY = 3;

    private TaprootSpends() {}

    /** A script with these items, that signs nothing: its leaf is the whole tree. */
    static Spend of(Bytes script, List<Bytes> items) {
        return leaf(script, Taproot.TAPSCRIPT, items, ScriptFlags.MANDATORY);
    }

    static Spend leaf(Bytes script, int version, List<Bytes> items, ScriptFlags flags) {
        byte[] root = Taproot.leafHash(version, script.toArray());
        byte[] output = Curve.add(Keys.x(KEY), Taproot.tweak(Keys.x(KEY), root)).orElseThrow();
        Bytes control = new ByteWriter().u8(version | (output[0] & 1)).array(Keys.x(KEY)).toBytes();
        var witness = new ArrayList<>(items);
        witness.add(script);
        witness.add(control);
        Bytes locked = new ByteWriter().u8(Op.OP_1).u8(32).array(output, 1, 32).toBytes();
        return unsigned(locked).by(flags).withWitness(witness);
    }

    static Spend signed(Lock lock, int hashType) {
        Spend spend = unsigned(lock.script());
        var unlocked = lock.unlock(SignedTransaction.of(spend.tx(), spend.spent()), spend.input(), hashType);
        return spend.withScriptSig(unlocked.scriptSig()).withWitness(unlocked.witness());
    }

    static Spend unsigned(Bytes script) {
        var first = new TxIn(new OutPoint(new Txid(9, 9, 9, 9), 7), Bytes.EMPTY, 11, List.of());
        var second = new TxIn(new OutPoint(new Txid(1, 2, 3, 4), 1), Bytes.EMPTY, 12, List.of());
        var outputs = List.of(new TxOut(5, Bytes.ofHex("51")), new TxOut(6, Bytes.ofHex("52")));
        var tx = new Transaction(2, List.of(first, second), outputs, 0);
        return new Spend(tx, List.of(new TxOut(100, Bytes.ofHex("53")), new TxOut(200, script)), 1,
                ScriptFlags.MANDATORY);
    }

    static Lock.TaprootLeaf leaf(Program program, int pathLength, Optional<Bytes> annex) {
        var path = new ArrayList<Bytes>();
        for (int i = 0; i < pathLength; i++)
            path.add(Bytes.of(Keys.x(i)));
        return new Lock.TaprootLeaf(KEY, program, Taproot.TAPSCRIPT, path, annex);
    }
}
