package org.jackblockchain.consensus.script;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jspecify.annotations.Nullable;

/** What a signature signs: 32 bytes, by the rules of the script that checks it. */
public final class Sighash {
    /** In taproot: everything, without a byte that says so. */
    public static final int DEFAULT = 0;
    public static final int ALL = 1;
    public static final int NONE = 2;
    public static final int SINGLE = 3;
    /** Added to one of the others: other inputs may join. */
    public static final int ANYONE_CAN_PAY = 0x80;

    /** The bits that tell {@link #NONE} and {@link #SINGLE}; whatever is neither is like {@link #ALL}. */
    private static final int OUTPUT_MASK = 0x1f;
    private static final byte[] NO_HASH = new byte[Sha256.BYTES];
    private static final int BLANK_OUTPUT_BYTES = 9;

    /**
     * What a taproot signature signs beside the transaction.
     *
     * @param annexHash of the annex with its length; null if there is none
     * @param leafHash of the tapscript that runs; null for a spend by the key alone
     * @param separator which operation of the tapscript was the last CODESEPARATOR that was run; -1 if none was
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
    record TaprootPlace(byte @Nullable [] annexHash, byte @Nullable [] leafHash, int separator) {}

    private Sighash() {}

    /**
     * Of before segwit.
     *
     * @param scriptCode from the last CODESEPARATOR on, without the signature itself
     * @param hashType all 32 bits are signed
     */
    public static byte[] legacy(SignedTransaction signed, int input, byte[] scriptCode, int hashType) {
        Transaction tx = signed.transaction();
        int outputType = hashType & OUTPUT_MASK;
        if (outputType == SINGLE && input >= tx.outputs().size())
            return one();
        LegacyParts parts = signed.legacy();
        boolean alone = (hashType & ANYONE_CAN_PAY) != 0;
        byte[] others = outputType == NONE || outputType == SINGLE ? parts.inputsAtZero() : parts.inputs();
        int before = LegacyParts.INPUT_BYTES * input;
        int after = before + LegacyParts.INPUT_BYTES;
        byte[] head = new ByteWriter(13).i32(tx.version()).compactSize(alone ? 1 : tx.inputs().size()).toArray();
        TxIn own = tx.inputs().get(input);
        var middle = new ByteWriter(scriptCode.length + 64);
        own.previous().write(middle);
        writeWithoutSeparators(scriptCode, middle);
        middle.i32(own.sequence());
        byte[] tail = new ByteWriter(8).i32(tx.lockTime()).i32(hashType).toArray();
        return Sha256.twice(ByteBuffer.wrap(head), ByteBuffer.wrap(others, 0, alone ? 0 : before),
                ByteBuffer.wrap(middle.toArray()),
                ByteBuffer.wrap(others, after, alone ? 0 : others.length - after),
                ByteBuffer.wrap(legacyOutputs(tx, parts, input, outputType)), ByteBuffer.wrap(tail));
    }

    /** A number that everybody can sign for once and use for ever: Bitcoin's oldest trap. */
    private static byte[] one() {
        byte[] hash = new byte[Sha256.BYTES];
        hash[0] = 1;
        return hash;
    }

    private static byte[] legacyOutputs(Transaction tx, LegacyParts parts, int input, int outputType) {
        if (outputType == NONE)
            return new byte[1];
        if (outputType != SINGLE)
            return parts.outputs();
        var out = new ByteWriter(BLANK_OUTPUT_BYTES * (input + 5));
        out.compactSize(input + 1L);
        for (int i = 0; i < input; i++)
            out.i64(-1).u8(0);
        tx.outputs().get(input).write(out);
        return out.toArray();
    }

    /** As one run of bytes behind their length. What cannot be read is left out, but counted in the length. */
    private static void writeWithoutSeparators(byte[] script, ByteWriter out) {
        int separators = 0;
        var in = new ScriptReader(script);
        while (in.next()) {
            if (in.code() == Op.OP_CODESEPARATOR)
                separators++;
        }
        out.compactSize(script.length - separators);
        int from = 0;
        in = new ScriptReader(script);
        while (in.next()) {
            if (in.code() == Op.OP_CODESEPARATOR) {
                out.array(script, from, in.position() - 1 - from);
                from = in.position();
            }
        }
        out.array(script, from, in.position() - from);
    }

    /** Of version 0 witness programs (BIP143). The output that is spent must be known. */
    public static byte[] segwitV0(SignedTransaction signed, int input, byte[] scriptCode, int hashType) {
        Transaction tx = signed.transaction();
        TxIn own = tx.inputs().get(input);
        boolean alone = (hashType & ANYONE_CAN_PAY) != 0;
        int outputType = hashType & OUTPUT_MASK;
        boolean allOutputs = outputType != NONE && outputType != SINGLE;
        SharedHashes shared = signed.hashes();
        var out = new ByteWriter(scriptCode.length + 190);
        out.i32(tx.version()).array(alone ? NO_HASH : shared.previousTwice());
        out.array(alone || !allOutputs ? NO_HASH : shared.sequencesTwice());
        own.previous().write(out);
        out.compactSize(scriptCode.length).array(scriptCode);
        out.i64(signed.spent(input).orElseThrow().value()).i32(own.sequence());
        if (allOutputs) {
            out.array(shared.outputsTwice());
        } else if (outputType == SINGLE && input < tx.outputs().size()) {
            out.array(Sha256.twice(bytesOf(tx.outputs().get(input))));
        } else {
            out.array(NO_HASH);
        }
        out.i32(tx.lockTime()).i32(hashType);
        return Sha256.twice(out.toArray());
    }

    private static byte[] bytesOf(TxOut output) {
        var out = new ByteWriter(64);
        output.write(out);
        return out.toArray();
    }

    /**
     * Of taproot (BIP341), for a spend by the key alone and without an annex. Empty for a hash type that taproot does
     * not know, or that signs an output which is not there.
     *
     * @throws IllegalArgumentException unless everything that is spent is known
     */
    public static Optional<byte[]> taproot(SignedTransaction signed, int input, int hashType) {
        return taproot(signed, input, hashType, new TaprootPlace(null, null, -1));
    }

    /**
     * Of tapscript (BIP342), without an annex and where no CODESEPARATOR was run; otherwise like the other.
     *
     * @param leafHash of the script, see {@link Taproot#leafHash}
     */
    public static Optional<byte[]> tapscript(SignedTransaction signed, int input, int hashType, byte[] leafHash) {
        return taproot(signed, input, hashType, new TaprootPlace(null, leafHash, -1));
    }

    static Optional<byte[]> taproot(SignedTransaction signed, int input, int hashType, TaprootPlace place) {
        if (!signed.isComplete())
            throw new IllegalArgumentException("taproot signs all outputs that are spent");
        boolean known = hashType <= SINGLE || (hashType > ANYONE_CAN_PAY && hashType <= (ANYONE_CAN_PAY | SINGLE));
        boolean single = (hashType & SINGLE) == SINGLE;
        Transaction tx = signed.transaction();
        if (!known || (single && input >= tx.outputs().size()))
            return Optional.empty();
        boolean alone = (hashType & ANYONE_CAN_PAY) != 0;
        var out = new ByteWriter(280);
        out.u8(0).u8(hashType).i32(tx.version()).i32(tx.lockTime());
        SharedHashes shared = signed.hashes();
        if (!alone) {
            SpentHashes spent = signed.spentHashes();
            out.array(shared.previous()).array(spent.amounts()).array(spent.scripts()).array(shared.sequences());
        }
        if (!single && (hashType & SINGLE) != NONE)
            out.array(shared.outputs());
        writeInput(signed, input, alone, place, out);
        if (single)
            out.array(Sha256.once(bytesOf(tx.outputs().get(input))));
        if (place.leafHash() != null)
            out.array(place.leafHash()).u8(0).i32(place.separator());
        return Optional.of(Taproot.SIGHASH.of(out.toArray()));
    }

    private static void writeInput(SignedTransaction signed, int input, boolean alone, TaprootPlace place,
            ByteWriter out) {
        int extension = place.leafHash() == null ? 0 : 2;
        out.u8(extension + (place.annexHash() == null ? 0 : 1));
        if (alone) {
            TxIn own = signed.transaction().inputs().get(input);
            own.previous().write(out);
            signed.spent(input).orElseThrow().write(out);
            out.i32(own.sequence());
        } else {
            out.i32(input);
        }
        if (place.annexHash() != null)
            out.array(place.annexHash());
    }
}
