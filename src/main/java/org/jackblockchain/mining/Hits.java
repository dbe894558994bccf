package org.jackblockchain.mining;

import java.util.Arrays;

/** The nonces that a round found. Reused from round to round, so that a round without a hit allocates nothing. */
public final class Hits {
    private int[] nonces = new int[16];
    private int size;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** All 32 bits count, as in a header. */
    public int nonce(int index) {
        if (index >= size)
            throw new IndexOutOfBoundsException(index);
        return nonces[index];
    }

    public void add(int nonce) {
        if (size == nonces.length)
            nonces = Arrays.copyOf(nonces, 2 * size);
        nonces[size++] = nonce;
    }

    public void clear() {
        size = 0;
    }

    public int[] toArray() {
        return Arrays.copyOf(nonces, size);
    }
}
