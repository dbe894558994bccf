package org.jackblockchain.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.TestEntries;
import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.HeaderRules;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.ShareDifficulty;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.mining.TestChains;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.CompactTarget;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Instant NOON = TestChains.NOON;
    private static final Duration DRIFT = Duration.ofMinutes(1);
    private static final int STALE = 21;
    private static final int DUPLICATE = 22;
    private static final int LOW_DIFFICULTY = 23;
    private static final int UNAUTHORIZED = 24;
    private static final int NOT_SUBSCRIBED = 25;
    private static final int OTHER = 20;

    private Instant now = NOON;
    private Optional<Draft> newest = Optional.of(Draft.of(hard(TestChains.REGTEST_GENESIS)));
    private final Workers workers = new Workers();
    private final Session session = new Session(0xa1b2c3d4, "Mined by alice", DRIFT, () -> newest, workers,
            new Wins(), StratumLimits.DEFAULT, NOON);
    private final PaperMiner miner = new PaperMiner("rig1");
    private final List<Block> won = new ArrayList<>();
    private final List<Session.Effect.Cut> cuts = new ArrayList<>();

    @Test
    void a_worker_has_a_difficulty_and_a_job_when_it_has_subscribed_and_is_authorized() {
        tell(miner.subscribe());
        assertThat(miner.jobs()).isEmpty();
        assertThat(session.isOpen()).isFalse();

        tell(miner.authorize());

        assertThat(session.isOpen()).isTrue();
        assertThat(miner.lastCode()).isZero();
        assertThat(miner.jobs()).hasSize(1);
        assertThat(miner.difficulty()).isEqualTo(VarDiff.FIRST);
        assertThat(miner.job().path(8).asBoolean()).isTrue();
    }

    @Test
    void the_order_of_the_two_does_not_matter() {
        tell(miner.authorize());
        assertThat(miner.jobs()).isEmpty();
        tell(miner.subscribe());

        assertThat(miner.jobs()).hasSize(1);
    }

    @Test
    void a_good_share_is_accepted_and_counted() {
        open();

        tell(miner.share().submit(miner));

        assertThat(miner.lastCode()).isZero();
        assertThat(miner.answer(miner.lastId()).orElseThrow().path("result").asBoolean()).isTrue();
        assertThat(won).isEmpty();
        WorkerView view = view();
        assertThat(view.accepted()).isEqualTo(1);
        assertThat(view.blocks()).isZero();
        assertThat(view.bestShare()).isGreaterThanOrEqualTo(miner.difficulty());
        assertThat(view.lastShare()).contains(now);
        assertThat(view.hashesPerSecond()).isPositive();
    }

    @Test
    void a_share_that_is_a_block_is_one_that_keeps_all_rules_and_names_the_worker() {
        newest = Optional.of(Draft.of(TestChains.template("Mined by alice")));
        open();

        tell(miner.share().submit(miner));

        assertThat(miner.lastCode()).isZero();
        assertThat(won).singleElement().satisfies(block -> {
            assertThat(Tag.of(block)).isEqualTo("Mined by alice / rig1");
            assertThat(HeaderRules.proofOfWorkFault(block.header(), block.hash(), Networks.REGTEST)).isEmpty();
            assertThat(HeaderRules.placeFault(block.header(), block.hash(), TestChains.REGTEST_GENESIS,
                    Networks.REGTEST, now)).isEmpty();
            assertThat(BlockRules.firstFault(block, TestChains.REGTEST_GENESIS, Networks.REGTEST)).isEmpty();
        });
        assertThat(view().blocks()).isEqualTo(1);
    }

    @Test
    void a_sibling_of_a_block_is_a_share_like_any_other_unless_the_block_was_refused() {
        newest = Optional.of(Draft.of(TestChains.template("Mined by alice")));
        open();
        tell(miner.share().submit(miner));

        now = now.plus(Wins.PATIENCE).minusMillis(1);
        tell(miner.share().submit(miner));
        assertThat(miner.lastCode()).isZero();
        assertThat(won).hasSize(1);
        assertThat(view().blocks()).isEqualTo(1);

        now = now.plusMillis(1);
        tell(miner.share().submit(miner));
        assertThat(won).hasSize(2);
        assertThat(view().accepted()).isEqualTo(3);
    }

    @Test
    void a_worker_that_is_too_fast_for_us_gets_a_harder_difficulty_though_its_shares_are_stale() {
        open();
        double before = miner.difficulty();
        PaperMiner.Found share = miner.share();
        newest = Optional.of(Draft.of(hard(next(TestChains.REGTEST_GENESIS))));

        for (int i = 0; i <= VarDiff.ENOUGH_SHARES; i++) {
            now = now.plusMillis(10);
            tell(share.submit(miner));
        }

        assertThat(view().accepted()).isZero();
        assertThat(miner.difficulty()).isGreaterThan(before);
    }

    @Test
    void the_same_share_twice_is_a_duplicate() {
        open();
        PaperMiner.Found share = miner.share();
        tell(share.submit(miner));

        tell(share.submit(miner));

        assertThat(miner.lastCode()).isEqualTo(DUPLICATE);
        assertThat(view().accepted()).isEqualTo(1);
        assertThat(view().rejected()).isEqualTo(1);
    }

    @Test
    void a_share_that_is_too_easy_is_refused() {
        open();

        tell(miner.notEnough().submit(miner));

        assertThat(miner.lastCode()).isEqualTo(LOW_DIFFICULTY);
    }

    @Test
    void a_job_that_was_never_given_is_unknown() {
        open();
        PaperMiner.Found share = miner.share();

        for (String id : List.of("77", "", "zz", "01", "-1", "0"))
            tell(new PaperMiner.Found(id, share.extraNonce2(), share.time(), share.nonce()).submit(miner));

        assertThat(miner.lastCode()).isEqualTo(STALE);
        assertThat(view().rejected()).isEqualTo(6);
        assertThat(view().stale()).isZero();
    }

    @Test
    void a_new_tip_gives_a_clean_job_and_makes_the_old_one_stale() {
        open();
        PaperMiner.Found share = miner.share();

        newest = Optional.of(Draft.of(hard(next(TestChains.REGTEST_GENESIS))));
        perform(session.update(now));

        assertThat(miner.jobs()).hasSize(2);
        assertThat(miner.job().path(8).asBoolean()).isTrue();
        tell(share.submit(miner));
        assertThat(miner.lastCode()).isEqualTo(STALE);
        assertThat(view().stale()).isEqualTo(1);
        assertThat(view().rejected()).isZero();
    }

    @Test
    void a_share_for_the_old_tip_is_stale_also_before_the_worker_was_told() {
        open();
        PaperMiner.Found share = miner.share();

        newest = Optional.of(Draft.of(hard(next(TestChains.REGTEST_GENESIS))));
        tell(share.submit(miner));

        assertThat(miner.lastCode()).isEqualTo(STALE);
        assertThat(miner.jobs()).hasSize(2);
    }

    @Test
    void without_a_template_every_share_is_stale() {
        open();
        PaperMiner.Found share = miner.share();

        newest = Optional.empty();
        tell(share.submit(miner));

        assertThat(miner.lastCode()).isEqualTo(STALE);
        assertThat(miner.jobs()).hasSize(1);
    }

    @Test
    void a_job_is_refreshed_for_its_time_and_the_old_one_stays_good() {
        open();
        JsonNode first = miner.job();
        now = NOON.plus(JobBook.REFRESH).minusMillis(1);
        perform(session.update(now));
        assertThat(miner.jobs()).hasSize(1);

        now = NOON.plus(JobBook.REFRESH);
        perform(session.update(now));

        assertThat(miner.jobs()).hasSize(2);
        assertThat(miner.job().path(8).asBoolean()).isFalse();
        assertThat(miner.job().path(7).asText()).isNotEqualTo(first.path(7).asText());
        tell(miner.share(first).submit(miner));
        assertThat(miner.lastCode()).isZero();
    }

    @Test
    void a_time_that_a_block_could_not_have_is_refused() {
        open();
        long earliest = newest.orElseThrow().template().minTime();
        long latest = now.plus(DRIFT).getEpochSecond();

        tell(miner.shareAt(latest).submit(miner));
        assertThat(miner.lastCode()).isZero();
        tell(miner.shareAt(earliest).submit(miner));
        assertThat(miner.lastCode()).isZero();
        tell(miner.shareAt(latest + 1).submit(miner));
        assertThat(miner.lastCode()).isEqualTo(OTHER);
        tell(miner.shareAt(earliest - 1).submit(miner));
        assertThat(miner.lastCode()).isEqualTo(OTHER);
        tell(miner.share().withTime(0xffffffffL).submit(miner));
        assertThat(miner.lastCode()).isEqualTo(OTHER);
    }

    @Test
    void who_is_not_subscribed_or_not_authorized_cannot_submit() {
        tell(miner.say("mining.submit", "rig1", "1", "00000000", "00000000", "00000000"));
        assertThat(miner.lastCode()).isEqualTo(NOT_SUBSCRIBED);

        open();
        PaperMiner.Found share = miner.share();
        tell(miner.say("mining.submit", "somebody", share.job(), share.extraNonce2(), share.time(), share.nonce()));

        assertThat(miner.lastCode()).isEqualTo(UNAUTHORIZED);
    }

    @Test
    void what_is_no_share_is_malformed() {
        open();
        PaperMiner.Found share = miner.share();
        for (Object wrong : List.of("", "0", "000000000", "0x000000", "zzzzzzzz", 5, List.of())) {
            tell(miner.say("mining.submit", "rig1", share.job(), wrong, share.time(), share.nonce()));
            assertThat(miner.lastCode()).isEqualTo(OTHER);
        }
        assertThat(view().rejected()).isEqualTo(7);
    }

    @Test
    void a_version_is_rolled_within_the_mask() {
        tell(miner.say("mining.configure", List.of("version-rolling", "subscribe-extranonce", "warp"),
                java.util.Map.of("version-rolling.mask", "00ffe000")));
        JsonNode agreed = miner.answer(miner.lastId()).orElseThrow().path("result");
        assertThat(agreed.path("version-rolling").asBoolean()).isTrue();
        assertThat(agreed.path("version-rolling.mask").asText()).isEqualTo("00ffe000");
        assertThat(agreed.path("subscribe-extranonce").asBoolean()).isTrue();
        assertThat(agreed.path("warp").asBoolean(true)).isFalse();
        open();

        PaperMiner.Found share = miner.shareWithVersion(0x00042000);
        String bits = "00042000";
        tell(miner.say("mining.submit", "rig1", share.job(), share.extraNonce2(), share.time(), share.nonce(), bits));
        assertThat(miner.lastCode()).isZero();
        tell(miner.say("mining.submit", "rig1", share.job(), share.extraNonce2(), share.time(), share.nonce(),
                "20042000"));
        assertThat(miner.lastCode()).isEqualTo(OTHER);
    }

    @Test
    void a_difficulty_is_suggested_in_three_ways() {
        tell(miner.say("mining.suggest_difficulty", 0.25));
        tell(miner.subscribe());
        tell(miner.say("mining.authorize", "rig1", "x,d=0.5"));
        assertThat(miner.difficulty()).isEqualTo(0.5);

        tell(miner.say("mining.suggest_difficulty", 0.75));
        assertThat(miner.difficulty()).isEqualTo(0.75);
        assertThat(miner.jobs()).hasSize(2);

        tell(miner.say("mining.configure", List.of("minimum-difficulty"),
                java.util.Map.of("minimum-difficulty.value", 2)));
        assertThat(miner.difficulty()).isEqualTo(2);

        for (Object wrong : List.of(0, -1, "NaN", "much")) {
            tell(miner.say("mining.suggest_difficulty", wrong));
            assertThat(miner.lastCode()).isEqualTo(OTHER);
        }
        assertThat(miner.difficulty()).isEqualTo(2);
    }

    @Test
    void a_share_of_an_easier_difficulty_counts_before_its_job_comes() {
        tell(miner.say("mining.suggest_difficulty", 0x1p-14));
        open();
        JsonNode old = miner.job();
        tell(miner.say("mining.suggest_difficulty", 0x1p-17));

        tell(miner.share(old).submit(miner));

        assertThat(miner.lastCode()).isZero();
    }

    @Test
    void the_difficulty_follows_the_shares() {
        newest = Optional.of(Draft.of(hard(TestChains.REGTEST_GENESIS)));
        tell(miner.say("mining.suggest_difficulty", VarDiff.EASIEST));
        open();
        assertThat(miner.difficulty()).isEqualTo(VarDiff.EASIEST);
        for (int i = 0; i < VarDiff.ENOUGH_SHARES; i++) {
            now = now.plusMillis(100);
            tell(miner.share().submit(miner));
        }

        assertThat(miner.difficulty()).isGreaterThan(VarDiff.EASIEST * 8);
        assertThat(miner.jobs()).hasSize(2);
        assertThat(miner.job().path(8).asBoolean()).isFalse();
    }

    @Test
    void a_worker_without_a_share_gets_an_easier_difficulty() {
        open();
        double before = miner.difficulty();

        now = now.plus(VarDiff.LONGEST_LOOK);
        perform(session.update(now));

        assertThat(miner.difficulty()).isLessThan(before);
    }

    @Test
    void small_requests_have_their_answers() {
        tell(miner.say("mining.ping"));
        assertThat(miner.answer(miner.lastId()).orElseThrow().path("result").asText()).isEqualTo("pong");
        tell(miner.say("mining.extranonce.subscribe"));
        assertThat(miner.lastCode()).isZero();
        tell(miner.say("mining.get_transactions", "1"));
        assertThat(miner.lastCode()).isZero();
        tell(miner.say("mining.warp"));
        assertThat(miner.lastCode()).isEqualTo(OTHER);
    }

    @Test
    void names_are_cleaned_and_workers_without_one_refused() {
        tell(miner.subscribe());
        tell(miner.say("mining.authorize", "", "x"));
        assertThat(miner.lastCode()).isEqualTo(OTHER);
        tell(miner.say("mining.authorize", "\u001b\n", "x"));
        assertThat(miner.lastCode()).isEqualTo(OTHER);
        tell(miner.say("mining.authorize", "x".repeat(Session.MAX_USER_LENGTH + 1), "x"));
        assertThat(miner.lastCode()).isEqualTo(OTHER);

        tell(miner.say("mining.authorize", "\u001b[31mrig" + "g".repeat(100), "x"));

        assertThat(miner.lastCode()).isZero();
        assertThat(view().name()).isEqualTo("[31mrig" + "g".repeat(33));
    }

    @Test
    void one_connection_speaks_for_so_many_workers_and_no_more() {
        tell(miner.subscribe());
        for (int i = 0; i < Session.MAX_WORKERS; i++) {
            tell(miner.say("mining.authorize", "w" + i, "x"));
            assertThat(miner.lastCode()).isZero();
        }
        tell(miner.say("mining.authorize", "one more", "x"));
        assertThat(miner.lastCode()).isEqualTo(OTHER);
        tell(miner.say("mining.authorize", "w0", "x"));
        assertThat(miner.lastCode()).isZero();
    }

    @Test
    void who_speaks_no_stratum_is_disconnected() {
        perform(session.on("GET / HTTP/1.1", now));

        assertThat(cuts).singleElement().matches(cut -> !cut.ban());
    }

    @Test
    void garbage_from_a_worker_is_answered_a_few_times() {
        open();
        perform(session.on("[1,2]", now));
        perform(session.on("{\"id\":7,", now));
        assertThat(cuts).isEmpty();

        for (int i = 0; i < 3; i++)
            perform(session.on("[".repeat(500), now));

        assertThat(cuts).singleElement().matches(Session.Effect.Cut::ban);
    }

    @Test
    void bad_shares_are_too_many_at_last_unless_good_ones_make_up_for_them() {
        open();
        int most = StratumLimits.DEFAULT.maxBadness();
        for (int i = 0; i < most - 1; i++)
            tell(miner.say("mining.submit", "rig1", "77", "00000000", "00000000", "00000000"));
        assertThat(cuts).isEmpty();
        tell(miner.share().submit(miner));
        tell(miner.say("mining.submit", "rig1", "77", "00000000", "00000000", "00000000"));
        assertThat(cuts).isEmpty();

        tell(miner.say("mining.submit", "rig1", "77", "00000000", "00000000", "00000000"));

        assertThat(cuts).singleElement().matches(Session.Effect.Cut::ban);
    }

    @Test
    void who_floods_is_banned_and_who_keeps_the_pace_is_not() {
        open();
        for (int i = 0; i < 3 * StratumLimits.DEFAULT.burst(); i++) {
            now = now.plusMillis(1000 / StratumLimits.DEFAULT.requestsPerSecond());
            tell(miner.say("mining.ping"));
        }
        assertThat(cuts).isEmpty();

        for (int i = 0; i <= StratumLimits.DEFAULT.burst(); i++)
            perform(session.on(miner.say("mining.ping"), now));

        assertThat(cuts).isNotEmpty().allMatch(Session.Effect.Cut::ban);
    }

    private void open() {
        if (miner.answer(1).isEmpty())
            tell(miner.say("mining.suggest_difficulty", VarDiff.FIRST));
        tell(miner.subscribe());
        tell(miner.authorize());
        if (miner.difficulty() == VarDiff.FIRST)
            tell(miner.say("mining.suggest_difficulty", 0x1p-15));
        miner.jobs().subList(0, miner.jobs().size() - 1).clear();
    }

    private void tell(String line) {
        perform(session.on(line, now));
    }

    private void perform(List<Session.Effect> effects) {
        for (Session.Effect effect : effects) {
            switch (effect) {
                case Session.Effect.Say(String line) -> miner.hear(line);
                case Session.Effect.Won(Block block, String worker) -> {
                    assertThat(worker).isEqualTo("rig1");
                    won.add(block);
                }
                case Session.Effect.Cut cut -> cuts.add(cut);
            }
        }
    }

    private WorkerView view() {
        return workers.view(session.live().stream().toList(), now).getFirst();
    }

    private static BlockEntry next(BlockEntry parent) {
        Block block = TestChains.solve(Draft.of(Templates.next(Networks.REGTEST, parent, TestChains.PAYOUT, ""))
                .job(0, NOON.getEpochSecond() - 600));
        return TestEntries.child(parent, block.header());
    }

    /** A template that no share of a test solves. */
    private static BlockTemplate hard(BlockEntry parent) {
        BlockTemplate easy = Templates.next(Networks.REGTEST, parent, TestChains.PAYOUT, "Mined by alice");
        return new BlockTemplate(parent, easy.version(), CompactTarget.of("1900ffff"), ShareDifficulty.target(1e9),
                easy.minTime(), easy.payout(), easy.tag(), easy.reward(), List.of());
    }
}
