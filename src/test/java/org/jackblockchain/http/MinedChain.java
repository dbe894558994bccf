package org.jackblockchain.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.BlockJob;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.StoredBlock;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.store.MemoryStore;

/** A small real chain on regtest, stored, and the view that a node would have of it. */
final class MinedChain {
    static final ChainParams PARAMS = Networks.REGTEST;
    private static final Bytes ANYBODY = Bytes.of((byte) 0x51);

    final MemoryStore store = new MemoryStore();
    private final Chain chain = new Chain(PARAMS, store, store, StoredChain.FRESH);
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    MinedChain(int height) {
        for (int i = 0; i < height; i++)
            mine("block " + (i + 1));
    }

    /** A block on the tip that the chain does not have. */
    Block next(String tag) {
        var template = Templates.next(PARAMS, chain.tip(), ANYBODY, tag);
        BlockJob job = Draft.of(template).job(0, now.getEpochSecond());
        var engine = new PortableEngine();
        var hits = new Hits();
        engine.aim(job.headerBytes(), job.target());
        for (long nonce = 0; hits.isEmpty(); nonce++)
            engine.search(nonce, 1, hits);
        return job.solved(hits.nonce(0));
    }

    Block mine(String tag) {
        now = now.plusSeconds(600);
        Block block = next(tag);
        chain.placeBlock(block, now);
        chain.advance();
        store.write(chain.takeBatch());
        return block;
    }

    /** Keeps a block on the parent of the tip, or on the tip itself. */
    StoredBlock place(Block block) {
        chain.placeBlock(block, now);
        chain.advance();
        store.write(chain.takeBatch());
        BlockEntry entry = chain.find(block.hash()).orElseThrow();
        return new StoredBlock(entry, block, chain.isActive(entry), now);
    }

    NodeView view(PeerView... peers) {
        return new NodeView(PARAMS, now.plusSeconds(5), chain.tip(), chain.bestHeader(), List.of(peers),
                Optional.of(Templates.next(PARAMS, chain.tip(), ANYBODY, "me")), true, 1_234_567, "portable", false,
                false, 1, chain.branches(), 2);
    }
}
