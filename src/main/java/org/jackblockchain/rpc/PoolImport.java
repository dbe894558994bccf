package org.jackblockchain.rpc;

/**
 * How a file of transactions is taken in.
 *
 * @param currentTime they count as coming now, not when the file says
 * @param feeDeltas what was added to fees counts
 * @param unbroadcast those that no peer had asked for are announced again
 */
public record PoolImport(boolean currentTime, boolean feeDeltas, boolean unbroadcast) {
    /** As a node takes back its own. */
    public static final PoolImport OWN = new PoolImport(false, true, true);
}
