package org.jackblockchain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.Rung;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.chain.StoredHeader;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises. */
abstract class ChainStoreContract {
    final Samples samples = new Samples(7);
    private ChainStore store;

    abstract ChainStore open();

    @BeforeEach
    void open_a_fresh_store() {
        store = open();
    }

    @AfterEach
    void close_it() {
        store.close();
    }

    @Test
    void a_fresh_store_holds_nothing() {
        assertThat(store.load()).isEqualTo(StoredChain.FRESH);
        assertThat(store.block(samples.hash())).isEmpty();
        assertThat(store.undo(samples.hash())).isEmpty();
        assertThat(store.coin(samples.outPoint())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Rebuild.class, names = "NOTHING", mode = EnumSource.Mode.EXCLUDE)
    void a_rebuild_forgets_all_that_can_be_made_again_from_the_bodies(Rebuild what) {
        // Given
        StoreBatch batch = samples.oneBlock(300);
        store.write(batch);
        BlockHash hash = batch.blocks().keySet().iterator().next();
        OutPoint coin = batch.coins().keySet().iterator().next();
        StoredHeader header = Objects.requireNonNull(batch.headers().get(hash));
        assertThat(store.underway()).isEqualTo(Rebuild.NOTHING);

        // When
        store.beginRebuild(what);

        // Then
        assertThat(store.underway()).isEqualTo(what);
        assertThat(store.load().tip()).isEmpty();
        assertThat(store.load().headers().keySet()).isEqualTo(batch.headers().keySet());
        assertThat(store.load().headers().get(hash)).isEqualTo(header.unjudged(what == Rebuild.ALL));
        assertThat(store.block(hash)).isPresent();
        assertThat(store.undo(hash)).isEmpty();
        assertThat(store.coin(coin)).isEmpty();
        store.forEachCoin((place, _) -> {
            throw new AssertionError("a coin is left: " + place);
        });
        store.endRebuild();
        assertThat(store.underway()).isEqualTo(Rebuild.NOTHING);
    }

    @Test
    void what_is_unjudged_keeps_its_body_and_loses_its_verdict_only_when_pardoned() {
        StoredHeader bad = new StoredHeader(samples.oneBlock(1).headers().values().iterator().next().header(),
                Rung.CONNECTED, true, 7);

        assertThat(bad.unjudged(false)).isEqualTo(new StoredHeader(bad.header(), Rung.BODY, true, 7));
        assertThat(bad.unjudged(true)).isEqualTo(new StoredHeader(bad.header(), Rung.BODY, false, 7));
        var bare = new StoredHeader(bad.header(), Rung.HEADER, false, 0);
        assertThat(bare.unjudged(true)).isEqualTo(bare);
    }

    @Test
    void gives_back_what_one_batch_brought() {
        StoreBatch batch = samples.oneBlock(300);

        store.write(batch);

        assertHolds(store, batch);
        assertThat(store.load()).isEqualTo(new StoredChain(batch.headers(), batch.tip()));
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 4_200, 1_000_000, 4_000_000})
    void keeps_bodies_of_any_size(int length) {
        StoreBatch batch = samples.oneBlock(length);

        store.write(batch);

        assertHolds(store, batch);
    }

    @Test
    void an_empty_batch_changes_nothing() {
        StoreBatch batch = samples.oneBlock(300);
        store.write(batch);

        store.write(StoreBatch.EMPTY);

        assertHolds(store, batch);
        assertThat(store.load().tip()).isEqualTo(batch.tip());
    }

    @Test
    void a_header_may_climb_and_be_refused_later() {
        var header = samples.header();
        store.write(headerOnly(new StoredHeader(header, Rung.HEADER, false, 0)));

        var refused = new StoredHeader(header, Rung.BODY, true, 5);
        store.write(headerOnly(refused));

        assertThat(store.load().headers()).isEqualTo(Map.of(header.hash(), refused));
    }

    @Test
    void shows_all_coins_or_the_first_ones() {
        var three = new HashMap<OutPoint, Optional<Coin>>();
        while (three.size() < 3)
            three.put(samples.outPoint(), Optional.of(samples.coin()));
        store.write(coins(three));
        var all = new ArrayList<OutPoint>();
        var first = new ArrayList<OutPoint>();

        store.forEachCoin((place, coin) -> {
            assertThat(three.get(place)).contains(coin);
            all.add(place);
        });

        assertThat(all).containsExactlyInAnyOrderElementsOf(three.keySet());
        assertThat(store.forEachCoin(3, (_, _) -> {
        })).as("all were shown").isTrue();
        assertThat(store.forEachCoin(2, (place, _) -> first.add(place))).as("all were shown").isFalse();
        assertThat(first).isEqualTo(all.subList(0, 2));
    }

    @Test
    void a_coin_is_gone_once_spent_and_back_once_unspent() {
        OutPoint outPoint = samples.outPoint();
        Coin coin = samples.coin();

        store.write(coins(Map.of(outPoint, Optional.of(coin))));
        assertThat(store.coin(outPoint)).contains(coin);

        store.write(coins(Map.of(outPoint, Optional.empty())));
        assertThat(store.coin(outPoint)).isEmpty();

        store.write(coins(Map.of(outPoint, Optional.of(coin))));
        assertThat(store.coin(outPoint)).contains(coin);
    }

    @Test
    void spending_an_unknown_coin_does_nothing() {
        OutPoint outPoint = samples.outPoint();

        store.write(coins(Map.of(outPoint, Optional.empty())));

        assertThat(store.coin(outPoint)).isEmpty();
    }

    @Test
    void outputs_of_one_transaction_are_different_coins() {
        OutPoint first = samples.outPoint();
        var second = new OutPoint(first.txid(), first.index() + 1);
        Coin coin = samples.coin();

        store.write(coins(Map.of(first, Optional.of(coin))));

        assertThat(store.coin(second)).isEmpty();
    }

    @Test
    void undo_may_be_written_again_when_a_block_is_connected_again() {
        BlockHash hash = samples.hash();
        store.write(undo(hash, samples.undo()));

        store.write(undo(hash, BlockUndo.NOTHING));

        assertThat(store.undo(hash)).contains(BlockUndo.NOTHING);
    }

    @Test
    void never_overwrites_a_body_and_leaves_out_the_rest_of_that_batch() {
        // Given a stored block
        StoreBatch first = samples.oneBlock(300);
        store.write(first);
        Block block = first.blocks().values().iterator().next();

        // When another body with the same header comes with a new tip
        var other = new Block(block.header(), List.of(samples.transaction()));
        StoreBatch next = samples.oneBlock(300);
        var blocks = new HashMap<>(next.blocks());
        blocks.put(block.hash(), other);
        var both = new StoreBatch(next.headers(), blocks, next.undo(), next.coins(), next.tip());

        // Then the store refuses it whole, and goes on
        assertThatIllegalStateException().isThrownBy(() -> store.write(both))
                .withMessageContaining(block.hash().hex());
        assertThat(store.load()).isEqualTo(new StoredChain(first.headers(), first.tip()));
        assertHolds(store, first);
        store.write(next);
        assertHolds(store, next);
    }

    @Test
    void agrees_with_a_plain_map_over_many_random_batches() {
        var chance = new SplittableRandom(99);
        var headers = new HashMap<BlockHash, StoredHeader>();
        var coins = new HashMap<OutPoint, Coin>();
        Optional<BlockHash> tip = Optional.empty();
        for (int i = 0; i < 300; i++) {
            StoreBatch batch = samples.oneBlock(chance.nextInt(600));
            var changes = new HashMap<>(batch.coins());
            coins.keySet().stream().filter(_ -> chance.nextInt(10) == 0)
                    .forEach(spent -> changes.put(spent, Optional.empty()));
            store.write(new StoreBatch(batch.headers(), batch.blocks(), batch.undo(), changes, batch.tip()));
            changes.forEach((key, coin) -> coin.ifPresentOrElse(made -> coins.put(key, made), () -> coins.remove(key)));
            changes.keySet().forEach(key -> assertThat(store.coin(key)).isEqualTo(Optional.ofNullable(coins.get(key))));
            headers.putAll(batch.headers());
            tip = batch.tip();
        }
        assertThat(store.load()).isEqualTo(new StoredChain(headers, tip));
        coins.forEach((key, coin) -> assertThat(store.coin(key)).contains(coin));
    }

    @Test
    void many_threads_read_while_one_writes() throws Exception {
        StoreBatch known = samples.oneBlock(5_000);
        store.write(known);
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var reads = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++)
                reads.add(readers.submit(() -> repeat(50, () -> assertHolds(store, known))));
            repeat(50, () -> store.write(samples.oneBlock(5_000)));
            for (Future<?> read : reads)
                read.get();
        }
    }

    @Test
    void closing_ends_the_reads_of_other_threads_in_good_order() throws Exception {
        StoreBatch known = samples.oneBlock(5_000);
        store.write(known);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reading = new CountDownLatch(4);
            var reads = new ArrayList<Future<?>>();
            for (int i = 0; i < 4; i++)
                reads.add(threads.submit(() -> readUntilClosed(known, reading)));
            reading.await();
            store.close();
            for (Future<?> read : reads)
                read.get();
        }
    }

    private void readUntilClosed(StoreBatch known, CountDownLatch reading) {
        assertThatIllegalStateException().isThrownBy(() -> {
            while (true) {
                assertHolds(store, known);
                store.load();
                reading.countDown();
            }
        }).withMessage("the store is closed");
    }

    @Test
    void flushing_keeps_everything() {
        StoreBatch batch = samples.oneBlock(300);
        store.write(batch);

        store.flush();
        store.flush();

        assertHolds(store, batch);
    }

    @Test
    void refuses_everything_once_closed_but_another_close() {
        StoreBatch batch = samples.oneBlock(300);
        store.close();
        store.close();

        assertThatIllegalStateException().isThrownBy(() -> store.load());
        assertThatIllegalStateException().isThrownBy(() -> store.block(samples.hash()));
        assertThatIllegalStateException().isThrownBy(() -> store.undo(samples.hash()));
        assertThatIllegalStateException().isThrownBy(() -> store.coin(samples.outPoint()));
        assertThatIllegalStateException().isThrownBy(() -> store.write(batch));
        assertThatIllegalStateException().isThrownBy(() -> store.flush());
    }

    static void assertHolds(ChainStore store, StoreBatch batch) {
        batch.blocks().forEach((hash, block) -> assertThat(store.block(hash)).contains(block));
        batch.undo().forEach((hash, undo) -> assertThat(store.undo(hash)).contains(undo));
        batch.coins().forEach((outPoint, coin) -> assertThat(store.coin(outPoint)).isEqualTo(coin));
    }

    private static void repeat(int times, Runnable task) {
        for (int i = 0; i < times; i++)
            task.run();
    }

    private static StoreBatch headerOnly(StoredHeader header) {
        return new StoreBatch(Map.of(header.header().hash(), header), Map.of(), Map.of(), Map.of(), Optional.empty());
    }

    private static StoreBatch coins(Map<OutPoint, Optional<Coin>> coins) {
        return new StoreBatch(Map.of(), Map.of(), Map.of(), coins, Optional.empty());
    }

    private static StoreBatch undo(BlockHash hash, BlockUndo undo) {
        return new StoreBatch(Map.of(), Map.of(), Map.of(hash, undo), Map.of(), Optional.empty());
    }
}
