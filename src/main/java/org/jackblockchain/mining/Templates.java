package org.jackblockchain.mining;

import java.util.Collections;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Transaction;

/** Makes block templates. */
public final class Templates {
    /** The top three bits mark a version whose other bits are signals (BIP9); none is set. */
    private static final int VERSION = 0x2000_0000;

    private Templates() {}

    /**
     * The block after {@code parent}, with nothing but a coinbase.
     *
     * @param payout the script that the reward is paid to
     * @param tag see {@link Tag}
     * @throws IllegalArgumentException if the tag does not fit, with a message for whoever chose it
     */
    public static BlockTemplate next(ChainParams params, BlockEntry parent, Bytes payout, String tag) {
        return next(params, parent, payout, tag, TxSource.NONE, BlockLimits.DEFAULT);
    }

    /** As above, with the transactions that pay best. */
    public static BlockTemplate next(ChainParams params, BlockEntry parent, Bytes payout, String tag,
            TxSource source, BlockLimits limits) {
        List<TxSource.Waiting> chosen = Selection.of(source, limits, parent.height() + 1, MedianTime.past(parent));
        long fees = chosen.stream().mapToLong(TxSource.Waiting::fee).sum();
        return of(params, parent, payout, tag, fees, chosen.stream().map(TxSource.Waiting::transaction).toList(),
                chosen.stream().map(one -> new BlockTemplate.Cost(one.fee(), one.sigopCost())).toList());
    }

    /** With just these transactions, whose fees go to nobody. */
    public static BlockTemplate with(ChainParams params, BlockEntry parent, Bytes payout, String tag,
            List<Transaction> transactions) {
        return of(params, parent, payout, tag, 0, transactions,
                Collections.nCopies(transactions.size(), new BlockTemplate.Cost(0, 0)));
    }

    private static BlockTemplate of(ChainParams params, BlockEntry parent, Bytes payout, String tag, long fees,
            List<Transaction> transactions, List<BlockTemplate.Cost> costs) {
        CompactTarget bits = params.nextBits(parent);
        long reward = params.subsidy().at(parent.height() + 1) + fees;
        return new BlockTemplate(parent, VERSION, bits, bits.target().orElseThrow(), MedianTime.past(parent) + 1,
                payout, Tag.checked(tag), reward, transactions, costs,
                parent.height() + 1 >= params.activations().segwit());
    }
}
