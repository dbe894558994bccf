package org.jackblockchain.mining;

/**
 * A nonce that solves a job.
 *
 * @param nonce all 32 bits count
 */
public record Hit(Job job, int nonce) {}
