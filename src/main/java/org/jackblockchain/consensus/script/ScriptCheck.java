package org.jackblockchain.consensus.script;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** Whether an input may spend what it spends. */
public final class ScriptCheck {
    private final TxIn input;
    private final Bytes spentScript;
    private final ScriptFlags flags;
    private final InputChecker checker;

    private ScriptCheck(SignedTransaction tx, int input, TxOut spent, ScriptFlags flags, SignatureCache cache) {
        this.input = tx.transaction().inputs().get(input);
        this.spentScript = spent.script();
        this.flags = flags;
        this.checker = new InputChecker(tx, input, cache);
    }

    /**
     * Runs the scripts of one input, as Core's {@code VerifyScript} does. A pure function: inputs can be checked in any
     * order and by several threads.
     *
     * @param tx knows at least the output that this input spends
     * @param flags {@link ScriptFlag#CLEANSTACK} and {@link ScriptFlag#WITNESS} with what they need
     * @return why it may not, empty if it may
     * @throws IllegalArgumentException if the output that the input spends is not known
     */
    public static Optional<ScriptError> verify(SignedTransaction tx, int input, ScriptFlags flags,
            SignatureCache cache) {
        TxOut spent = tx.spent(input)
                .orElseThrow(() -> new IllegalArgumentException("input " + input + " spends an unknown output"));
        try {
            new ScriptCheck(tx, input, spent, flags, cache).run();
            return Optional.empty();
        } catch (ScriptFailure failure) {
            return Optional.of(failure.error());
        }
    }

    /** Which input that is, and what it spends, in words. */
    public static String place(Transaction tx, int input) {
        TxIn in = tx.inputs().get(input);
        return "input %d of %s (wtxid %s), spending %s:%d".formatted(input, tx.txid(), tx.wtxid(),
                in.previous().txid(), in.previous().index());
    }

    private void run() {
        byte[] scriptSig = input.scriptSig().toArray();
        if (flags.has(ScriptFlag.SIGPUSHONLY) && !Scripts.isPushOnly(scriptSig))
            throw new ScriptFailure(ScriptError.SIG_PUSHONLY);
        var stack = new Stack();
        interpret(scriptSig, stack);
        boolean p2sh = flags.has(ScriptFlag.P2SH) && Scripts.isPayToScriptHash(spentScript);
        Stack pushed = p2sh ? stack.copy() : stack;
        interpret(spentScript.toArray(), stack);
        requireTrue(stack);
        Optional<WitnessProgram> program = witnessProgram(spentScript);
        if (program.isPresent()) {
            if (scriptSig.length > 0)
                throw new ScriptFailure(ScriptError.WITNESS_MALLEATED);
            new WitnessCheck(input, flags, checker, false).run(program.get());
        } else if (p2sh) {
            runRedeemScript(scriptSig, pushed);
        } else {
            requireClean(stack);
            requireNoWitness();
        }
    }

    /** BIP16: what the input pushed last is the script behind the hash, and what it pushed before is the stack. */
    private void runRedeemScript(byte[] scriptSig, Stack stack) {
        if (!Scripts.isPushOnly(scriptSig))
            throw new ScriptFailure(ScriptError.SIG_PUSHONLY);
        Bytes redeemScript = Bytes.of(stack.pop());
        interpret(redeemScript.toArray(), stack);
        requireTrue(stack);
        Optional<WitnessProgram> program = witnessProgram(redeemScript);
        if (program.isPresent()) {
            if (!Arrays.equals(scriptSig, Scripts.pushData(redeemScript).toArray()))
                throw new ScriptFailure(ScriptError.WITNESS_MALLEATED_P2SH);
            new WitnessCheck(input, flags, checker, true).run(program.get());
        } else {
            requireClean(stack);
            requireNoWitness();
        }
    }

    private Optional<WitnessProgram> witnessProgram(Bytes script) {
        return flags.has(ScriptFlag.WITNESS) ? WitnessProgram.of(script) : Optional.empty();
    }

    private void interpret(byte[] script, Stack stack) {
        new Interpreter(script, Rules.LEGACY, flags, stack, checker, null).run();
    }

    private static void requireTrue(Stack stack) {
        if (stack.size() == 0 || !Stack.isTrue(stack.at(1)))
            throw new ScriptFailure(ScriptError.EVAL_FALSE);
    }

    private void requireClean(Stack stack) {
        if (flags.has(ScriptFlag.CLEANSTACK) && stack.size() != 1)
            throw new ScriptFailure(ScriptError.CLEANSTACK);
    }

    private void requireNoWitness() {
        List<Bytes> witness = input.witness();
        if (flags.has(ScriptFlag.WITNESS) && !witness.isEmpty())
            throw new ScriptFailure(ScriptError.WITNESS_UNEXPECTED);
    }
}
