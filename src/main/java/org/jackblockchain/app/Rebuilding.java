package org.jackblockchain.app;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Branch;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainChange;
import org.jackblockchain.chain.ChainOptions;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.store.ChainStore;
import org.jackblockchain.store.Rebuild;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the coins again from the blocks that are stored, before the node begins ({@code -reindex},
 * {@code -reindex-chainstate}). What is interrupted goes on at the next start.
 */
final class Rebuilding {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
    /** Their coins are written at once. */
    private static final int BLOCKS_AT_ONCE = 200;

    private Rebuilding() {}

    static void run(ChainStore store, ChainParams params, ChainOptions options, Rebuild wish, Instant now) {
        if (wish != Rebuild.NOTHING)
            store.beginRebuild(wish);
        Rebuild what = store.underway();
        if (what == Rebuild.NOTHING)
            return;
        LOG.info("Reindexing block {}...", what == Rebuild.ALL ? "files" : "chain state");
        var chain = new Chain(params, options, store, store, store.load());
        if (what == Rebuild.ALL)
            rejudge(chain, now);
        Optional<ChainChange> change = chain.advance(BLOCKS_AT_ONCE);
        while (change.isPresent()) {
            store.write(chain.takeBatch());
            LOG.info("Reindexing: tip {}", chain.tip());
            change.get().refused().forEach(refused -> LOG.warn("Block validation error: {} (block {})",
                    refused.fault().text(), refused.block()));
            change = chain.advance(BLOCKS_AT_ONCE);
        }
        store.write(chain.takeBatch());
        store.endRebuild();
        LOG.info("Reindexing finished");
    }

    private static void rejudge(Chain chain, Instant now) {
        for (BlockEntry entry : parentsFirst(chain))
            chain.rejudge(entry, now).ifPresent(fault -> LOG.warn("block {} refused: {}", entry, fault.text()));
    }

    private static List<BlockEntry> parentsFirst(Chain chain) {
        Set<BlockEntry> all = new HashSet<>();
        for (Branch branch : chain.branches()) {
            BlockEntry at = branch.end();
            while (at != null && all.add(at))
                at = at.parent();
        }
        return all.stream().sorted(Comparator.comparingInt(BlockEntry::height)).toList();
    }
}
