package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackblockchain.mining.TestChains.NOON;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jackblockchain.primitives.BlockHeader;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Draft DRAFT = Draft.of(TestChains.template("a"));

    @Test
    void rounds_follow_each_other_without_a_gap() {
        Rounds rounds = Rounds.of(DRAFT, 0, NOON);

        assertThat(rounds.nextNonce()).isZero();
        assertThat(rounds.take(1_000)).isEqualTo(1_000);
        assertThat(rounds.nextNonce()).isEqualTo(1_000);
        assertThat(rounds.take(24)).isEqualTo(24);
        assertThat(rounds.nextNonce()).isEqualTo(1_024);
    }

    @Test
    void the_last_round_of_a_header_ends_at_2_to_the_32() {
        Rounds rounds = Rounds.of(DRAFT, 0, NOON);
        rounds.take(5);
        while (rounds.nextNonce() < Engine.NONCES - (1 << 30))
            assertThat(rounds.take(1 << 30)).isEqualTo(1 << 30);

        assertThat(rounds.isUsedUp()).isFalse();
        assertThat(rounds.take(1 << 30)).isEqualTo((1 << 30) - 5);
        assertThat(rounds.isUsedUp()).isTrue();
        assertThat(rounds.take(1)).isZero();
    }

    @Test
    void when_the_nonces_are_used_up_extra_nonce_and_time_move_on() {
        Rounds rounds = Rounds.of(DRAFT, 41, NOON);
        Rounds next = rounds.moveOn(NOON.plusSeconds(3));

        assertThat(next.nextNonce()).isZero();
        assertThat(header(next).time()).isEqualTo(NOON.getEpochSecond() + 3);
        assertThat(next.job()).isEqualTo(DRAFT.job(42, NOON.getEpochSecond() + 3));
    }

    @Test
    void the_extra_nonce_may_be_any_64_bits_and_goes_around() {
        Rounds next = Rounds.of(DRAFT, -1, NOON).moveOn(NOON);

        assertThat(next.job()).isEqualTo(DRAFT.job(0, NOON.getEpochSecond()));
    }

    @Test
    void a_clock_that_stands_still_or_runs_back_repeats_no_header() {
        Set<BlockHeader> seen = new HashSet<>();
        Rounds rounds = Rounds.of(DRAFT, 0, NOON);
        for (int i = 0; i < 100; i++) {
            assertThat(seen.add(header(rounds))).isTrue();
            rounds = rounds.moveOn(NOON.minusSeconds(i % 3));
        }
    }

    @Test
    void the_same_template_given_again_repeats_no_header() {
        Rounds rounds = Rounds.of(DRAFT, 0, NOON);

        assertThat(header(rounds.moveOn(DRAFT, NOON))).isNotEqualTo(header(rounds));
    }

    @Test
    void a_clock_behind_the_chain_dates_blocks_as_early_as_allowed() {
        assertThat(header(Rounds.of(DRAFT, 0, Instant.EPOCH)).time()).isEqualTo(DRAFT.template().minTime());
    }

    private static BlockHeader header(Rounds rounds) {
        return ((BlockJob) rounds.job()).header();
    }
}
