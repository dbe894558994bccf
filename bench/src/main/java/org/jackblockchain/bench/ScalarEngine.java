package org.jackblockchain.bench;

import java.math.BigInteger;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Target;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 (FIPS 180-4) in plain Java on ints, with the midstate of the first 64 bytes. The portable engine's rival:
 * it loses wherever HotSpot has a SHA-256 of its own.
 */
final class ScalarEngine implements Engine {
    private static final int[] K = constants(64, 3);
    private static final int[] INITIAL = constants(8, 2);

    private final int[] midstate = new int[8];
    private final int[] first = new int[8];
    private final int[] second = new int[8];
    private final int[] words = new int[64];
    private final int[] tail = new int[3];
    private @Nullable Target target;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void aim(byte[] header, Target newTarget) {
        for (int i = 0; i < 16; i++)
            words[i] = bigEndian(header, i);
        System.arraycopy(INITIAL, 0, midstate, 0, 8);
        compress(midstate);
        for (int i = 0; i < 3; i++)
            tail[i] = bigEndian(header, 16 + i);
        target = newTarget;
    }

    @Override
    public void search(long startNonce, int count, Hits hits) {
        Engine.checkRange(startNonce, count);
        if (target == null)
            throw new IllegalStateException("not aimed at a header");
        for (long nonce = startNonce; nonce < startNonce + count; nonce++) {
            hash((int) nonce);
            if (target.isMetBy(word(6), word(4), word(2), word(0)))
                hits.add((int) nonce);
        }
    }

    private void hash(int nonce) {
        System.arraycopy(tail, 0, words, 0, 3);
        words[3] = Integer.reverseBytes(nonce);
        pad(4, 640);
        System.arraycopy(midstate, 0, first, 0, 8);
        compress(first);
        System.arraycopy(first, 0, words, 0, 8);
        pad(8, 256);
        System.arraycopy(INITIAL, 0, second, 0, 8);
        compress(second);
    }

    private void pad(int at, int bits) {
        words[at] = 0x8000_0000;
        for (int i = at + 1; i < 15; i++)
            words[i] = 0;
        words[15] = bits;
    }

    /** Eight bytes of the hash as part of a little-endian number. */
    private long word(int at) {
        return Long.reverseBytes((long) second[at] << 32 | second[at + 1] & 0xffff_ffffL);
    }

    private void compress(int[] state) {
        int[] w = words;
        for (int i = 16; i < 64; i++) {
            int x = w[i - 15];
            int y = w[i - 2];
            w[i] = w[i - 16] + w[i - 7]
                    + (Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ x >>> 3)
                    + (Integer.rotateRight(y, 17) ^ Integer.rotateRight(y, 19) ^ y >>> 10);
        }
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        int f = state[5];
        int g = state[6];
        int h = state[7];
        for (int i = 0; i < 64; i++) {
            int t1 = h + (Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25))
                    + (g ^ e & (f ^ g)) + K[i] + w[i];
            int t2 = (Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22))
                    + (a & b | c & (a | b));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static int bigEndian(byte[] bytes, int word) {
        return Integer.reverseBytes(LittleEndian.getInt(bytes, 4 * word));
    }

    /** The first 32 bits of the fraction of the square or cube roots of the first primes, which define both. */
    private static int[] constants(int count, int root) {
        int[] found = new int[count];
        int size = 0;
        for (int n = 2; size < count; n++) {
            if (isPrime(n))
                found[size++] = fraction(n, root);
        }
        return found;
    }

    private static boolean isPrime(int n) {
        for (int i = 2; i * i <= n; i++) {
            if (n % i == 0)
                return false;
        }
        return true;
    }

    private static int fraction(int n, int root) {
        var scaled = BigInteger.valueOf(n).shiftLeft(32 * root);
        var low = BigInteger.ZERO;
        for (int bit = 40; bit >= 0; bit--) {
            var next = low.setBit(bit);
            if (next.pow(root).compareTo(scaled) <= 0)
                low = next;
        }
        return low.intValue();
    }
}
