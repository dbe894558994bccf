package org.jackblockchain.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockFilters;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.CoinStatistics;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.rpc.FilterPlaces;
import org.jackblockchain.rpc.IndexProgress;
import org.jackblockchain.rpc.StatisticsPlaces;
import org.jackblockchain.rpc.TransactionPlaces;
import org.jackblockchain.store.BlockIndex;
import org.jackblockchain.store.FilterIndex;
import org.jackblockchain.store.StatisticsIndex;
import org.jackblockchain.store.TransactionIndex;

/** The indexes that a node keeps beside its chain, each with a thread that shows it the chain. */
final class Indexes implements AutoCloseable {
    private static final String TRANSACTIONS = "txindex";
    private static final String FILTERS = "basic block filter index";
    private static final String STATISTICS = "coinstatsindex";

    /** An index and its name, which nobody shows the chain yet. */
    private record Waiting(String name, BlockIndex index) {}

    private final BlockStore blocks;
    private final Optional<TransactionIndex> transactions;
    private final Optional<FilterIndex> filters;
    private final Optional<StatisticsIndex> statistics;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Indexer> running = new ArrayList<>();

    private Indexes(BlockStore blocks, Optional<TransactionIndex> transactions, Optional<FilterIndex> filters,
            Optional<StatisticsIndex> statistics) {
        this.blocks = blocks;
        this.transactions = transactions;
        this.filters = filters;
        this.statistics = statistics;
        transactions.ifPresent(index -> waiting.add(new Waiting(TRANSACTIONS, index)));
        filters.ifPresent(index -> waiting.add(new Waiting(FILTERS, index)));
        statistics.ifPresent(index -> waiting.add(new Waiting(STATISTICS, index)));
    }

    /**
     * Opens those that are wanted.
     *
     * @param folder empty for none
     */
    static Indexes open(Optional<Path> folder, Keeping wanted, BlockStore blocks, ChainParams params) {
        Optional<TransactionIndex> transactions = folder.filter(_ -> wanted.transactionIndex())
                .map(path -> TransactionIndex.open(path.resolve("txindex")));
        Optional<FilterIndex> filters = folder.filter(_ -> wanted.blockFilters())
                .map(path -> FilterIndex.open(path.resolve("blockfilter").resolve("basic"), blocks,
                        params.genesis()));
        Optional<StatisticsIndex> statistics = folder.filter(_ -> wanted.coinStatistics())
                .map(path -> StatisticsIndex.open(path.resolve("coinstats"), blocks, params));
        return new Indexes(blocks, transactions, filters, statistics);
    }

    /** Has the chain shown to them from now on; once. */
    void start(Indexer.Chain chain, BlockEntry tip, Function<BlockHash, Optional<BlockEntry>> headers) {
        for (Waiting one : waiting)
            running.add(Indexer.of(one.name(), one.index(), blocks, chain, tip, headers));
        waiting.clear();
        running.forEach(Indexer::start);
    }

    List<IndexProgress> all() {
        return List.copyOf(running);
    }

    private Indexer named(String name) {
        return running.stream().filter(indexer -> indexer.name().equals(name)).findFirst().orElseThrow();
    }

    /** In which block each transaction is; empty where that is not kept. */
    Optional<TransactionPlaces> transactions() {
        return transactions.map(index -> new Transactions(index, named(TRANSACTIONS)));
    }

    Optional<FilterPlaces> filters() {
        return filters.map(index -> new Filters(index, named(FILTERS)));
    }

    Optional<StatisticsPlaces> statistics() {
        return statistics.map(index -> new Statistics(index, named(STATISTICS)));
    }

    /** As peers are served from it; may be used before {@link #start}. */
    Optional<BlockFilters> served() {
        return filters.map(Function.identity());
    }

    @Override
    public void close() {
        running.forEach(Indexer::close);
        waiting.forEach(one -> one.index().close());
    }

    /** With the progress of its indexer. */
    private interface Behind extends IndexProgress {
        Indexer indexer();

        @Override
        default String name() {
            return indexer().name();
        }

        @Override
        default Optional<BlockEntry> best() {
            return indexer().best();
        }

        @Override
        default boolean isSynced() {
            return indexer().isSynced();
        }

        @Override
        default boolean awaitBlock(BlockEntry tip) throws InterruptedException {
            return indexer().awaitBlock(tip);
        }
    }

    private record Transactions(TransactionIndex index, Indexer indexer) implements TransactionPlaces, Behind {
        @Override
        public Optional<Place> find(Txid txid) {
            return index.find(txid).map(place -> new Place(place.block(), place.position()));
        }
    }

    private record Filters(FilterIndex index, Indexer indexer) implements FilterPlaces, Behind {
        @Override
        public Optional<Bytes> filter(BlockHash block) {
            return index.filter(block);
        }

        @Override
        public Optional<Commitment> commitment(BlockHash block) {
            return index.commitment(block);
        }
    }

    private record Statistics(StatisticsIndex index, Indexer indexer) implements StatisticsPlaces, Behind {
        @Override
        public Optional<CoinStatistics> find(BlockHash block) {
            return index.find(block);
        }
    }
}
