package org.jackblockchain.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Branch;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.mempool.Policy;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.peer.PeerView;

/**
 * A node as it was after one event: immutable, so any thread may read it and none waits for validation.
 *
 * @param at when this view was made
 * @param tip the last block of the active chain; its ancestors are the chain
 * @param bestHeader the header with the most work, whose body may not be here yet
 * @param template what the node mines on or would mine on; empty when it rests because it is syncing
 * @param mining whether mining is switched on
 * @param hashesPerSecond of our own miner
 * @param engine the name of the engine that it searches with; empty before it was asked for the first time
 * @param syncing whether the node is catching up ("initial block download")
 * @param initialDownload whether most of the chain is still to be fetched, in Core's sense
 * @param reorganizations since the node started
 * @param branches of the tree of all headers
 * @param staleBlocks bodies that are stored but not in the active chain
 * @param mempool the transactions that wait for a block
 * @param warnings what the operator should know, such as rules that others keep and we do not
 */
public record NodeView(ChainParams params, Instant at, BlockEntry tip, BlockEntry bestHeader, List<PeerView> peers,
        Optional<BlockTemplate> template, boolean mining, double hashesPerSecond, String engine, boolean syncing,
        boolean initialDownload, long reorganizations, List<Branch> branches, long staleBlocks,
        MempoolSnapshot mempool, List<String> warnings) {
    public NodeView {
        branches = List.copyOf(branches);
        peers = List.copyOf(peers);
        warnings = List.copyOf(warnings);
    }

    /** One of a node where no transaction waits. */
    public NodeView(ChainParams params, Instant at, BlockEntry tip, BlockEntry bestHeader, List<PeerView> peers,
            Optional<BlockTemplate> template, boolean mining, double hashesPerSecond, String engine, boolean syncing,
            boolean initialDownload, long reorganizations, List<Branch> branches, long staleBlocks) {
        this(params, at, tip, bestHeader, peers, template, mining, hashesPerSecond, engine, syncing,
                initialDownload, reorganizations, branches, staleBlocks, MempoolSnapshot.empty(Policy.DEFAULT),
                List.of());
    }
}
