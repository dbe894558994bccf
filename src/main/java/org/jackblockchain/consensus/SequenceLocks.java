package org.jackblockchain.consensus;

import java.util.List;

import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;

/**
 * Until when a transaction's inputs lock it, counted from the blocks that made the coins it spends (BIP68).
 *
 * @param height the last block that may not hold the transaction; -1 if height locks nothing
 * @param time the last median time past, in seconds since 1970, at which no block may hold it; -1 if time locks nothing
 */
public record SequenceLocks(int height, long time) {
    private static final int NOT_A_LOCK = 1 << 31;
    private static final int IN_TIME = 1 << 22;
    private static final int VALUE = 0xffff;
    /** A unit of time is 512 seconds. */
    private static final int TIME_SHIFT = 9;
    private static final int FIRST_VERSION = 2;

    /**
     * Of a transaction that is to stand on {@code parent} or above.
     *
     * @param spent the coins of its inputs, in their order; one that is not confirmed yet has the height it could get
     */
    public static SequenceLocks of(Transaction tx, List<Coin> spent, PlacedHeader parent) {
        int height = -1;
        long time = -1;
        if (Integer.compareUnsigned(tx.version(), FIRST_VERSION) < 0)
            return new SequenceLocks(height, time);
        for (int i = 0; i < spent.size(); i++) {
            TxIn input = tx.inputs().get(i);
            if ((input.sequence() & NOT_A_LOCK) != 0)
                continue;
            int made = spent.get(i).height();
            int value = input.sequence() & VALUE;
            // A lock of 0 is met at once, hence what is the last that does not do is one less.
            if ((input.sequence() & IN_TIME) != 0) {
                long since = MedianTime.past(parent.ancestor(Math.max(made - 1, 0)));
                time = Math.max(time, since + ((long) value << TIME_SHIFT) - 1);
            } else {
                height = Math.max(height, made + value - 1);
            }
        }
        return new SequenceLocks(height, time);
    }

    /** Whether a block that stands on {@code parent} may hold the transaction. */
    public boolean areOpenOn(PlacedHeader parent) {
        // Nearly no transaction is locked by time, and a median costs more than all the rest.
        return height < parent.height() + 1 && (time < 0 || time < MedianTime.past(parent));
    }
}
