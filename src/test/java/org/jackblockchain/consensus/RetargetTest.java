package org.jackblockchain.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MerkleRoot;
import org.junit.jupiter.api.Test;

class RetargetTest {
    private static final CompactTarget EASIEST = CompactTarget.of("1f00ffff");
    private static final CompactTarget BITS = CompactTarget.of("1e00ffff");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Retarget.Lwma LWMA = new Retarget.Lwma(60);

    private static Placed at(long time, CompactTarget bits) {
        return new Placed(header(time, bits), 0, null);
    }

    private static BlockHeader header(long time, CompactTarget bits) {
        return new BlockHeader(4, BlockHash.ZERO, new MerkleRoot(0, 0, 0, 0), time, bits, 0);
    }

    private static Placed steady(int blocks, long secondsEach) {
        Placed tip = at(1_000_000, BITS);
        for (int i = 0; i < blocks; i++)
            tip = tip.child(header(tip.header().time() + secondsEach, BITS));
        return tip;
    }

    private static BigInteger next(Placed tip) {
        return LWMA.next(tip, EASIEST, INTERVAL).target().orElseThrow().limit();
    }

    private static BigInteger limit(CompactTarget bits) {
        return bits.target().orElseThrow().limit();
    }

    @Test
    void the_first_block_takes_the_bits_of_genesis() {
        assertThat(LWMA.next(at(0, BITS), EASIEST, INTERVAL)).isEqualTo(BITS);
    }

    @Test
    void blocks_at_the_interval_keep_the_target() {
        for (int blocks : new int[]{1, 2, 59, 60, 61, 200}) {
            assertThat(LWMA.next(steady(blocks, 10), EASIEST, INTERVAL)).as(blocks + " blocks").isEqualTo(BITS);
        }
    }

    @Test
    void blocks_at_half_the_interval_halve_the_target_and_at_twice_double_it() {
        BigInteger now = limit(BITS);
        assertThat(next(steady(100, 5))).isEqualTo(limit(CompactTarget.of(
                org.jackblockchain.primitives.Target.of(now.shiftRight(1)))));
        assertThat(next(steady(100, 20))).isEqualTo(now.shiftLeft(1));
    }

    @Test
    void one_step_is_never_more_than_threefold() {
        BigInteger now = limit(BITS);
        assertThat(next(steady(100, 0))).isBetween(now.divide(BigInteger.valueOf(3)).subtract(BigInteger.ONE
                .shiftLeft(220)), now.divide(BigInteger.valueOf(3)));
        assertThat(next(steady(100, 60))).isEqualTo(now.multiply(BigInteger.valueOf(3)));
    }

    @Test
    void solve_times_are_clipped_to_six_intervals_either_way() {
        // Given two chains whose last block took 60 and 100,000 seconds
        Placed steady = steady(60, 10);
        Placed slow = steady.child(header(steady.header().time() + 60, BITS));
        Placed slower = steady.child(header(steady.header().time() + 100_000, BITS));
        assertThat(next(slower)).isEqualTo(next(slow));

        Placed back = steady.child(header(steady.header().time() - 60, BITS));
        Placed further = steady.child(header(steady.header().time() - 5_000, BITS));
        assertThat(next(further)).isEqualTo(next(back)).isLessThan(next(steady));
    }

    @Test
    void never_easier_than_the_easiest() {
        Placed tip = at(1_000_000, EASIEST);
        for (int i = 0; i < 10; i++)
            tip = tip.child(header(tip.header().time() + 60, EASIEST));
        assertThat(LWMA.next(tip, EASIEST, INTERVAL)).isEqualTo(EASIEST);
    }

    /** The formula once more, from the published text, with fractions instead of one division at the end. */
    @Test
    void agrees_with_a_naive_model_over_random_histories() {
        var chance = new SplittableRandom(7);
        for (int run = 0; run < 300; run++) {
            Placed tip = at(1_000_000, BITS);
            int blocks = 1 + chance.nextInt(130);
            for (int i = 0; i < blocks; i++) {
                CompactTarget bits = new CompactTarget(0x1d00_8000 + chance.nextInt(0x7f_0000));
                tip = tip.child(header(tip.header().time() + chance.nextInt(-30, 90), bits));
            }
            double expected = naive(tip);
            assertThat(next(tip).doubleValue() / expected).as("run " + run).isBetween(0.9999, 1.0001);
        }
    }

    private static double naive(Placed tip) {
        int n = Math.min(60, tip.height());
        double sum = 0;
        double targets = 0;
        PlacedHeader at = tip;
        for (int i = n; i >= 1; i--) {
            PlacedHeader before = java.util.Objects.requireNonNull(at.parent());
            double solve = Math.max(-60, Math.min(60, at.header().time() - before.header().time()));
            sum += solve * i;
            targets += limit(at.header().bits()).doubleValue() / n;
            at = before;
        }
        double parent = limit(tip.header().bits()).doubleValue();
        double next = targets * sum / (n * (n + 1) / 2.0 * 10);
        double bounded = Math.max(parent / 3, Math.min(parent * 3, next));
        return Math.min(bounded, limit(EASIEST).doubleValue());
    }

    @Test
    void regtest_never_changes() {
        Placed tip = steady(20, 1);
        assertThat(new Retarget.Never().next(tip, EASIEST, INTERVAL)).isEqualTo(BITS);
    }

    @Test
    void subsidy_halves_and_ends() {
        Subsidy regtest = Networks.REGTEST.subsidy();
        assertThat(regtest.at(0)).isEqualTo(5_000_000_000L);
        assertThat(regtest.at(149)).isEqualTo(5_000_000_000L);
        assertThat(regtest.at(150)).isEqualTo(2_500_000_000L);
        assertThat(regtest.at(150 * 32)).isEqualTo(1);
        assertThat(regtest.at(150 * 33)).isZero();
        assertThat(regtest.at(150 * 64)).isZero();
        assertThat(Networks.JBC.subsidy().at(2_102_399)).isEqualTo(5_000_000_000L);
        assertThat(Networks.JBC.subsidy().at(2_102_400)).isEqualTo(2_500_000_000L);
    }
}
