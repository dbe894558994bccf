package org.jackblockchain.consensus.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** One question to the interpreter, which can also be written down and asked of another node. */
record Spend(Transaction tx, List<TxOut> spent, int input, ScriptFlags flags) {
    Spend {
        spent = List.copyOf(spent);
    }

    Optional<ScriptError> verdict() {
        return ScriptCheck.verify(SignedTransaction.of(tx, spent), input, flags, SignatureCache.NONE);
    }

    Spend by(ScriptFlags other) {
        return new Spend(tx, spent, input, other);
    }

    TxIn own() {
        return tx.inputs().get(input);
    }

    Spend withWitness(List<Bytes> witness) {
        return with(own().withWitness(witness));
    }

    Spend withScriptSig(Bytes scriptSig) {
        return with(new TxIn(own().previous(), scriptSig, own().sequence(), own().witness()));
    }

    Spend with(TxIn changed) {
        var inputs = new ArrayList<>(tx.inputs());
        inputs.set(input, changed);
        return with(new Transaction(tx.version(), inputs, tx.outputs(), tx.lockTime()));
    }

    Spend with(Transaction changed) {
        return new Spend(changed, spent, input, flags);
    }

    Spend spending(int place, TxOut output) {
        var outputs = new ArrayList<>(spent);
        outputs.set(place, output);
        return new Spend(tx, outputs, input, flags);
    }

    /** Flags, input, transaction, and what each input spends. */
    String text() {
        var text = new StringBuilder();
        text.append(flags.bits()).append(' ').append(input).append(' ').append(Hex.of(tx.toBytes())).append(' ')
                .append(spent.size());
        for (TxOut output : spent) {
            String script = output.script().length() == 0 ? "-" : output.script().hex();
            text.append(' ').append(output.value()).append(' ').append(script);
        }
        return text.toString();
    }

    static Spend parse(String text) {
        List<String> words = List.of(text.split(" ", -1));
        Transaction tx = ByteReader.readAll(Hex.parse(words.get(2)), Transaction::read);
        var spent = new ArrayList<TxOut>();
        for (int i = 4; i < words.size(); i += 2) {
            String script = words.get(i + 1).replace("-", "");
            spent.add(new TxOut(Long.parseLong(words.get(i)), Bytes.ofHex(script)));
        }
        return new Spend(tx, spent, Integer.parseInt(words.get(1)), new ScriptFlags(Integer.parseInt(words.get(0))));
    }
}
