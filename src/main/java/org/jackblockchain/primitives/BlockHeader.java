package org.jackblockchain.primitives;

import java.time.Instant;

/**
 * The 80 bytes whose double SHA-256 proves the work: what a block stands on, what it commits to, when, and the nonce.
 *
 * @param version rules and signals of the miner (BIP9); read as signed
 * @param previous the parent's hash; zero in a genesis block
 * @param time seconds since 1970, unsigned 32 bits
 * @param nonce all 32 bits count; the sign means nothing
 */
public record BlockHeader(int version, BlockHash previous, MerkleRoot merkleRoot, long time, CompactTarget bits,
        int nonce) {
    /** Length on the wire. */
    public static final int BYTES = 80;
    /** Where the nonce stands in those bytes. */
    public static final int NONCE_OFFSET = 76;
    public static final long MAX_TIME = 0xffff_ffffL;

    public BlockHeader {
        if (time < 0 || time > MAX_TIME)
            throw new IllegalArgumentException("time " + time + " is not 32 bits");
    }

    public static BlockHeader read(ByteReader in) {
        return new BlockHeader(in.i32(), in.blockHash(), in.merkleRoot(), in.u32(), new CompactTarget(in.i32()),
                in.i32());
    }

    public void write(ByteWriter out) {
        out.i32(version).hash(previous).hash(merkleRoot).u32(time).i32(bits.bits()).i32(nonce);
    }

    public byte[] toBytes() {
        var out = new ByteWriter(BYTES);
        write(out);
        return out.toArray();
    }

    /** Computed anew at each call, about 0.2 µs. */
    public BlockHash hash() {
        return BlockHash.fromWire(Sha256.twice(toBytes()), 0);
    }

    public Instant instant() {
        return Instant.ofEpochSecond(time);
    }

    public BlockHeader withVersion(int other) {
        return new BlockHeader(other, previous, merkleRoot, time, bits, nonce);
    }

    public BlockHeader withNonce(int other) {
        return new BlockHeader(version, previous, merkleRoot, time, bits, other);
    }
}
