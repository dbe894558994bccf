package org.jackblockchain.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.CoinStatistics;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteWriter;
import org.rocksdb.RocksDB;

/** The coins in numbers at all blocks that were shown to it, also at those that left the chain. */
public final class StatisticsIndex implements BlockIndex {
    private final Rocks rocks;
    private final BlockStore blocks;
    private final ChainParams params;
    private final IndexTip tip;

    private StatisticsIndex(Rocks rocks, BlockStore blocks, ChainParams params) {
        this.rocks = rocks;
        this.blocks = blocks;
        this.params = params;
        this.tip = new IndexTip(rocks);
    }

    /**
     * @param blocks where it finds what blocks spend
     * @throws StoreException if the folder cannot be used
     */
    public static StatisticsIndex open(Path folder, BlockStore blocks, ChainParams params) {
        var index = new StatisticsIndex(Rocks.open(folder, Column.STATISTICS_INDEX, RocksDB::write), blocks, params);
        if (index.tip().isEmpty())
            index.begin();
        return index;
    }

    private void begin() {
        BlockHash genesis = params.genesis().hash();
        rocks.write(changes -> {
            put(changes, genesis, CoinStatistics.ofGenesis(params.subsidy().at(0)));
            tip.put(changes, genesis);
        });
    }

    @Override
    public Optional<BlockHash> tip() {
        return tip.get();
    }

    public Optional<CoinStatistics> find(BlockHash block) {
        return rocks.get(Column.STATISTICS, Records.key(block))
                .map(value -> tip.parse("the coins at " + block, value, CoinStatistics::read));
    }

    @Override
    public synchronized void add(int firstHeight, List<Block> more) {
        BlockHash before = more.getFirst().header().previous();
        CoinStatistics start = find(before).orElseThrow(() -> new IllegalStateException("no numbers of " + before));
        rocks.write(changes -> {
            CoinStatistics last = start;
            int height = firstHeight;
            for (Block block : more) {
                last = last.after(block, undo(block), height, params.subsidy().at(height));
                put(changes, block.hash(), last);
                height++;
            }
            tip.put(changes, more.getLast().hash());
        });
    }

    private BlockUndo undo(Block block) {
        return blocks.undo(block.hash())
                .orElseThrow(() -> new IllegalStateException("what block " + block.hash() + " spent is not stored"));
    }

    private static void put(Rocks.Changes changes, BlockHash block, CoinStatistics statistics) {
        var out = new ByteWriter();
        statistics.write(out);
        changes.put(Column.STATISTICS, Records.key(block), out.toArray());
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
