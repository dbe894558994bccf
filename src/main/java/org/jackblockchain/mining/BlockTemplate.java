package org.jackblockchain.mining;

import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Transaction;

/**
 * What a miner needs to work on the block after {@code parent}: everything but the extra nonce, time and nonce.
 *
 * @param version for the header
 * @param minTime the earliest time that the rules allow: median time past plus a second
 * @param payout the script that the reward is paid to
 * @param tag the miner's words in the coinbase: "who won"
 * @param reward subsidy and fees, in the smallest unit
 * @param transactions without the coinbase, in block order
 */
public record BlockTemplate(BlockEntry parent, int version, CompactTarget bits, Target target, long minTime,
        Bytes payout, String tag, long reward, List<Transaction> transactions) {
    public BlockTemplate {
        transactions = List.copyOf(transactions);
    }

    public int height() {
        return parent.height() + 1;
    }
}
