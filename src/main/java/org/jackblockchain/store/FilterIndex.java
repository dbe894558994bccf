package org.jackblockchain.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockFilter;
import org.jackblockchain.chain.BlockFilters;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;
import org.rocksdb.RocksDB;

/** The basic compact filters (BIP158) of all blocks that were shown to it, also of those that left the chain. */
public final class FilterIndex implements BlockIndex, BlockFilters {
    private final Rocks rocks;
    private final BlockStore blocks;
    private final IndexTip tip;

    private FilterIndex(Rocks rocks, BlockStore blocks) {
        this.rocks = rocks;
        this.blocks = blocks;
        this.tip = new IndexTip(rocks);
    }

    /**
     * @param blocks where it finds what blocks spend
     * @throws StoreException if the folder cannot be used
     */
    public static FilterIndex open(Path folder, BlockStore blocks, Block genesis) {
        var index = new FilterIndex(Rocks.open(folder, Column.FILTER_INDEX, RocksDB::write), blocks);
        if (index.tip().isEmpty())
            index.begin(genesis);
        return index;
    }

    private void begin(Block genesis) {
        rocks.write(changes -> {
            put(changes, BlockFilter.of(genesis, BlockUndo.NOTHING), FilterHash.ZERO);
            tip.put(changes, genesis.hash());
        });
    }

    @Override
    public Optional<BlockHash> tip() {
        return tip.get();
    }

    @Override
    public Optional<Bytes> filter(BlockHash block) {
        return rocks.get(Column.FILTERS, Records.key(block)).map(Bytes::of);
    }

    @Override
    public Optional<Commitment> commitment(BlockHash block) {
        return rocks.get(Column.FILTER_HEADERS, Records.key(block))
                .map(value -> tip.parse("the filter of " + block, value,
                        in -> new Commitment(in.filterHash(), in.filterHash())));
    }

    @Override
    public synchronized void add(int firstHeight, List<Block> more) {
        BlockHash before = more.getFirst().header().previous();
        FilterHash previous = commitment(before).map(Commitment::header)
                .orElseThrow(() -> new IllegalStateException("no filter of " + before));
        rocks.write(changes -> {
            FilterHash header = previous;
            for (Block block : more)
                header = put(changes, BlockFilter.of(block, undo(block)), header);
            tip.put(changes, more.getLast().hash());
        });
    }

    private BlockUndo undo(Block block) {
        return blocks.undo(block.hash())
                .orElseThrow(() -> new IllegalStateException("what block " + block.hash() + " spent is not stored"));
    }

    private static FilterHash put(Rocks.Changes changes, BlockFilter filter, FilterHash previous) {
        FilterHash header = filter.header(previous);
        changes.put(Column.FILTERS, Records.key(filter.block()), filter.bytes().toArray());
        changes.put(Column.FILTER_HEADERS, Records.key(filter.block()),
                new ByteWriter().hash(filter.hash()).hash(header).toArray());
        return header;
    }

    @Override
    public synchronized void rewind(BlockHash block) {
        rocks.write(changes -> tip.put(changes, block));
    }

    @Override
    public void close() {
        rocks.close();
    }
}
