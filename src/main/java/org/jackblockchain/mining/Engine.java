package org.jackblockchain.mining;

import org.jackblockchain.primitives.Target;

/**
 * Searches ranges of nonces for hashes that meet a target. Belongs to one thread: an engine keeps what it prepared
 * for its header and may keep buffers, so that a round needs none of its own.
 */
public interface Engine {
    /** How many nonces a header has: they are the integers from 0 up to this, read as unsigned. */
    long NONCES = 1L << 32;

    /** Short and stable, for logs and a {@code --engine} flag: {@code "portable"}. */
    String name();

    /**
     * Prepares for rounds on a header, and forgets the one before.
     *
     * @param header 80 bytes as on the wire; the nonce in them does not matter, and they are not kept
     * @param target what a hit's hash must not exceed: a block's target, or an easier one for shares
     */
    void aim(byte[] header, Target target);

    /**
     * Tries every nonce of {@code [startNonce, startNonce + count)} in the header aimed at, and adds each one whose
     * hash meets the target to {@code hits}, in rising order. What {@code hits} held before stays in it.
     *
     * @throws IllegalArgumentException if the range is not within {@code [0, 2^32)}: a round never wraps around
     * @throws IllegalStateException before the first {@link #aim}
     */
    void search(long startNonce, int count, Hits hits);

    /** Checks the arguments of {@link #search} as its contract says. */
    static void checkRange(long startNonce, int count) {
        if (startNonce < 0 || count < 0 || startNonce + count > NONCES)
            throw new IllegalArgumentException("no nonces [" + startNonce + ", " + startNonce + " + " + count + ")");
    }
}
