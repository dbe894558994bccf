package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundSizeTest {
    @Test
    void keeps_the_size_of_a_round_within_the_bounds() {
        assertThat(RoundSize.next(4_096, RoundSize.SHORTEST_NANOS)).isEqualTo(4_096);
        assertThat(RoundSize.next(4_096, RoundSize.LONGEST_NANOS)).isEqualTo(4_096);
    }

    @Test
    void doubles_after_a_round_that_was_too_short() {
        assertThat(RoundSize.next(4_096, RoundSize.SHORTEST_NANOS - 1)).isEqualTo(8_192);
    }

    @Test
    void halves_after_a_round_that_was_too_long() {
        assertThat(RoundSize.next(4_096, RoundSize.LONGEST_NANOS + 1)).isEqualTo(2_048);
        assertThat(RoundSize.next(4_096, Long.MAX_VALUE)).isEqualTo(2_048);
    }

    @Test
    void stays_between_the_least_and_the_most() {
        assertThat(RoundSize.next(RoundSize.MIN, Long.MAX_VALUE)).isEqualTo(RoundSize.MIN);
        assertThat(RoundSize.next(RoundSize.MAX, 0)).isEqualTo(RoundSize.MAX);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_500_000, 2_150_000, 7_000_000, 38_000_000, 1_000_000_000})
    void at_any_rate_a_round_settles_at_well_under_a_millisecond(long hashesPerSecond) {
        int size = RoundSize.MIN;
        for (int i = 0; i < 40; i++)
            size = RoundSize.next(size, nanos(size, hashesPerSecond));
        int settled = size;

        assertThat(nanos(settled, hashesPerSecond)).isLessThanOrEqualTo(RoundSize.LONGEST_NANOS);
        assertThat(RoundSize.next(settled, nanos(settled, hashesPerSecond))).isEqualTo(settled);
    }

    @Test
    void a_round_that_lost_its_cpu_is_made_up_for_by_the_next() {
        int halved = RoundSize.next(2_048, 50_000_000);

        assertThat(RoundSize.next(halved, 20_000)).isEqualTo(2_048);
    }

    private static long nanos(int size, long hashesPerSecond) {
        return size * 1_000_000_000L / hashesPerSecond;
    }
}
