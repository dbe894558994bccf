package org.jackblockchain.bench;

import java.math.BigInteger;
import java.util.Arrays;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.BlockJob;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.store.MemoryStore;

/** What several benches start from. */
final class Chains {
    static final ChainParams JBC = Networks.JBC;
    private static final Bytes PAYOUT = Bytes.ofHex("0014" + "11".repeat(20));

    private Chains() {}

    static BlockEntry genesis() {
        var store = new MemoryStore();
        return new Chain(JBC, store, store, StoredChain.FRESH).genesis();
    }

    static BlockTemplate template(BlockEntry parent, String tag) {
        return Templates.next(JBC, parent, PAYOUT, tag);
    }

    /** A template that nobody will ever find a block of. */
    static BlockTemplate hopeless(BlockEntry parent, String tag) {
        BlockTemplate template = template(parent, tag);
        return new BlockTemplate(parent, template.version(), template.bits(), Target.of(BigInteger.ONE),
                template.minTime(), template.payout(), tag, template.reward(), template.transactions());
    }

    static BlockJob job() {
        BlockTemplate template = template(genesis(), "Mined by node on port 5000");
        return Draft.of(template).job(1, template.minTime() + 1);
    }

    /** The value that {@code share} of all are at most. */
    static long percentile(long[] values, double share) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }
}
