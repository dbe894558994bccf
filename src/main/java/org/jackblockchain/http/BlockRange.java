package org.jackblockchain.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import org.jackblockchain.chain.BlockEntry;

/**
 * A piece of the chain that ends in {@code tip}.
 *
 * @param from height of the first block
 * @param to height after the last; nothing is in the piece unless it is above {@code from}
 */
record BlockRange(BlockEntry tip, int from, int to) {
    private static final int MAX_DIGITS = 9;

    /**
     * From the parameters {@code from}, a height, and {@code limit}, a number of blocks; everything without them.
     *
     * @throws BadRequestResponse unless they are numbers, each given once
     */
    static BlockRange of(Context context, BlockEntry tip) {
        int from = number(context, "from", 0);
        int limit = number(context, "limit", Integer.MAX_VALUE);
        return new BlockRange(tip, from, (int) Math.min(tip.height() + 1L, (long) from + limit));
    }

    private static int number(Context context, String name, int otherwise) {
        List<String> values = context.queryParams(name);
        if (values.isEmpty())
            return otherwise;
        String text = values.getFirst();
        boolean number = text.length() <= MAX_DIGITS && !text.isEmpty()
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (values.size() > 1 || !number)
            throw new BadRequestResponse("\"%s\" is one whole number from 0 to 999999999".formatted(name));
        return Integer.parseInt(text);
    }
}
