package org.jackblockchain.consensus.script;

import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** Transactions that spend one script, in the form that Core's script vectors are signed for. */
final class Spends {
    private Spends() {}

    /** The transaction that makes the output. */
    static Transaction credit(Bytes script, long value) {
        var input = new TxIn(OutPoint.COINBASE, Bytes.ofHex("0000"), TxIn.FINAL, List.of());
        return new Transaction(1, List.of(input), List.of(new TxOut(value, script)), 0);
    }

    static SignedTransaction of(Bytes scriptSig, Bytes script, List<Bytes> witness, long value) {
        var previous = new OutPoint(credit(script, value).txid(), 0);
        var input = new TxIn(previous, scriptSig, TxIn.FINAL, witness);
        var tx = new Transaction(1, List.of(input), List.of(new TxOut(value, Bytes.EMPTY)), 0);
        return SignedTransaction.of(tx, List.of(new TxOut(value, script)));
    }

    static Optional<ScriptError> verify(Bytes scriptSig, Bytes script, List<Bytes> witness, long value,
            ScriptFlags flags) {
        return ScriptCheck.verify(of(scriptSig, script, witness, value), 0, flags, SignatureCache.NONE);
    }

    /** Both scripts in words, without a witness. */
    static Optional<ScriptError> verify(String scriptSig, String script, ScriptFlags flags) {
        return verify(Asm.script(scriptSig), Asm.script(script), List.of(), 0, flags);
    }

    /** Core's tests add what CLEANSTACK and WITNESS need. */
    static ScriptFlags filled(ScriptFlags flags) {
        ScriptFlags filled = flags.has(ScriptFlag.CLEANSTACK) ? flags.plus(ScriptFlag.WITNESS) : flags;
        return filled.has(ScriptFlag.WITNESS) ? filled.plus(ScriptFlag.P2SH) : filled;
    }

    /** Without WITNESS if P2SH is missing, and without CLEANSTACK if WITNESS is. */
    static ScriptFlags trimmed(ScriptFlags flags) {
        ScriptFlags trimmed = flags.has(ScriptFlag.P2SH) ? flags : flags.minus(ScriptFlag.WITNESS);
        return trimmed.has(ScriptFlag.WITNESS) ? trimmed : trimmed.minus(ScriptFlag.CLEANSTACK);
    }
}
