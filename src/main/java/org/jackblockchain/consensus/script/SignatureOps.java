package org.jackblockchain.consensus.script;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The operations of a script that ask about the transaction: signatures and lock times. */
final class SignatureOps {
    private final byte[] script;
    private final Rules rules;
    private final ScriptFlags flags;
    private final boolean minimal;
    private final Stack stack;
    private final InputChecker checker;
    private final @Nullable TapscriptRun tapscript;
    /** Where the part of the script that signatures sign begins. */
    private int codeStart;
    /** The number of the operation that was the last CODESEPARATOR. */
    private int separator = -1;

    SignatureOps(byte[] script, Rules rules, ScriptFlags flags, Stack stack, InputChecker checker,
            @Nullable TapscriptRun tapscript) {
        this.script = script;
        this.rules = rules;
        this.flags = flags;
        this.minimal = flags.has(ScriptFlag.MINIMALDATA);
        this.stack = stack;
        this.checker = checker;
        this.tapscript = tapscript;
    }

    /** A CODESEPARATOR was run. */
    void separate(int position, int index) {
        codeStart = position;
        separator = index;
    }

    /** {@code signature key -> boolean}. */
    void checkOne() {
        stack.require(2);
        byte[] key = stack.pop();
        byte[] signature = stack.pop();
        stack.push(isGood(signature, key));
    }

    /** {@code signature number key -> number}, only in tapscript. */
    void add() {
        if (rules != Rules.TAPSCRIPT)
            throw new ScriptFailure(ScriptError.BAD_OPCODE);
        stack.require(3);
        byte[] key = stack.pop();
        long number = number(stack.pop());
        stack.push(ScriptNumber.bytes(number + (isGood(stack.pop(), key) ? 1 : 0)));
    }

    private boolean isGood(byte[] signature, byte[] key) {
        return tapscript == null ? isGoodEcdsa(signature, key) : isGoodSchnorr(tapscript, signature, key);
    }

    /** BIP342: an empty signature is bad, any other has to be good. */
    private boolean isGoodSchnorr(TapscriptRun run, byte[] signature, byte[] key) {
        boolean given = signature.length > 0;
        if (given)
            run.payForSignature();
        if (key.length == 0)
            throw new ScriptFailure(ScriptError.PUBKEYTYPE);
        if (key.length != Curve.BYTES) {
            if (flags.has(ScriptFlag.DISCOURAGE_UPGRADABLE_PUBKEYTYPE))
                throw new ScriptFailure(ScriptError.DISCOURAGE_UPGRADABLE_PUBKEYTYPE);
        } else if (given) {
            checker.requireSchnorr(signature, key, run.place(separator));
        }
        return given;
    }

    private boolean isGoodEcdsa(byte[] signature, byte[] key) {
        byte[] code = without(scriptCode(), signature);
        requireEncodings(signature, key);
        boolean good = checker.checkEcdsa(signature, key, code, rules);
        if (!good && signature.length > 0 && flags.has(ScriptFlag.NULLFAIL))
            throw new ScriptFailure(ScriptError.SIG_NULLFAIL);
        return good;
    }

    private byte[] scriptCode() {
        return codeStart == 0 ? script : Arrays.copyOfRange(script, codeStart, script.length);
    }

    /** Before segwit, a signature does not sign itself where the script holds it. */
    private byte[] without(byte[] code, byte[] signature) {
        if (rules != Rules.LEGACY)
            return code;
        byte[] rest = FindAndDelete.push(code, signature);
        if (rest.length < code.length && flags.has(ScriptFlag.CONST_SCRIPTCODE))
            throw new ScriptFailure(ScriptError.SIG_FINDANDDELETE);
        return rest;
    }

    private void requireEncodings(byte[] signature, byte[] key) {
        if (signature.length > 0)
            requireSignatureEncoding(signature);
        if (flags.has(ScriptFlag.STRICTENC) && !isCompressed(key) && !isUncompressed(key))
            throw new ScriptFailure(ScriptError.PUBKEYTYPE);
        if (flags.has(ScriptFlag.WITNESS_PUBKEYTYPE) && rules == Rules.WITNESS_V0 && !isCompressed(key))
            throw new ScriptFailure(ScriptError.WITNESS_PUBKEYTYPE);
    }

    private void requireSignatureEncoding(byte[] signature) {
        boolean strict = flags.has(ScriptFlag.DERSIG) || flags.has(ScriptFlag.LOW_S)
                || flags.has(ScriptFlag.STRICTENC);
        if (strict && !EcdsaSignature.isStrict(signature))
            throw new ScriptFailure(ScriptError.SIG_DER);
        int last = signature.length - 1;
        if (flags.has(ScriptFlag.LOW_S)
                && !EcdsaSignature.readLax(Arrays.copyOf(signature, last)).orElseThrow().isLowS()) {
            throw new ScriptFailure(ScriptError.SIG_HIGH_S);
        }
        if (flags.has(ScriptFlag.STRICTENC) && !EcdsaSignature.hasDefinedType(signature))
            throw new ScriptFailure(ScriptError.SIG_HASHTYPE);
    }

    private static boolean isCompressed(byte[] key) {
        return key.length == Curve.COMPRESSED_BYTES && (key[0] == 2 || key[0] == 3);
    }

    private static boolean isUncompressed(byte[] key) {
        return key.length == Curve.UNCOMPRESSED_BYTES && key[0] == 4;
    }

    /** How many keys the multisig that comes next has. */
    int multisigKeys() {
        if (rules == Rules.TAPSCRIPT)
            throw new ScriptFailure(ScriptError.TAPSCRIPT_CHECKMULTISIG);
        stack.require(1);
        long keys = number(stack.at(1));
        if (keys < 0 || keys > Limits.MAX_MULTISIG_KEYS)
            throw new ScriptFailure(ScriptError.PUBKEY_COUNT);
        return (int) keys;
    }

    /** {@code dummy signature… count key… count -> boolean}, where the dummy is a mistake that came to stay. */
    void checkSeveral() {
        int keys = multisigKeys();
        stack.require(keys + 2);
        long count = number(stack.at(keys + 2));
        if (count < 0 || count > keys)
            throw new ScriptFailure(ScriptError.SIG_COUNT);
        int signatures = (int) count;
        int first = keys + 3;
        stack.require(first + signatures);
        byte[] code = scriptCode();
        for (int i = 0; i < signatures; i++)
            code = without(code, stack.at(first + i));
        boolean good = haveSigned(keys, signatures, code);
        boolean empty = true;
        for (int i = 0; i < signatures; i++)
            empty &= stack.at(first + i).length == 0;
        if (!good && !empty && flags.has(ScriptFlag.NULLFAIL))
            throw new ScriptFailure(ScriptError.SIG_NULLFAIL);
        stack.drop(keys + signatures + 2);
        if (stack.pop().length > 0 && flags.has(ScriptFlag.NULLDUMMY))
            throw new ScriptFailure(ScriptError.SIG_NULLDUMMY);
        stack.push(good);
    }

    /** From the top down: each signature is tried against the keys that are left, until too few are. */
    private boolean haveSigned(int keys, int signatures, byte[] code) {
        int key = 2;
        int lastKey = keys + 1;
        int signature = keys + 3;
        int lastSignature = signature + signatures - 1;
        while (signature <= lastSignature) {
            requireEncodings(stack.at(signature), stack.at(key));
            if (checker.checkEcdsa(stack.at(signature), stack.at(key), code, rules))
                signature++;
            key++;
            if (lastSignature - signature > lastKey - key)
                return false;
        }
        return true;
    }

    /** BIP65. The item stays. */
    void checkLockTime() {
        if (!checker.checkLockTime(lock()))
            throw new ScriptFailure(ScriptError.UNSATISFIED_LOCKTIME);
    }

    /** BIP112. The item stays. */
    void checkSequence() {
        long lock = lock();
        if ((lock & InputChecker.SEQUENCE_DISABLED) == 0 && !checker.checkSequence(lock))
            throw new ScriptFailure(ScriptError.UNSATISFIED_LOCKTIME);
    }

    private long lock() {
        stack.require(1);
        long lock = ScriptNumber.of(stack.at(1), minimal, ScriptNumber.MAX_LOCK_BYTES);
        if (lock < 0)
            throw new ScriptFailure(ScriptError.NEGATIVE_LOCKTIME);
        return lock;
    }

    private long number(byte[] item) {
        return ScriptNumber.of(item, minimal, ScriptNumber.MAX_BYTES);
    }
}
