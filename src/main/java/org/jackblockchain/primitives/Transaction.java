package org.jackblockchain.primitives;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Moves coins from outputs of earlier transactions to new ones; a coinbase makes them. Immutable, and compared by
 * content. Its hashes and lengths are worked out once, when they are first asked for: a block's transactions are asked
 * many times.
 */
public final class Transaction {
    /** Fewer bytes than any transaction has: bounds a count before anything is allocated. */
    public static final int MIN_BYTES = 10;
    private static final int WITNESS_FLAG = 1;

    private final int version;
    private final List<TxIn> inputs;
    private final List<TxOut> outputs;
    private final int lockTime;
    private final boolean hasWitness;
    // Two threads may both work one out: they get the same, and records are safe to hand over without a lock.
    private @Nullable Txid txid;
    private @Nullable Wtxid wtxid;
    private int size;
    private int strippedSize;

    /**
     * @param version any 32 bits
     * @param lockTime unsigned 32 bits: the block height, or from 500,000,000 on the time, before which it is not
     *     final
     */
    public Transaction(int version, List<TxIn> inputs, List<TxOut> outputs, int lockTime) {
        this.version = version;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.lockTime = lockTime;
        this.hasWitness = this.inputs.stream().anyMatch(input -> !input.witness().isEmpty());
    }

    /** Any 32 bits; rules compare them unsigned. */
    public int version() {
        return version;
    }

    public List<TxIn> inputs() {
        return inputs;
    }

    public List<TxOut> outputs() {
        return outputs;
    }

    /** Unsigned 32 bits. */
    public int lockTime() {
        return lockTime;
    }

    /**
     * Reads either format. As Core does, no inputs means that a flag byte follows (BIP144), so a transaction
     * without inputs has no bytes that could be read back.
     */
    public static Transaction read(ByteReader in) {
        int version = in.i32();
        List<TxIn> inputs = in.list(TxIn.MIN_BYTES, TxIn::read);
        int flags = 0;
        List<TxOut> outputs = List.of();
        if (inputs.isEmpty()) {
            flags = in.u8();
            if (flags != 0) {
                inputs = in.list(TxIn.MIN_BYTES, TxIn::read);
                outputs = in.list(TxOut.MIN_BYTES, TxOut::read);
            }
        } else {
            outputs = in.list(TxOut.MIN_BYTES, TxOut::read);
        }
        if ((flags & WITNESS_FLAG) != 0) {
            flags ^= WITNESS_FLAG;
            inputs = readWitnesses(inputs, in);
            if (inputs.stream().allMatch(input -> input.witness().isEmpty())) {
                throw new MalformedException("Superfluous witness record");
            }
        }
        if (flags != 0)
            throw new MalformedException("Unknown transaction optional data");
        return new Transaction(version, inputs, outputs, in.i32());
    }

    private static List<TxIn> readWitnesses(List<TxIn> inputs, ByteReader in) {
        var unlocked = new ArrayList<TxIn>(inputs.size());
        for (TxIn input : inputs)
            unlocked.add(input.withWitness(in.list(1, ByteReader::varBytes)));
        return unlocked;
    }

    public boolean hasWitness() {
        return hasWitness;
    }

    /** The same transaction without witnesses; its txid is the same. */
    public Transaction stripped() {
        if (!hasWitness())
            return this;
        var locked = inputs.stream().map(input -> input.withWitness(List.of())).toList();
        return new Transaction(version, locked, outputs, lockTime);
    }

    /** One input, and it spends nothing. */
    public boolean isCoinbase() {
        return inputs.size() == 1 && inputs.getFirst().previous().equals(OutPoint.COINBASE);
    }

    /** With witnesses, if there are any (BIP144). */
    public void write(ByteWriter out) {
        if (!hasWitness()) {
            writeStripped(out);
            return;
        }
        out.i32(version).u8(0).u8(WITNESS_FLAG);
        writeInsAndOuts(out);
        for (TxIn input : inputs)
            out.list(input.witness(), (item, to) -> to.varBytes(item));
        out.i32(lockTime);
    }

    /** In the original format, without witnesses. */
    public void writeStripped(ByteWriter out) {
        out.i32(version);
        writeInsAndOuts(out);
        out.i32(lockTime);
    }

    private void writeInsAndOuts(ByteWriter out) {
        out.list(inputs, TxIn::write);
        out.list(outputs, TxOut::write);
    }

    public byte[] toBytes() {
        var out = new ByteWriter();
        write(out);
        return out.toArray();
    }

    private byte[] strippedBytes() {
        var out = new ByteWriter();
        writeStripped(out);
        return out.toArray();
    }

    public Txid txid() {
        Txid known = txid;
        if (known == null) {
            byte[] bytes = strippedBytes();
            strippedSize = bytes.length;
            known = Txid.fromWire(Sha256.twice(bytes), 0);
            txid = known;
        }
        return known;
    }

    public Wtxid wtxid() {
        Wtxid known = wtxid;
        if (known == null && !hasWitness) {
            Txid same = txid();
            known = new Wtxid(same.w0(), same.w1(), same.w2(), same.w3());
            size = strippedSize();
            wtxid = known;
        }
        if (known == null) {
            byte[] bytes = toBytes();
            size = bytes.length;
            known = Wtxid.fromWire(Sha256.twice(bytes), 0);
            wtxid = known;
        }
        return known;
    }

    /** Length with witnesses. */
    public int size() {
        if (size == 0)
            size = toBytes().length;
        return size;
    }

    /** Length without witnesses. */
    public int strippedSize() {
        if (strippedSize == 0)
            strippedSize = strippedBytes().length;
        return strippedSize;
    }

    /** Three times the stripped size plus the whole size (BIP141). */
    public int weight() {
        return 3 * strippedSize() + size();
    }

    /** Weight in units of a byte without witness, rounded up: what fees are counted by (BIP141). */
    public int virtualSize() {
        return (weight() + 3) / 4;
    }

    /** The sum of the outputs, in the smallest unit; exact for a transaction that keeps its own rules. */
    public long valueOut() {
        return outputs.stream().mapToLong(TxOut::value).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Transaction that && version == that.version && lockTime == that.lockTime
                && inputs.equals(that.inputs) && outputs.equals(that.outputs);
    }

    @Override
    public int hashCode() {
        return txid().hashCode();
    }

    @Override
    public String toString() {
        return "transaction " + txid();
    }
}
