package org.jackblockchain.mining;

import java.util.Collections;
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
 * @param costs of each of them
 * @param segwit whether witnesses are in force, so that the coinbase commits to them
 */
public record BlockTemplate(BlockEntry parent, int version, CompactTarget bits, Target target, long minTime,
        Bytes payout, String tag, long reward, List<Transaction> transactions, List<Cost> costs, boolean segwit) {
    public BlockTemplate {
        transactions = List.copyOf(transactions);
        costs = List.copyOf(costs);
        if (costs.size() != transactions.size())
            throw new IllegalArgumentException(costs.size() + " costs of " + transactions.size() + " transactions");
    }

    /** Of transactions that pay nothing. */
    public BlockTemplate(BlockEntry parent, int version, CompactTarget bits, Target target, long minTime,
            Bytes payout, String tag, long reward, List<Transaction> transactions) {
        this(parent, version, bits, target, minTime, payout, tag, reward, transactions,
                Collections.nCopies(transactions.size(), new Cost(0, 0)), true);
    }

    /**
     * @param fee in the smallest unit
     * @param sigops cost of its signature operations (BIP141)
     */
    public record Cost(long fee, long sigops) {}

    public int height() {
        return parent.height() + 1;
    }
}
