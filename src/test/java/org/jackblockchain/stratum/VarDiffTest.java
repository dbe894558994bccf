package org.jackblockchain.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jackblockchain.mining.ShareDifficulty;
import org.junit.jupiter.api.Test;

class VarDiffTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final double HARD_BLOCK = 1e12;

    private Instant now = NOON;
    private final VarDiff varDiff = new VarDiff(NOON);

    @Test
    void finds_the_difficulty_of_any_machine_within_a_few_minutes() {
        for (double hashesPerSecond : new double[]{1e4, 1e7, 1e9, 1e12, 2e14}) {
            var own = new VarDiff(now);
            mine(own, hashesPerSecond, Duration.ofMinutes(8), new Random(1));

            double secondsPerShare = own.at(HARD_BLOCK) * ShareDifficulty.HASHES / hashesPerSecond;
            assertThat(secondsPerShare).as("%.0e H/s", hashesPerSecond).isBetween(1.5, 14.0);
        }
    }

    @Test
    void a_fast_machine_sends_few_shares_before_its_difficulty_fits() {
        int shares = mine(varDiff, 1e14, Duration.ofSeconds(60), new Random(2));

        assertThat(shares).isLessThan(200);
    }

    @Test
    void a_machine_at_its_pace_keeps_its_difficulty() {
        varDiff.suggest(64, now);
        double before = varDiff.at(HARD_BLOCK);
        for (int i = 0; i < 100; i++) {
            now = now.plus(VarDiff.WANTED);
            varDiff.share(before, now);
        }

        assertThat(varDiff.at(HARD_BLOCK)).isEqualTo(before);
    }

    @Test
    void silence_lowers_it_down_to_the_easiest() {
        varDiff.suggest(1, now);
        now = now.plus(VarDiff.LONGEST_LOOK).minusMillis(1);
        varDiff.look(now);
        assertThat(varDiff.at(HARD_BLOCK)).isEqualTo(1);

        varDiff.look(now.plusMillis(1));
        assertThat(varDiff.at(HARD_BLOCK)).isLessThan(0.5);

        for (int i = 0; i < 100; i++) {
            now = now.plus(VarDiff.LONGEST_LOOK);
            varDiff.look(now);
        }
        assertThat(varDiff.at(HARD_BLOCK)).isEqualTo(VarDiff.EASIEST);
    }

    @Test
    void no_share_is_harder_than_a_block() {
        varDiff.suggest(100, now);

        assertThat(varDiff.at(7)).isEqualTo(7);
        assertThat(varDiff.at(100)).isEqualTo(100);
        assertThat(varDiff.at(101)).isEqualTo(100);
    }

    @Test
    void a_network_that_is_too_easy_does_not_make_a_worker_flood_us() {
        varDiff.suggest(100, now);
        double most = VarDiff.WANTED.toMillis() / (double) VarDiff.LEAST.toMillis();

        assertThat(varDiff.at(1e-10)).isCloseTo(100 / most, within(1e-9));
        varDiff.suggest(VarDiff.EASIEST, now);
        assertThat(varDiff.at(1e-10)).isEqualTo(VarDiff.EASIEST);
    }

    @Test
    void what_a_worker_wants_is_heard_within_limits() {
        varDiff.suggest(1e-30, now);
        assertThat(varDiff.at(HARD_BLOCK)).isEqualTo(VarDiff.EASIEST);
        varDiff.suggest(1e300, now);
        assertThat(varDiff.at(Double.MAX_VALUE)).isEqualTo(VarDiff.HARDEST);

        varDiff.atLeast(50);
        varDiff.suggest(2, now);
        assertThat(varDiff.at(HARD_BLOCK)).isEqualTo(50);
    }

    /** Mines by chance, and says how many shares that made. */
    private int mine(VarDiff own, double hashesPerSecond, Duration length, Random chance) {
        Instant end = now.plus(length);
        int shares = 0;
        while (now.isBefore(end)) {
            double difficulty = own.at(HARD_BLOCK);
            double seconds = -Math.log(1 - chance.nextDouble()) * difficulty * ShareDifficulty.HASHES / hashesPerSecond;
            Instant found = now.plusNanos((long) Math.min(1e18, seconds * 1e9));
            if (found.isAfter(now.plusSeconds(1))) {
                now = now.plusSeconds(1);
                own.look(now);
            } else {
                now = found;
                own.share(difficulty, now);
                shares++;
            }
        }
        return shares;
    }
}
