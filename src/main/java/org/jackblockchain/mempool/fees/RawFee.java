package org.jackblockchain.mempool.fees;

import java.util.OptionalDouble;

/**
 * An estimate, and what it rests on.
 *
 * @param rate that was enough, in the smallest unit per 1,000 virtual bytes; empty where nothing is known
 * @param passed the lowest rates that were enough
 * @param failed the highest rates below them that were not, or of which too little is known
 */
public record RawFee(OptionalDouble rate, FeeRange passed, FeeRange failed) {}
