package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockFilter;
import org.jackblockchain.chain.BlockFilters;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.CoinStatistics;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;
import org.jackblockchain.primitives.MuHash;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.rpc.FilterPlaces;
import org.jackblockchain.rpc.StatisticsPlaces;
import org.jackblockchain.rpc.TransactionPlaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index of transactions beside a real node. */
class IndexerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void knows_each_transaction_as_soon_as_the_node_does() throws Exception {
        try (var node = start(true, 5)) {
            TransactionPlaces index = node.indexes().transactions().orElseThrow();
            await().atMost(PATIENCE).until(index::isSynced);

            node.mineUpTo(12);
            BlockEntry tip = node.awaitView(view -> view.tip().height() == 12, PATIENCE).orElseThrow().tip();

            assertThat(index.awaitBlock(tip)).isTrue();
            for (int height = 1; height <= 12; height++)
                assertKnown(node, index, tip.ancestor(height));
            assertThat(index.find(new Txid(1, 2, 3, 4))).isEmpty();
            assertThat(index.best()).contains(tip);
        }
    }

    @Test
    void catches_up_with_what_it_did_not_see_and_goes_back_with_the_chain() throws Exception {
        // Given a chain that grew while there was no index, beyond what the index had
        try (var node = start(true, 5)) {
            await().atMost(PATIENCE).until(node.indexes().transactions().orElseThrow()::isSynced);
        }
        try (var node = start(false, 200)) {
            assertThat(node.indexes().transactions()).isEmpty();
        }

        // When there is one again
        try (var node = start(true, 0)) {
            TransactionPlaces index = node.indexes().transactions().orElseThrow();
            await().atMost(PATIENCE).until(index::isSynced);
            BlockEntry tip = node.view().tip();
            for (int height : List.of(1, 5, 6, 64, 65, 200))
                assertKnown(node, index, tip.ancestor(height));

            // Then it goes back with the chain, and on with another one
            node.ask(new Request.Invalidate(tip.ancestor(199).hash()));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(index.best()).contains(tip.ancestor(198)));
            node.switchMining(true);
            node.mineUpTo(201);
            BlockEntry other = node.awaitView(view -> view.tip().height() == 201, PATIENCE).orElseThrow().tip();
            assertThat(index.awaitBlock(other)).isTrue();
            assertKnown(node, index, other.ancestor(199));
        }
    }

    private static void assertKnown(RunningNode node, TransactionPlaces index, BlockEntry block) {
        Txid coinbase = node.blocks().block(block.hash()).orElseThrow().transactions().getFirst().txid();
        assertThat(index.find(coinbase)).contains(new TransactionPlaces.Place(block.hash(), 0));
    }

    @Test
    void makes_the_filter_of_each_block_as_core_would() throws Exception {
        try (var node = start(true, 5)) {
            FilterPlaces filters = node.indexes().filters().orElseThrow();
            await().atMost(PATIENCE).until(filters::isSynced);
            BlockEntry tip = node.view().tip();
            assertThat(filters.awaitBlock(tip)).isTrue();

            FilterHash header = FilterHash.ZERO;
            for (int height = 0; height <= tip.height(); height++) {
                BlockHash hash = tip.ancestor(height).hash();
                Block block = height == 0 ? Networks.REGTEST.genesis() : node.blocks().block(hash).orElseThrow();
                BlockFilter filter = BlockFilter.of(block, BlockUndo.NOTHING);
                header = filter.header(header);
                assertThat(filters.filter(hash)).contains(filter.bytes());
                assertThat(filters.commitment(hash)).contains(new BlockFilters.Commitment(filter.hash(), header));
            }
            assertThat(node.indexes().served()).isPresent();
            assertThat(node.relaying().blockFilters()).isPresent();
        }
    }

    @Test
    void knows_the_coins_of_each_block_in_numbers() throws Exception {
        try (var node = start(true, 5)) {
            StatisticsPlaces statistics = node.indexes().statistics().orElseThrow();
            await().atMost(PATIENCE).until(statistics::isSynced);
            BlockEntry tip = node.view().tip();
            assertThat(statistics.awaitBlock(tip)).isTrue();
            var all = new MuHash();
            node.forEachCoin((place, coin) -> all.add(CoinStatistics.element(place, coin)));

            CoinStatistics last = statistics.find(tip.hash()).orElseThrow();
            assertThat(last.coins()).isEqualTo(tip.height());
            assertThat(last.set()).isEqualTo(Bytes.of(all.toBytes()));
            for (int height = 0; height < tip.height(); height++) {
                assertThat(statistics.find(tip.ancestor(height).hash()).orElseThrow().coins()).isEqualTo(height);
            }
        }
    }

    private RunningNode start(boolean indexed, int height) throws InterruptedException {
        var settings = new NodeSettings(Networks.REGTEST, Optional.of(folder), Optional.empty(), Optional.empty(),
                List.of(), 0, height > 0, MinerSettings.of(1), "me", Optional.of(Bytes.ofHex("51")),
                OptionalInt.of(height)).withManners(
                        Manners.usual().withKeeping(
                                Keeping.USUAL.withTransactionIndex(indexed).withBlockFilters(indexed, indexed)
                                        .withCoinStatistics(indexed)));
        RunningNode node = RunningNode.start(settings);
        var _ = node.awaitView(view -> view.tip().height() >= height, PATIENCE).orElseThrow();
        return node;
    }
}
