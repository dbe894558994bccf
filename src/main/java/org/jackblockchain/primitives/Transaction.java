package org.jackblockchain.primitives;

import java.util.ArrayList;
import java.util.List;

/**
 * Moves coins from outputs of earlier transactions to new ones; a coinbase makes them.
 *
 * @param version any 32 bits
 * @param lockTime unsigned 32 bits: the block height, or from 500,000,000 on the time, before which it is not final
 */
public record Transaction(int version, List<TxIn> inputs, List<TxOut> outputs, int lockTime) {
    /** Fewer bytes than any transaction has: bounds a count before anything is allocated. */
    public static final int MIN_BYTES = 10;
    private static final int WITNESS_FLAG = 1;

    public Transaction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
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
        for (TxIn input : inputs) {
            if (!input.witness().isEmpty())
                return true;
        }
        return false;
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
        return Txid.fromWire(Sha256.twice(strippedBytes()), 0);
    }

    public Wtxid wtxid() {
        return Wtxid.fromWire(Sha256.twice(toBytes()), 0);
    }

    /** Length with witnesses. */
    public int size() {
        return toBytes().length;
    }

    /** Length without witnesses. */
    public int strippedSize() {
        return strippedBytes().length;
    }

    /** Three times the stripped size plus the whole size (BIP141). */
    public int weight() {
        return 3 * strippedSize() + size();
    }
}
