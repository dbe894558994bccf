package org.jackblockchain.mining;

/**
 * What a miner is to search: the next block of a template ({@link Draft}), or a pool's shares. Immutable, so all
 * threads use one.
 */
public interface Work {
    /**
     * A header of this work.
     *
     * @param extraNonce all 64 bits may count; two that differ give two headers
     * @param time seconds since 1970, at least {@link #minTime}
     */
    Job job(long extraNonce, long time);

    /** The earliest time that a header may have, in seconds since 1970. */
    long minTime();

    /** Of the block that is searched for. */
    int height();

    /** Whether one hit is all that can be won: true for a block, false for shares. */
    boolean endsWithHit();

    /** Whether a hit is still worth something, though its job may be of an earlier work than this. */
    boolean welcomes(Job found);
}
