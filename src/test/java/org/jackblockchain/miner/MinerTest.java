package org.jackblockchain.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jackblockchain.chain.TestEntries;
import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.BlockJob;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.EngineFactory;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.NearTarget;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.RoundSize;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.mining.TestChains;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MinerTest {
    private static final Target HOPELESS = Target.of(BigInteger.ONE);
    private static final InstantSource CLOCK = InstantSource.fixed(TestChains.NOON);
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final BlockingQueue<Block> found = new LinkedBlockingQueue<>();
    private Miner miner = miner(PortableEngine::new, 2);

    @AfterEach
    void close() {
        miner.close();
    }

    @Test
    void finds_a_block_that_keeps_the_rules() throws InterruptedException {
        miner.work(work(TestChains.template("alice")));
        Block block = next();

        assertThat(Networks.REGTEST.easiestTarget().isMetBy(block.hash())).isTrue();
        assertThat(BlockRules.firstFault(block, TestChains.REGTEST_GENESIS, Networks.REGTEST)).isEmpty();
        assertThat(block.header().time()).isEqualTo(TestChains.NOON.getEpochSecond());
        assertThat(Tag.of(block)).isEqualTo("alice");
    }

    @Test
    void mines_a_chain_as_templates_come() throws InterruptedException {
        var tip = TestChains.REGTEST_GENESIS;
        for (int i = 0; i < 50; i++) {
            miner.work(work(Templates.next(Networks.REGTEST, tip, TestChains.PAYOUT, "")));
            Block block = next();
            assertThat(block.header().previous()).isEqualTo(tip.hash());
            tip = TestEntries.child(tip, block.header());
        }
        assertThat(found).isEmpty();
    }

    @Test
    void finds_no_siblings_while_the_node_judges_a_block_but_goes_on_if_it_was_refused() throws InterruptedException {
        // Given a block found, and a miner that waits for the answer
        miner.work(work(TestChains.template("")));
        Block first = next();
        await().until(() -> threads().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        assertThat(found).isEmpty();

        // When none comes for longer than a node takes
        miner.close();
        miner = new Miner(PortableEngine::new, MinerSettings.of(2), new Random(8), CLOCK, this::add,
                Duration.ofMillis(1));
        miner.work(work(TestChains.template("")));
        next();
        Block second = next();

        // Then there is another, of the same parent
        assertThat(second.header().previous()).isEqualTo(first.header().previous());
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void all_threads_take_up_new_work() {
        miner.work(work(hopeless("a")));
        awaitSwitches(1);
        miner.work(work(hopeless("b")));
        awaitSwitches(2);

        assertThat(miner.view().threads()).allMatch(thread -> !thread.lastStale().isNegative()
                && thread.lastStale().compareTo(thread.lastSwitch()) <= 0);
    }

    @Test
    void the_lowest_hash_of_a_work_is_known_and_near_misses_are_no_blocks() {
        // Given work that takes far longer than this test, of which near misses are not rare
        Target hard = Target.of(BigInteger.TWO.pow(256 - 40));
        Target near = NearTarget.of(hard);
        assertThat(near.isEasierThan(hard)).isTrue();
        miner.close();
        miner = miner(LuckyEngine::new, 2);
        miner.work(work(withTarget(TestChains.template(""), hard)));

        // When both threads told of hits that they take for ones under the near target
        await().until(() -> miner.round().flatMap(RoundView::best).isPresent());

        // Then what is shown is a header with its real hash, and none was taken for a block
        var round = miner.round().orElseThrow();
        var best = round.best().orElseThrow();
        assertThat(BlockHash.fromWire(Sha256.twice(best.header().toArray()), 0)).isEqualTo(best.hash());
        assertThat(best.zeros()).isEqualTo(Long.numberOfLeadingZeros(best.hash().w0()));
        assertThat(round.hashes()).isPositive();
        assertThat(found).isEmpty();

        // And new work begins anew
        miner.work(work(hopeless("b")));
        await().until(() -> miner.round().filter(now -> now.work().equals(round.work())).isEmpty());
        miner.work(Optional.empty());
        await().until(() -> miner.round().isEmpty());
    }

    /** Tells of the first nonce of each round, whatever its hash. */
    private static final class LuckyEngine implements Engine {
        @Override
        public String name() {
            return "lucky";
        }

        @Override
        public void aim(byte[] header, Target target) {}

        @Override
        public void search(long startNonce, int count, Hits hits) {
            hits.add((int) startNonce);
        }
    }

    @Test
    void a_thread_that_may_take_little_time_rests_and_new_work_ends_that() {
        miner.close();
        // 5 ms of work, then 50 s of rest
        miner = new Miner(PortableEngine::new, new MinerSettings(2, EngineWish.PORTABLE, 0.0001), new Random(7), CLOCK,
                this::add, FOR_EVER);
        miner.work(work(hopeless("a")));
        awaitSwitches(1);
        await().until(() -> {
            long before = rounds();
            Thread.sleep(100);
            return rounds() == before;
        });

        miner.work(work(hopeless("b")));

        awaitSwitches(2);
    }

    @Test
    void a_block_on_stale_work_is_dropped() {
        // Given an engine in the middle of a round that will be a hit
        var slow = new GatedEngine();
        var one = replaceMiner(() -> slow, 1);
        one.work(work(TestChains.template("")));
        await().until(() -> slow.inRound.get());

        // When another tip comes before the round ends
        var stale = TestChains.REGTEST_GENESIS;
        var tip = TestEntries.child(stale, TestChains.mine(1, _ -> {
        }).header());
        one.work(work(withTarget(Templates.next(Networks.REGTEST, tip, TestChains.PAYOUT, ""), HOPELESS)));
        slow.open.set(true);
        await().until(() -> one.view().threads().getFirst().switches() == 2);

        // Then the block of the old one is not shown to anybody
        assertThat(found).isEmpty();
    }

    @Test
    void a_block_found_while_a_new_template_for_the_same_parent_comes_is_not_lost() throws InterruptedException {
        var slow = new GatedEngine();
        var one = replaceMiner(() -> slow, 1);
        one.work(work(TestChains.template("old")));
        await().until(() -> slow.inRound.get());

        one.work(work(TestChains.template("new")));
        slow.open.set(true);

        assertThat(Tag.of(next())).isEqualTo("old");
    }

    @Test
    void no_header_is_searched_twice_by_any_thread() {
        // Given threads that note what they search, and templates that come again and again
        Set<String> headers = ConcurrentHashMap.newKeySet();
        var repeated = new AtomicBoolean();
        replaceMiner(() -> new NotingEngine(headers, repeated), 4);

        // When
        for (int i = 1; i <= 40; i++) {
            miner.work(work(hopeless("same")));
            awaitSwitches(i);
        }

        // Then
        assertThat(headers).hasSizeGreaterThanOrEqualTo(160);
        assertThat(repeated).isFalse();
    }

    @Test
    void two_miners_with_the_same_words_search_different_headers() {
        Set<String> headers = ConcurrentHashMap.newKeySet();
        var repeated = new AtomicBoolean();
        EngineFactory engines = () -> new NotingEngine(headers, repeated);
        try (var a = miner(engines, new Random(1), CLOCK);
                var b = miner(engines, new Random(2), CLOCK)) {
            a.work(work(hopeless("same")));
            b.work(work(hopeless("same")));
            await().until(() -> headers.size() >= 4);
        }

        assertThat(repeated).isFalse();
    }

    @Test
    void moves_on_to_another_header_when_the_nonces_are_used_up() {
        Set<String> headers = ConcurrentHashMap.newKeySet();
        var repeated = new AtomicBoolean();
        replaceMiner(() -> new NotingEngine(headers, repeated), 1);
        miner.work(work(hopeless("")));

        await().until(() -> headers.size() > 10);
        assertThat(repeated).isFalse();
    }

    @Test
    void the_time_of_a_header_follows_the_clock() {
        var seconds = new AtomicInteger();
        Set<String> headers = ConcurrentHashMap.newKeySet();
        miner.close();
        miner = miner(() -> new NotingEngine(headers, new AtomicBoolean(), new PortableEngine()), new Random(1),
                () -> TestChains.NOON.plusSeconds(seconds.get()));
        miner.work(work(hopeless("")));
        awaitSwitches(1);
        seconds.set(5);

        String later = Integer.toHexString(Integer.reverseBytes((int) TestChains.NOON.getEpochSecond() + 5));
        await().until(() -> headers.stream().anyMatch(header -> header.substring(136, 144).equals(later)));
    }

    @Test
    void rests_without_a_template() {
        miner.work(work(hopeless("")));
        awaitSwitches(1);
        assertThat(miner.view().height()).isEqualTo(OptionalInt.of(1));

        miner.work(Optional.empty());

        assertThat(miner.view().height()).isEmpty();
        await().until(() -> threads().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        long rounds = rounds();
        miner.work(Optional.empty());
        assertThat(rounds()).isEqualTo(rounds);
    }

    @Test
    void wakes_up_again() throws InterruptedException {
        await().until(() -> threads().allMatch(thread -> thread.getState() == Thread.State.WAITING));

        miner.work(work(TestChains.template("")));

        assertThat(next()).isNotNull();
    }

    @Test
    void closes_at_work_and_at_rest_and_ends_its_threads() {
        var working = miner(PortableEngine::new, 2);
        working.work(work(hopeless("")));
        working.close();
        miner.close();

        assertThat(threads()).isEmpty();
        miner.close();
    }

    @Test
    void work_after_the_end_is_ignored() {
        miner.close();
        miner.work(work(TestChains.template("")));

        assertThat(miner.view().height()).isEmpty();
        assertThat(found).isEmpty();
    }

    @Test
    void may_be_closed_by_the_one_who_takes_the_block() {
        miner.close();
        var closed = new AtomicBoolean();
        Miner[] self = new Miner[1];
        self[0] = new Miner(PortableEngine::new, MinerSettings.of(2), new Random(1), CLOCK, _ -> {
            self[0].close();
            closed.set(true);
        });
        self[0].work(work(TestChains.template("")));

        await().untilTrue(closed);
        await().until(() -> threads().findAny().isEmpty());
    }

    @Test
    void shows_its_engine_rounds_and_rate() {
        miner.work(work(hopeless("")));
        await().until(() -> miner.view().rate().last1() > 0);

        MinerView view = miner.view();
        assertThat(view.engine()).isEqualTo("portable");
        assertThat(view.threads()).extracting(MinerView.OneThread::name).containsExactly("miner-0", "miner-1");
        assertThat(view.threads()).allMatch(thread -> thread.rounds() > 0 && thread.roundSize() >= RoundSize.MIN);
        assertThat(view.rate().last60()).isPositive();
    }

    @Test
    void more_threads_help_while_it_works_and_fewer_let_the_others_rest() {
        // Given two threads at work
        miner.work(work(hopeless("")));
        awaitSwitches(1);

        // When there are three, all work, each with a name of its own
        miner.useThreads(3);
        awaitSwitches(1);
        assertThat(miner.view().threads()).hasSize(3).extracting(MinerView.OneThread::name).doesNotHaveDuplicates();

        // When one is left, it goes on and the others come to rest
        miner.useThreads(1);
        assertThat(miner.view().threads()).hasSize(1);
        awaitRounds(0);
        await().until(() -> threads().filter(thread -> thread.getState() == Thread.State.WAITING).count() == 2);

        // And they work again when they are wanted
        miner.useThreads(3);
        awaitRounds(1);
        awaitRounds(2);
    }

    private void awaitRounds(int thread) {
        long before = miner.view().threads().get(thread).rounds();
        await().until(() -> miner.view().threads().get(thread).rounds() > before);
    }

    @Test
    void refuses_impossible_numbers_of_threads() {
        assertThatThrownBy(() -> miner(PortableEngine::new, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> miner(PortableEngine::new, Miner.MAX_THREADS + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Miner replaceMiner(EngineFactory engines, int threads) {
        miner.close();
        miner = miner(engines, threads);
        return miner;
    }

    private Miner miner(EngineFactory engines, int threads) {
        return new Miner(engines, MinerSettings.of(threads), new Random(7), CLOCK, this::add, FOR_EVER);
    }

    private Miner miner(EngineFactory engines, Random chance, InstantSource clock) {
        return new Miner(engines, MinerSettings.of(2), chance, clock, this::add, FOR_EVER);
    }

    private static Optional<Draft> work(BlockTemplate template) {
        return Optional.of(Draft.of(template));
    }

    private void add(Hit hit) {
        found.add(BlockJob.blockOf(hit));
    }

    private Block next() throws InterruptedException {
        Block block = found.poll(30, TimeUnit.SECONDS);
        assertThat(block).as("a block").isNotNull();
        return block;
    }

    private void awaitSwitches(long count) {
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> miner.view().threads().stream().allMatch(thread -> thread.switches() == count));
    }

    private long rounds() {
        return miner.view().threads().stream().mapToLong(MinerView.OneThread::rounds).sum();
    }

    private static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("miner-"));
    }

    private static BlockTemplate hopeless(String tag) {
        return withTarget(TestChains.template(tag), HOPELESS);
    }

    private static BlockTemplate withTarget(BlockTemplate template, Target target) {
        return new BlockTemplate(template.parent(), template.version(), template.bits(), target, template.minTime(),
                template.payout(), template.tag(), template.reward(), template.transactions());
    }

    /** Notes each header that it is given, and searches as another engine does. */
    private record NotingEngine(Set<String> headers, AtomicBoolean repeated, Engine inner) implements Engine {
        /** Searches nothing, as fast as can be. */
        NotingEngine(Set<String> headers, AtomicBoolean repeated) {
            this(headers, repeated, new IdleEngine());
        }

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public void aim(byte[] header, Target target) {
            if (!headers.add(Hex.of(header)))
                repeated.set(true);
            inner.aim(header, target);
        }

        @Override
        public void search(long startNonce, int count, Hits hits) {
            inner.search(startNonce, count, hits);
        }
    }

    private static final class IdleEngine implements Engine {
        @Override
        public String name() {
            return "idle";
        }

        @Override
        public void aim(byte[] header, Target target) {}

        @Override
        public void search(long startNonce, int count, Hits hits) {}
    }

    /** Every nonce of its first header is a hit, but its first round ends only when the gate opens. */
    private static final class GatedEngine implements Engine {
        final AtomicBoolean inRound = new AtomicBoolean();
        final AtomicBoolean open = new AtomicBoolean();
        private boolean first = true;

        @Override
        public String name() {
            return "gated";
        }

        @Override
        public void aim(byte[] header, Target target) {}

        @Override
        public void search(long startNonce, int count, Hits hits) {
            inRound.set(true);
            while (!open.get())
                Thread.onSpinWait();
            if (first)
                hits.add(0);
            first = false;
        }
    }
}
