package org.jackblockchain.consensus.script;

import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** Signature operations, counted without running anything: a block may hold a limited cost of them. */
public final class Sigops {
    /** What an operation outside the witness costs; one inside costs 1 (BIP141). */
    public static final int LEGACY_COST = 4;

    private Sigops() {}

    /**
     * What a transaction's signature operations cost.
     *
     * @param spent what the inputs spend, in their order; nothing is asked of it for a coinbase
     */
    public static long cost(Transaction tx, List<TxOut> spent, ScriptFlags flags) {
        long cost = (long) LEGACY_COST * legacy(tx);
        if (tx.isCoinbase())
            return cost;
        if (flags.has(ScriptFlag.P2SH))
            cost += (long) LEGACY_COST * inP2sh(tx, spent);
        if (flags.has(ScriptFlag.WITNESS)) {
            for (int i = 0; i < tx.inputs().size(); i++)
                cost += inWitness(tx.inputs().get(i), spent.get(i).script());
        }
        return cost;
    }

    /** Of the scripts that the transaction itself shows, each multisig as twenty. */
    public static int legacy(Transaction tx) {
        int count = 0;
        for (TxIn input : tx.inputs())
            count += count(input.scriptSig(), false);
        for (TxOut output : tx.outputs())
            count += count(output.script(), false);
        return count;
    }

    /** Of the scripts behind the script hashes that the transaction spends (BIP16). */
    public static int inP2sh(Transaction tx, List<TxOut> spent) {
        if (tx.isCoinbase())
            return 0;
        int count = 0;
        for (int i = 0; i < tx.inputs().size(); i++) {
            if (Scripts.isPayToScriptHash(spent.get(i).script())) {
                Bytes redeem = lastPush(tx.inputs().get(i).scriptSig()).orElse(Bytes.EMPTY);
                count += count(redeem, true);
            }
        }
        return count;
    }

    /** Of version 0 witness programs, bare or behind a script hash; a tapscript has a budget of its own. */
    public static int inWitness(TxIn input, Bytes spentScript) {
        Optional<WitnessProgram> program = WitnessProgram.of(spentScript);
        if (program.isEmpty() && Scripts.isPayToScriptHash(spentScript))
            program = lastPush(input.scriptSig()).flatMap(WitnessProgram::of);
        if (program.isEmpty())
            return 0;
        if (program.get().isKeyHash())
            return 1;
        boolean runs = program.get().isScriptHash() && !input.witness().isEmpty();
        return runs ? count(input.witness().getLast(), true) : 0;
    }

    /** What the last operation pushes; empty unless the script does nothing but push. */
    private static Optional<Bytes> lastPush(Bytes script) {
        var in = new ScriptReader(script);
        while (in.hasNext()) {
            if (!in.next() || in.code() > Op.OP_16)
                return Optional.empty();
        }
        return Optional.of(in.data());
    }

    /**
     * Up to where the script breaks off.
     *
     * @param accurate a multisig counts as many as the small number before it says, otherwise twenty
     */
    public static int count(Bytes script, boolean accurate) {
        var in = new ScriptReader(script);
        int count = 0;
        int last = Op.OP_INVALIDOPCODE;
        while (in.next()) {
            int keys = accurate && Op.isSmallNumber(last) ? Op.smallNumber(last) : Limits.MAX_MULTISIG_KEYS;
            count += switch (in.code()) {
                case Op.OP_CHECKSIG, Op.OP_CHECKSIGVERIFY -> 1;
                case Op.OP_CHECKMULTISIG, Op.OP_CHECKMULTISIGVERIFY -> keys;
                default -> 0;
            };
            last = in.code();
        }
        return count;
    }
}
