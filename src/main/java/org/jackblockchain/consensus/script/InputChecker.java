package org.jackblockchain.consensus.script;

import java.util.Arrays;
import java.util.Optional;

import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;

/** Answers what a script asks about the input that it unlocks. Of one run, for one thread. */
final class InputChecker {
    /** A lock time below is a height, from here on a time in seconds since 1970. */
    private static final long LOCK_TIME_THRESHOLD = 500_000_000;
    /** A sequence with this bit is no relative lock (BIP68). */
    static final long SEQUENCE_DISABLED = 1L << 31;
    /** A relative lock with this bit is in units of 512 seconds, otherwise in blocks. */
    private static final long SEQUENCE_IS_TIME = 1L << 22;
    private static final long SEQUENCE_MASK = 0xffff;

    private final SignedTransaction signed;
    private final int input;
    private final SignatureCache cache;

    // one signature of a multisig is tried against many keys
    private byte[] lastCode = {};
    private int lastType = -1;
    private Rules lastRules = Rules.LEGACY;
    private byte[] lastHash = {};

    InputChecker(SignedTransaction signed, int input, SignatureCache cache) {
        this.signed = signed;
        this.input = input;
        this.cache = cache;
    }

    /** @param signature with its hash type as the last byte */
    boolean checkEcdsa(byte[] signature, byte[] key, byte[] scriptCode, Rules rules) {
        if (signature.length == 0 || key.length == 0 || key.length != Curve.keyLength(key[0]))
            return false;
        int last = signature.length - 1;
        byte[] hash = hash(scriptCode, signature[last] & 0xff, rules);
        byte[] der = Arrays.copyOf(signature, last);
        if (cache.contains(hash, key, der))
            return true;
        boolean good = Curve.verifyEcdsa(hash, key, der);
        if (good)
            cache.put(hash, key, der);
        return good;
    }

    private byte[] hash(byte[] code, int type, Rules rules) {
        if (type != lastType || rules != lastRules || !Arrays.equals(code, lastCode)) {
            lastHash = rules == Rules.LEGACY
                    ? Sighash.legacy(signed, input, code, type)
                    : Sighash.segwitV0(signed, input, code, type);
            lastCode = code;
            lastType = type;
            lastRules = rules;
        }
        return lastHash;
    }

    /**
     * @param key 32 bytes
     * @throws ScriptFailure unless the signature is good
     */
    void requireSchnorr(byte[] given, byte[] key, Sighash.TaprootPlace place) {
        if (given.length != Curve.SCHNORR_BYTES && given.length != Curve.SCHNORR_BYTES + 1)
            throw new ScriptFailure(ScriptError.SCHNORR_SIG_SIZE);
        byte[] signature = Arrays.copyOf(given, Curve.SCHNORR_BYTES);
        boolean typed = given.length > Curve.SCHNORR_BYTES;
        int type = typed ? given[Curve.SCHNORR_BYTES] & 0xff : Sighash.DEFAULT;
        if (typed && type == Sighash.DEFAULT)
            throw new ScriptFailure(ScriptError.SCHNORR_SIG_HASHTYPE);
        if (!signed.isComplete())
            throw new ScriptFailure(ScriptError.UNKNOWN_ERROR); // an own signer who does not know all he spends
        Optional<byte[]> hash = Sighash.taproot(signed, input, type, place);
        if (hash.isEmpty())
            throw new ScriptFailure(ScriptError.SCHNORR_SIG_HASHTYPE);
        if (cache.contains(hash.get(), key, signature))
            return;
        if (!Curve.verifySchnorr(hash.get(), key, signature))
            throw new ScriptFailure(ScriptError.SCHNORR_SIG);
        cache.put(hash.get(), key, signature);
    }

    /** BIP65: whether the transaction cannot stand in a block before {@code lock}. */
    boolean checkLockTime(long lock) {
        Transaction tx = signed.transaction();
        long own = tx.lockTime() & 0xffff_ffffL;
        boolean sameKind = own < LOCK_TIME_THRESHOLD == lock < LOCK_TIME_THRESHOLD;
        return sameKind && lock <= own && tx.inputs().get(input).sequence() != TxIn.FINAL;
    }

    /** BIP112: whether the input cannot be spent before it is as old as {@code lock} says. */
    boolean checkSequence(long lock) {
        Transaction tx = signed.transaction();
        long own = tx.inputs().get(input).sequence() & 0xffff_ffffL;
        boolean isVersion2 = Integer.compareUnsigned(tx.version(), 2) >= 0;
        if (!isVersion2 || (own & SEQUENCE_DISABLED) != 0)
            return false;
        boolean sameKind = (own & SEQUENCE_IS_TIME) == (lock & SEQUENCE_IS_TIME);
        return sameKind && (lock & SEQUENCE_MASK) <= (own & SEQUENCE_MASK);
    }
}
