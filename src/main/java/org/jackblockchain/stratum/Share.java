package org.jackblockchain.stratum;

/**
 * What a worker found.
 *
 * @param extraNonce2 as the four bytes come, first byte first
 * @param time seconds since 1970, unsigned 32 bits
 * @param nonce all 32 bits count
 * @param versionBits the bits of its version under {@link ServedJob#VERSION_MASK}
 */
record Share(int extraNonce2, long time, int nonce, int versionBits) {}
