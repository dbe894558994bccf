package org.jackblockchain.primitives;

/** SipHash-2-4 (Aumasson and Bernstein, 2012): a short hash that nobody can foretell without its key. */
public final class SipHash {
    private final long k0;
    private final long k1;

    /** The key, 128 bits. */
    public SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Of the 32 bytes that the hash has on the wire. */
    public long of(Hash256 hash) {
        var state = new State(k0, k1);
        state.add(hash.w3());
        state.add(hash.w2());
        state.add(hash.w1());
        state.add(hash.w0());
        return state.end(Hash256.BYTES);
    }

    /** Of any bytes. */
    public long of(byte[] bytes) {
        var state = new State(k0, k1);
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES)
            state.add(LittleEndian.getLong(bytes, at));
        long rest = 0;
        for (int i = bytes.length - 1; i >= at; i--)
            rest = rest << Byte.SIZE | (bytes[i] & 0xff);
        return state.end(bytes.length, rest);
    }

    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = 0x736f6d6570736575L ^ k0;
            v1 = 0x646f72616e646f6dL ^ k1;
            v2 = 0x6c7967656e657261L ^ k0;
            v3 = 0x7465646279746573L ^ k1;
        }

        void add(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long end(int length) {
            return end(length, 0);
        }

        /** @param rest the bytes behind the last whole word, the first lowest */
        long end(int length, long rest) {
            add((long) length << 56 | rest);
            v2 ^= 0xff;
            for (int i = 0; i < 4; i++)
                round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
