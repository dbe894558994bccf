package org.jackblockchain.miner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    private static final long SECOND = 1_000_000_000;
    /** nanoTime may be negative and may overflow. */
    private static final long START = Long.MAX_VALUE - 5 * SECOND;

    private final RateMeter meter = new RateMeter(START);

    @Test
    void knows_no_rate_in_the_first_second() {
        meter.add(500, START);
        meter.add(500, at(1) - 1);

        assertThat(meter.rate(at(1) - 1)).isEqualTo(HashRate.ZERO);
    }

    @Test
    void counts_whole_seconds() {
        meter.add(500, START);
        meter.add(700, at(1) - 1);
        meter.add(9, at(1));

        assertThat(meter.rate(at(1))).isEqualTo(new HashRate(1_200, 1_200, 1_200));
    }

    @Test
    void a_window_ends_after_its_seconds() {
        for (int second = 0; second < 100; second++) {
            int hashes = second < 99 ? second < 85 ? second < 40 ? 7_777 : 100 : 400 : 1_000;
            meter.add(hashes, at(second));
        }

        HashRate rate = meter.rate(at(100));
        assertThat(rate.last1()).isEqualTo(1_000);
        assertThat(rate.last15()).isEqualTo((14 * 400 + 1_000) / 15.0);
        assertThat(rate.last60()).isEqualTo((45 * 100 + 14 * 400 + 1_000) / 60.0);
    }

    @Test
    void forgets_what_was_long_ago_even_after_a_rest_of_the_whole_ring() {
        meter.add(500, START);

        assertThat(meter.rate(at(60)).last60()).isEqualTo(500 / 60.0);
        assertThat(meter.rate(at(61))).isEqualTo(HashRate.ZERO);
        for (int second = 62; second < 300; second++)
            assertThat(meter.rate(at(second))).isEqualTo(HashRate.ZERO);
    }

    private static long at(long seconds) {
        return START + seconds * SECOND;
    }

    @Test
    void rates_of_threads_add_up() {
        assertThat(new HashRate(1, 2, 3).plus(new HashRate(10, 20, 30))).isEqualTo(new HashRate(11, 22, 33));
    }
}
