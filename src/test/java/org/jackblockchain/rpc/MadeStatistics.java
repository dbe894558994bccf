package org.jackblockchain.rpc;

import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.CoinStatistics;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;

/** The coins of a node in numbers, counted when they are asked for. */
final class MadeStatistics implements StatisticsPlaces {
    private final LocalNode node;

    MadeStatistics(LocalNode node) {
        this.node = node;
    }

    @Override
    public Optional<CoinStatistics> find(BlockHash hash) {
        var params = node.view().params();
        if (hash.equals(params.genesis().hash()))
            return Optional.of(CoinStatistics.ofGenesis(params.subsidy().at(0)));
        BlockEntry entry = node.header(hash).orElseThrow();
        Block block = node.blocks().block(hash).orElseThrow();
        return node.blocks().undo(hash).flatMap(undo -> find(block.header().previous())
                .map(before -> before.after(block, undo, entry.height(), params.subsidy().at(entry.height()))));
    }

    @Override
    public String name() {
        return "coinstatsindex";
    }

    @Override
    public Optional<BlockEntry> best() {
        return Optional.of(node.view().tip());
    }

    @Override
    public boolean isSynced() {
        return true;
    }

    @Override
    public boolean awaitBlock(BlockEntry tip) {
        return true;
    }
}
