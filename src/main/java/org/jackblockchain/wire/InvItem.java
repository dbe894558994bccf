package org.jackblockchain.wire;

import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/**
 * Names one thing that a peer has or wants: its type and its hash as four words, most significant first. What the
 * hash is depends on the type; types that we do not know are kept as they came.
 *
 * @param type {@link #TX}, {@link #BLOCK}…, with {@link #WITNESS_FLAG} when the witnesses are wanted too (BIP144)
 */
public record InvItem(int type, long w0, long w1, long w2, long w3) {
    public static final int TX = 1;
    public static final int BLOCK = 2;
    /** A BIP37 merkle block; we serve none. */
    public static final int FILTERED_BLOCK = 3;
    /** BIP152. */
    public static final int COMPACT_BLOCK = 4;
    /** A transaction by its wtxid (BIP339). */
    public static final int WTX = 5;
    public static final int WITNESS_FLAG = 1 << 30;
    public static final int WITNESS_BLOCK = BLOCK | WITNESS_FLAG;
    public static final int WITNESS_TX = TX | WITNESS_FLAG;

    /** Length on the wire. */
    static final int BYTES = 4 + Hash256.BYTES;

    private static final int KIND_MASK = 0xffff_ffff >>> 2;

    public static InvItem of(int type, Hash256 hash) {
        return new InvItem(type, hash.w0(), hash.w1(), hash.w2(), hash.w3());
    }

    public static InvItem block(BlockHash hash) {
        return of(BLOCK, hash);
    }

    /** Asks for a block with its witnesses. */
    public static InvItem witnessBlock(BlockHash hash) {
        return of(WITNESS_BLOCK, hash);
    }

    /** Asks for a block in short (BIP152). */
    public static InvItem compactBlock(BlockHash hash) {
        return of(COMPACT_BLOCK, hash);
    }

    public static InvItem tx(Txid txid) {
        return of(TX, txid);
    }

    /** Asks for a transaction with its witnesses. */
    public static InvItem witnessTx(Txid txid) {
        return of(WITNESS_TX, txid);
    }

    public static InvItem wtx(Wtxid wtxid) {
        return of(WTX, wtxid);
    }

    static InvItem read(ByteReader in) {
        return of(in.i32(), in.blockHash());
    }

    void write(ByteWriter out) {
        out.i32(type).hash(blockHash());
    }

    /** The type without its flags. */
    public int kind() {
        return type & KIND_MASK;
    }

    public boolean hasWitnessFlag() {
        return (type & WITNESS_FLAG) != 0;
    }

    public BlockHash blockHash() {
        return new BlockHash(w0, w1, w2, w3);
    }

    public Txid txid() {
        return new Txid(w0, w1, w2, w3);
    }

    public Wtxid wtxid() {
        return new Wtxid(w0, w1, w2, w3);
    }

    /** As Core's log shows it: the type's name and the hash. */
    @Override
    public String toString() {
        String name = switch (kind()) {
            case TX -> "tx";
            case BLOCK -> "block";
            case FILTERED_BLOCK -> "merkleblock";
            case COMPACT_BLOCK -> "cmpctblock";
            case WTX -> "wtx";
            default -> "0x%08x".formatted(type);
        };
        boolean flagged = hasWitnessFlag() && !name.startsWith("0x");
        return (flagged ? "witness-" : "") + name + " " + blockHash();
    }
}
