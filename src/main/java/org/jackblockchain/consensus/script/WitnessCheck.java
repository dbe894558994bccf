package org.jackblockchain.consensus.script;

import java.util.Arrays;
import java.util.List;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.TxIn;
import org.jspecify.annotations.Nullable;

/** Whether an input's witness fits the witness program that it spends. */
final class WitnessCheck {
    private final TxIn input;
    private final ScriptFlags flags;
    private final InputChecker checker;
    private final boolean behindHash;

    /** @param behindHash whether the program is a script behind a script hash */
    WitnessCheck(TxIn input, ScriptFlags flags, InputChecker checker, boolean behindHash) {
        this.input = input;
        this.flags = flags;
        this.checker = checker;
        this.behindHash = behindHash;
    }

    /** @throws ScriptFailure unless it does */
    void run(WitnessProgram program) {
        List<Bytes> witness = input.witness();
        if (program.version() == 0) {
            runV0(program, witness);
        } else if (program.isTaproot() && !behindHash) {
            if (flags.has(ScriptFlag.TAPROOT))
                runTaproot(program.program().toArray(), witness);
        } else if (!(program.isAnchor() && !behindHash)
                && flags.has(ScriptFlag.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM)) {
            throw new ScriptFailure(ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM);
        }
    }

    private void runV0(WitnessProgram program, List<Bytes> witness) {
        if (program.isScriptHash()) {
            if (witness.isEmpty())
                throw new ScriptFailure(ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
            byte[] script = witness.getLast().toArray();
            if (!Arrays.equals(Sha256.once(script), program.program().toArray()))
                throw new ScriptFailure(ScriptError.WITNESS_PROGRAM_MISMATCH);
            runScript(script, Rules.WITNESS_V0, witness.subList(0, witness.size() - 1), null);
        } else if (program.isKeyHash()) {
            if (witness.size() != 2)
                throw new ScriptFailure(ScriptError.WITNESS_PROGRAM_MISMATCH);
            runScript(keyHashScript(program.program()), Rules.WITNESS_V0, witness, null);
        } else {
            throw new ScriptFailure(ScriptError.WITNESS_PROGRAM_WRONG_LENGTH);
        }
    }

    private static byte[] keyHashScript(Bytes hash) {
        return new ByteWriter(25).u8(Op.OP_DUP).u8(Op.OP_HASH160).varBytes(hash).u8(Op.OP_EQUALVERIFY)
                .u8(Op.OP_CHECKSIG).toArray();
    }

    private void runTaproot(byte[] outputKey, List<Bytes> witness) {
        if (witness.isEmpty())
            throw new ScriptFailure(ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
        Bytes last = witness.getLast();
        boolean annex = witness.size() >= 2 && last.length() > 0 && last.at(0) == Taproot.ANNEX_TAG;
        List<Bytes> items = annex ? witness.subList(0, witness.size() - 1) : witness;
        byte[] annexHash = annex ? Sha256.once(new ByteWriter(last.length() + 9).varBytes(last).toArray()) : null;
        if (items.size() == 1) {
            var place = new Sighash.TaprootPlace(annexHash, null, -1);
            checker.requireSchnorr(items.getFirst().toArray(), outputKey, place);
        } else {
            runLeaf(outputKey, items, annexHash);
        }
    }

    private void runLeaf(byte[] outputKey, List<Bytes> items, byte @Nullable [] annexHash) {
        byte[] control = items.getLast().toArray();
        byte[] script = items.get(items.size() - 2).toArray();
        if (!Taproot.hasControlLength(control))
            throw new ScriptFailure(ScriptError.TAPROOT_WRONG_CONTROL_SIZE);
        int version = control[0] & Taproot.LEAF_MASK;
        byte[] leafHash = Taproot.leafHash(version, script);
        if (!Taproot.isCommitted(outputKey, control, leafHash))
            throw new ScriptFailure(ScriptError.WITNESS_PROGRAM_MISMATCH);
        if (version == Taproot.TAPSCRIPT) {
            var tapscript = new TapscriptRun(annexHash, leafHash, serializedSize(input.witness()));
            runScript(script, Rules.TAPSCRIPT, items.subList(0, items.size() - 2), tapscript);
        } else if (flags.has(ScriptFlag.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION)) {
            throw new ScriptFailure(ScriptError.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION);
        }
    }

    private static long serializedSize(List<Bytes> witness) {
        long size = ByteWriter.compactSizeLength(witness.size());
        for (Bytes item : witness)
            size += ByteWriter.compactSizeLength(item.length()) + item.length();
        return size;
    }

    private void runScript(byte[] script, Rules rules, List<Bytes> items, @Nullable TapscriptRun tapscript) {
        if (rules == Rules.TAPSCRIPT && succeedsAnyway(script))
            return;
        if (rules == Rules.TAPSCRIPT && items.size() > Limits.MAX_STACK_ITEMS)
            throw new ScriptFailure(ScriptError.STACK_SIZE);
        var stack = new Stack();
        for (Bytes item : items) {
            if (item.length() > Limits.MAX_ITEM_BYTES)
                throw new ScriptFailure(ScriptError.PUSH_SIZE);
            stack.push(item.toArray());
        }
        new Interpreter(script, rules, flags, stack, checker, tapscript).run();
        if (stack.size() != 1)
            throw new ScriptFailure(ScriptError.CLEANSTACK);
        if (!Stack.isTrue(stack.pop()))
            throw new ScriptFailure(ScriptError.EVAL_FALSE);
    }

    /** Whether an operation that is kept for later makes the script valid, whatever else is wrong with it (BIP342). */
    private boolean succeedsAnyway(byte[] script) {
        var in = new ScriptReader(script);
        while (in.hasNext()) {
            if (!in.next())
                throw new ScriptFailure(ScriptError.BAD_OPCODE);
            if (Op.isSuccess(in.code())) {
                if (flags.has(ScriptFlag.DISCOURAGE_OP_SUCCESS))
                    throw new ScriptFailure(ScriptError.DISCOURAGE_OP_SUCCESS);
                return true;
            }
        }
        return false;
    }
}
