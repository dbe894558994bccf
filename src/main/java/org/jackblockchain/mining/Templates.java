package org.jackblockchain.mining;

import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;

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
        CompactTarget bits = params.nextBits(parent);
        long reward = params.subsidy().at(parent.height() + 1);
        return new BlockTemplate(parent, VERSION, bits, bits.target().orElseThrow(), MedianTime.past(parent) + 1,
                payout,
                Tag.checked(tag), reward, List.of());
    }
}
