package org.jackblockchain.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;

/** A chain that was there before the world began: long enough that a young chain of little work is suspicious. */
final class History {
    /** Blocks in all. */
    static final int LENGTH = 300;
    /** Hashes a block, about what nodes in a world find in time. */
    private static final int ENOUGH = 240;
    private static final int SPACING_SECONDS = 10;
    private static final List<StoreBatch> BATCHES = mine();

    private History() {}

    /** Writes the first blocks of it into a store. */
    static void give(SimStore store, int blocks) {
        BATCHES.subList(0, blocks).forEach(store::write);
        store.flush();
    }

    /** Blocks come five times as fast as they should until they cost enough, then in time. */
    private static List<StoreBatch> mine() {
        ChainParams params = SimNetworks.fast();
        var store = new SimStore(params.genesis().hash());
        var chain = new Chain(params, store, store, StoredChain.FRESH);
        List<StoreBatch> batches = new ArrayList<>();
        Instant time = World.BEGINNING.minusSeconds((long) LENGTH * SPACING_SECONDS);
        for (int i = 0; i < LENGTH; i++) {
            boolean cheap = chain.tip().header().bits().target().orElseThrow().work().hashes().intValue() < ENOUGH;
            time = time.plusSeconds(cheap ? SPACING_SECONDS / 5 : SPACING_SECONDS);
            Block block = Forge.honest(params, chain.tip(), time.getEpochSecond(), Bytes.ofHex("51"), "history");
            chain.placeBlock(block, time);
            chain.advance();
            StoreBatch batch = chain.takeBatch();
            store.write(batch);
            batches.add(batch);
        }
        return List.copyOf(batches);
    }
}
