package org.jackblockchain.peer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.jackblockchain.Blocks;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.store.MemoryStore;
import org.jackblockchain.wire.NetAddress;

/** A node without edges: a real chain and real peers, moved by hand. */
final class TestNode {
    private final ChainParams params;
    private final MemoryStore store = new MemoryStore();
    private final Chain chain;
    private final Peers peers;
    private final NetAddress address;
    private final TestPool pool;

    TestNode(ChainParams params, PeerConfig config, int port, List<KnownAddress> known) {
        this.params = params;
        this.chain = new Chain(params, store, store, store.load());
        this.pool = new TestPool(chain);
        this.peers = new Peers(params, chain, config.withListenPort(port), known, pool,
                new SplittableRandom(port));
        this.address = NetAddress.parse("127.0.0.1:" + port).orElseThrow();
    }

    ChainParams params() {
        return params;
    }

    Chain chain() {
        return chain;
    }

    Peers peers() {
        return peers;
    }

    TestPool pool() {
        return pool;
    }

    NetAddress address() {
        return address;
    }

    BlockEntry tip() {
        return chain.tip();
    }

    List<PeerEffect> on(PeerEvent event, Instant now) {
        var effects = new ArrayList<>(peers.on(event, now));
        effects.addAll(advance(now));
        return effects;
    }

    List<PeerEffect> onWoken(Instant now) {
        var effects = new ArrayList<>(peers.onWoken(now));
        effects.addAll(advance(now));
        return effects;
    }

    /** A block from our own miner. */
    List<PeerEffect> found(Block block, Instant now) {
        var _ = chain.placeBlock(block, now);
        return advance(now);
    }

    private List<PeerEffect> advance(Instant now) {
        var effects = new ArrayList<PeerEffect>();
        Blocks.advance(chain, store).forEach(change -> effects.addAll(peers.onChainChange(change, now)));
        return effects;
    }

    /** Adds blocks that nobody is told of. */
    void grow(int blocks, String tag) {
        for (int i = 0; i < blocks; i++) {
            var changes = Blocks.extend(chain, store, Blocks.next(params, chain.tip(), tag));
            changes.forEach(change -> peers.onChainChange(change, chain.tip().header().instant()));
        }
    }

    void hold(List<Block> blocks) {
        for (Block block : blocks) {
            Blocks.extend(chain, store, block)
                    .forEach(change -> peers.onChainChange(change, chain.tip().header().instant()));
        }
    }
}
