package org.jackblockchain.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.ScriptCheck;
import org.jackblockchain.consensus.script.ScriptError;
import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.consensus.script.Sighash;
import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.consensus.script.Taproot;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Inputs checked: one of each common kind, and what a hostile transaction can make of it. All inputs of the transaction
 * with 2,000 of them are checked in one operation, so its time should be 2,000 times that of one input.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScriptChecks {
    private static final int MANY_INPUTS = 2_000;
    private static final int SEPARATORS = 80_000;
    private static final byte[] SECRET = filled(7);

    private final SignedTransaction keyHash = keyHash(1);
    private final SignedTransaction keyHashes = keyHash(MANY_INPUTS);
    private final SignedTransaction legacy = legacy(MANY_INPUTS);
    private final SignedTransaction taproot = taproot();
    private final SignedTransaction separators = separators();

    @Benchmark
    public Optional<ScriptError> p2wpkh() {
        return verified(keyHash, 0);
    }

    @Benchmark
    public Optional<ScriptError> p2tr() {
        return verified(taproot, 0);
    }

    /** A transaction of 2,000 inputs by BIP143, from its bytes on. */
    @Benchmark
    public int p2wpkh2000() {
        return all(keyHashes);
    }

    /** The same of before segwit, where each input hashes the whole transaction: quadratic by the rules. */
    @Benchmark
    public int p2pkh2000() {
        return all(legacy);
    }

    /** A tapscript of 80,000 CODESEPARATORs and one signature. */
    @Benchmark
    public Optional<ScriptError> separators80000() {
        return verified(separators, 0);
    }

    private static int all(SignedTransaction prepared) {
        List<TxOut> spent = new ArrayList<>();
        for (int i = 0; i < prepared.transaction().inputs().size(); i++)
            spent.add(prepared.spent(i).orElseThrow());
        SignedTransaction fresh = SignedTransaction.of(prepared.transaction(), spent);
        for (int i = 0; i < spent.size(); i++)
            verified(fresh, i);
        return spent.size();
    }

    private static Optional<ScriptError> verified(SignedTransaction tx, int input) {
        Optional<ScriptError> error = ScriptCheck.verify(tx, input, ScriptFlags.STANDARD, SignatureCache.NONE);
        if (error.isPresent())
            throw new IllegalStateException(error.get().text());
        return error;
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[Curve.BYTES];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static Transaction unsigned(int inputs) {
        List<TxIn> ins = new ArrayList<>();
        for (int i = 0; i < inputs; i++)
            ins.add(new TxIn(new OutPoint(new Txid(1, 2, 3, i), 0), Bytes.EMPTY, TxIn.FINAL, List.of()));
        return new Transaction(2, ins, List.of(new TxOut(1, Bytes.ofHex("51")), new TxOut(2, Bytes.ofHex("52"))), 0);
    }

    private static Bytes payToKeyHash(byte[] hash) {
        return new ByteWriter().u8(Op.OP_DUP).u8(Op.OP_HASH160).varBytes(Bytes.of(hash)).u8(Op.OP_EQUALVERIFY)
                .u8(Op.OP_CHECKSIG).toBytes();
    }

    private static SignedTransaction keyHash(int inputs) {
        byte[] key = Curve.publicKey(SECRET);
        Bytes script = new ByteWriter().u8(Op.OP_0).varBytes(Bytes.of(Hash160.of(key))).toBytes();
        byte[] code = payToKeyHash(Hash160.of(key)).toArray();
        List<TxOut> spent = Collections.nCopies(inputs, new TxOut(1_000, script));
        SignedTransaction bare = SignedTransaction.of(unsigned(inputs), spent);
        List<TxIn> ins = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            byte[] der = Curve.signEcdsa(SECRET, Sighash.segwitV0(bare, i, code, Sighash.ALL));
            Bytes signature = new ByteWriter().array(der).u8(Sighash.ALL).toBytes();
            ins.add(bare.transaction().inputs().get(i).withWitness(List.of(signature, Bytes.of(key))));
        }
        return SignedTransaction.of(new Transaction(2, ins, bare.transaction().outputs(), 0), spent);
    }

    private static SignedTransaction legacy(int inputs) {
        byte[] key = Curve.publicKey(SECRET);
        Bytes script = payToKeyHash(Hash160.of(key));
        List<TxOut> spent = Collections.nCopies(inputs, new TxOut(1_000, script));
        SignedTransaction bare = SignedTransaction.of(unsigned(inputs), spent);
        List<TxIn> ins = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            TxIn in = bare.transaction().inputs().get(i);
            byte[] der = Curve.signEcdsa(SECRET, Sighash.legacy(bare, i, script.toArray(), Sighash.ALL));
            Bytes unlocking = new ByteWriter().varBytes(new ByteWriter().array(der).u8(Sighash.ALL).toBytes())
                    .varBytes(Bytes.of(key)).toBytes();
            ins.add(new TxIn(in.previous(), unlocking, in.sequence(), List.of()));
        }
        return SignedTransaction.of(new Transaction(2, ins, bare.transaction().outputs(), 0), spent);
    }

    private static SignedTransaction taproot() {
        byte[] internal = Arrays.copyOfRange(Curve.publicKey(SECRET), 1, 33);
        byte[] tweak = Taproot.tweak(internal, new byte[0]);
        List<TxOut> spent = List.of(new TxOut(1_000, output(internal, tweak)));
        SignedTransaction bare = SignedTransaction.of(unsigned(1), spent);
        byte[] hash = Sighash.taproot(bare, 0, Sighash.DEFAULT).orElseThrow();
        byte[] signature = Curve.signSchnorr(Curve.tweakedSecret(SECRET, tweak), hash, new byte[32]);
        return withWitness(bare, spent, List.of(Bytes.of(signature)));
    }

    private static Bytes output(byte[] internal, byte[] tweak) {
        return new ByteWriter().u8(Op.OP_1).u8(32).array(Curve.add(internal, tweak).orElseThrow(), 1, 32).toBytes();
    }

    private static SignedTransaction separators() {
        byte[] internal = Arrays.copyOfRange(Curve.publicKey(SECRET), 1, 33);
        var script = new ByteWriter().varBytes(Bytes.of(internal)).u8(Op.OP_CHECKSIG);
        for (int i = 0; i < SEPARATORS; i++)
            script.u8(Op.OP_CODESEPARATOR);
        byte[] leaf = Taproot.leafHash(Taproot.TAPSCRIPT, script.toBytes().toArray());
        byte[] tweak = Taproot.tweak(internal, leaf);
        List<TxOut> spent = List.of(new TxOut(1_000, output(internal, tweak)));
        SignedTransaction bare = SignedTransaction.of(unsigned(1), spent);
        byte[] hash = Sighash.tapscript(bare, 0, Sighash.DEFAULT, leaf).orElseThrow();
        Bytes signature = Bytes.of(Curve.signSchnorr(SECRET, hash, new byte[32]));
        int parity = Curve.add(internal, tweak).orElseThrow()[0] & 1;
        Bytes control = new ByteWriter().u8(Taproot.TAPSCRIPT | parity).array(internal).toBytes();
        return withWitness(bare, spent, List.of(signature, script.toBytes(), control));
    }

    private static SignedTransaction withWitness(SignedTransaction bare, List<TxOut> spent, List<Bytes> items) {
        TxIn in = bare.transaction().inputs().getFirst().withWitness(items);
        return SignedTransaction.of(new Transaction(2, List.of(in), bare.transaction().outputs(), 0), spent);
    }
}
