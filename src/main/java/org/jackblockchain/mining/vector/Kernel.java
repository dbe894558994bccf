package org.jackblockchain.mining.vector;

/** The computation of a {@link HeaderCircuit} for several nonces at a time; made by {@link KernelWriter}. */
interface Kernel {
    /**
     * Tries batch after batch until one holds a nonce that may be a hit.
     *
     * @param memory what the job decides, and room for what is computed
     * @param nonce the first one, a multiple of the lanes
     * @param batches how many times the lanes, at most
     * @return in the lower half the number of batches that held nothing; in the upper half, if that is not all of them,
     *     a bit for each lane of the next one that may be a hit
     */
    long scan(int[] memory, int nonce, int batches);
}
