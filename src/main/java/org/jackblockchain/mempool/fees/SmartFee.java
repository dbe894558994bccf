package org.jackblockchain.mempool.fees;

import java.util.Optional;
import org.jackblockchain.mempool.FeeRate;

/**
 * What to pay.
 *
 * @param rate that should do; empty where too little is known
 * @param blocks the wait that it is for: the one that was asked about, or the longest that something is known of
 */
public record SmartFee(Optional<FeeRate> rate, int blocks) {}
