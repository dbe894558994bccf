package org.jackblockchain.stratum;

import org.jackblockchain.mining.Job;
import org.jackblockchain.mining.Work;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Target;

/**
 * A pool's job as work for a miner: shares, as many as there are.
 *
 * @param extraNonce1 the connection's part of the extra nonce
 * @param extraNonce2Bytes how long the rest of it is
 * @param receivedAt by our clock, seconds since 1970: headers are dated by the pool's
 * @param epoch the same for jobs whose shares are all still worth something
 */
record PoolWork(PoolJob pool, Bytes extraNonce1, int extraNonce2Bytes, double difficulty, Target target,
        long receivedAt, Object epoch) implements Work {
    static final int MAX_EXTRA_NONCE_2_BYTES = 16;
    /** A miner's threads differ in the upper 16 bits of their extra nonces; so many of those we can keep apart. */
    private static final int THREAD_BITS = 10;
    private static final int BITS_BELOW_THREAD = 48;

    /**
     * A header of this job.
     *
     * @param extraNonce2 in hex, as a share names it
     */
    record Share(PoolWork work, String extraNonce2, long time, Bytes header) implements Job {
        @Override
        public Target target() {
            return work.target();
        }

        @Override
        public byte[] headerBytes() {
            return header.toArray();
        }
    }

    @Override
    public Share job(long extraNonce, long time) {
        byte[] extraNonce2 = extraNonce2(extraNonce);
        byte[] root = Sha256.twice(new ByteWriter().bytes(pool.before()).bytes(extraNonce1).array(extraNonce2)
                .bytes(pool.after()).toArray());
        for (Bytes sibling : pool.branch())
            root = Sha256.twice(new ByteWriter(2 * root.length).array(root).bytes(sibling).toArray());
        long dated = Math.min(BlockHeader.MAX_TIME, pool.time() + Math.max(0, time - receivedAt));
        Bytes header = new ByteWriter(BlockHeader.BYTES).i32(pool.version()).bytes(pool.previous()).array(root)
                .u32(dated).i32(pool.bits()).i32(0).toBytes();
        return new Share(this, Hex.of(extraNonce2), dated, header);
    }

    /** Folds 64 bits into the few there are, so that a miner's threads stay far apart. */
    private byte[] extraNonce2(long extraNonce) {
        int bits = Math.min(Long.SIZE, extraNonce2Bytes * Byte.SIZE);
        long folded = extraNonce;
        if (bits < Long.SIZE) {
            long thread = extraNonce >>> BITS_BELOW_THREAD;
            folded = extraNonce + (thread << Math.max(0, bits - THREAD_BITS));
        }
        byte[] bytes = new byte[extraNonce2Bytes];
        for (int i = bytes.length - 1; i >= 0 && folded != 0; i--) {
            bytes[i] = (byte) folded;
            folded >>>= Byte.SIZE;
        }
        return bytes;
    }

    @Override
    public long minTime() {
        return receivedAt;
    }

    @Override
    public int height() {
        return pool.height();
    }

    @Override
    public boolean endsWithHit() {
        return false;
    }

    @Override
    public boolean welcomes(Job found) {
        return found instanceof Share share && share.work().epoch().equals(epoch);
    }
}
