package org.jackblockchain.app.race;

import java.time.Instant;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.store.MemoryStore;

/** A racer's own tree of headers on regtest: two trees with the same headers have equal hashes, and share no entry. */
final class Tree {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Chain chain;

    Tree() {
        var store = new MemoryStore();
        chain = new Chain(Networks.REGTEST, store, store, StoredChain.FRESH);
    }

    BlockEntry genesis() {
        return chain.genesis();
    }

    /** A child of {@code parent}; another salt makes another one. */
    BlockEntry child(BlockEntry parent, int salt) {
        var header = new BlockHeader(0x2000_0000, parent.hash(), new MerkleRoot(salt, 0, 0, 1),
                START.getEpochSecond() + parent.height(), Networks.REGTEST.easiest(), 0);
        while (!Networks.REGTEST.easiestTarget().isMetBy(header.hash()))
            header = header.withNonce(header.nonce() + 1);
        if (chain.placeHeader(header, START) instanceof Placement.Placed(BlockEntry entry, boolean _))
            return entry;
        throw new AssertionError("not placed: " + header);
    }

    static TipChange won(BlockEntry block, int millis) {
        return new TipChange(List.of(), List.of(block), START.plusMillis(millis));
    }
}
