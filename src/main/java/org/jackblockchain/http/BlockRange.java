package org.jackblockchain.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import org.jackblockchain.chain.BlockEntry;

/**
 * A piece of the chain that ends in {@code tip}.
 *
 * @param from height of the first block
 * @param to height after the last; nothing is in the piece unless it is above {@code from}
 */
record BlockRange(BlockEntry tip, int from, int to) {
    /**
     * From the parameters {@code from}, a height, and {@code limit}, a number of blocks; everything without them.
     *
     * @throws BadRequestResponse unless they are numbers, each given once
     */
    static BlockRange of(Context context, BlockEntry tip) {
        int from = Numbers.parameter(context, "from", 0);
        int limit = Numbers.parameter(context, "limit", Integer.MAX_VALUE);
        return new BlockRange(tip, from, (int) Math.min(tip.height() + 1L, (long) from + limit));
    }
}
