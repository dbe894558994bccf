package org.jackblockchain.http;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.BlockHash;

/**
 * The node that is answered for. All of it is used from many threads.
 *
 * @param version of this program
 * @param headers finds a header that was ever placed
 * @param events takes what requests become, and does not block
 * @param news what is told at {@code /events}
 * @param ledger its coins, and where its transactions are
 */
public record Served(String version, Supplier<NodeView> view, BlockStore blocks,
        Function<BlockHash, Optional<BlockEntry>> headers, Consumer<Event> events, NodeNews news,
        Ledger ledger) {
    Bodies bodies() {
        return new Bodies(view.get().params().genesis(), blocks);
    }
}
