package org.jackblockchain.rpc;

import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockFilter;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;

/** Filters of a node's blocks, made when they are asked for. */
final class MadeFilters implements FilterPlaces {
    private final LocalNode node;

    MadeFilters(LocalNode node) {
        this.node = node;
    }

    private Optional<BlockFilter> make(BlockHash hash) {
        if (hash.equals(node.view().params().genesis().hash()))
            return Optional.of(BlockFilter.of(node.view().params().genesis(), BlockUndo.NOTHING));
        Optional<Block> block = node.blocks().block(hash);
        return block.flatMap(body -> node.blocks().undo(hash).map(undo -> BlockFilter.of(body, undo)));
    }

    @Override
    public Optional<Bytes> filter(BlockHash block) {
        return make(block).map(BlockFilter::bytes);
    }

    @Override
    public Optional<Commitment> commitment(BlockHash block) {
        FilterHash previous = node.header(block).map(BlockEntry::parent)
                .flatMap(parent -> commitment(parent.hash())).map(Commitment::header).orElse(FilterHash.ZERO);
        return make(block).map(filter -> new Commitment(filter.hash(), filter.header(previous)));
    }

    @Override
    public String name() {
        return "basic block filter index";
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
