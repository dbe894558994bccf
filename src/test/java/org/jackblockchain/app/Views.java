package org.jackblockchain.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.store.MemoryStore;

/** Views of nodes that are none. */
final class Views {
    private Views() {}

    static NodeView empty(Instant now) {
        var store = new MemoryStore();
        BlockEntry genesis = new Chain(Networks.REGTEST, store, store, StoredChain.FRESH).genesis();
        return new NodeView(Networks.REGTEST, now, genesis, genesis, List.of(), Optional.empty(), false, 0, "", false,
                false,
                0, List.of(), 0);
    }
}
