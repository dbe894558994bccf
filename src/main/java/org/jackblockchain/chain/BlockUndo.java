package org.jackblockchain.chain;

import java.util.List;
import org.jackblockchain.consensus.Coin;

/**
 * What disconnecting a block needs that the block does not say: the coins it spent.
 *
 * @param spent for each transaction after the coinbase, the coin of each input, in order
 */
public record BlockUndo(List<List<Coin>> spent) {
    public static final BlockUndo NOTHING = new BlockUndo(List.of());

    public BlockUndo {
        spent = spent.stream().map(List::copyOf).toList();
    }
}
