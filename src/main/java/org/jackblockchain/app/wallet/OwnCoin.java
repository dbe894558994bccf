package org.jackblockchain.app.wallet;

import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.TxOut;

/**
 * An output that one of our keys unlocks.
 *
 * @param height of its block; {@link #UNCONFIRMED} for change that waits for a block
 * @param coinbase whether it is a reward, which has to mature
 */
public record OwnCoin(OutPoint place, TxOut output, int height, boolean coinbase) {
    public static final int UNCONFIRMED = Integer.MAX_VALUE;

    boolean isConfirmed() {
        return height != UNCONFIRMED;
    }

    /** The height of the tip from which on it may be spent in the next block. */
    int spendableAt(int maturity) {
        return coinbase ? height + maturity - 1 : 0;
    }
}
