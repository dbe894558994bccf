package org.jackblockchain.chain;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.BlockHash;

/**
 * Which blocks' scripts an operator vouches for: the ancestors of a block that he names, when the chain above has
 * enough work that nobody could have made it to fool us. All other rules are judged as ever.
 */
final class AssumedValid {
    /** The work above, as time that the network would take for it. */
    private static final Duration LEAST_WORK_ABOVE = Duration.ofDays(14);

    private final Optional<BlockHash> vouched;
    private final ChainParams params;
    private final HeaderTree tree;

    AssumedValid(Optional<BlockHash> vouched, ChainParams params, HeaderTree tree) {
        this.vouched = vouched;
        this.params = params;
        this.tree = tree;
    }

    /** Whether this block's scripts need not be run. */
    boolean holds(BlockEntry block) {
        BlockEntry best = tree.best().entry;
        return vouched.flatMap(tree::find).filter(node -> node.entry.descendsFrom(block)).isPresent()
                && best.descendsFrom(block)
                && best.chainWork().compareTo(params.minimumChainWork()) >= 0
                && timeAbove(block, best).compareTo(BigInteger.valueOf(LEAST_WORK_ABOVE.toSeconds())) > 0;
    }

    /** In seconds. */
    private BigInteger timeAbove(BlockEntry block, BlockEntry best) {
        BigInteger work = best.chainWork().minus(block.chainWork()).hashes();
        BigInteger aBlocks = best.header().bits().target().orElseThrow().work().hashes();
        return work.multiply(BigInteger.valueOf(params.interval().toSeconds())).divide(aBlocks);
    }
}
