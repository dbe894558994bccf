package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Target;
import org.junit.jupiter.api.Test;

class ShareDifficultyTest {
    private static final Target ONE = CompactTarget.of("1d00ffff").target().orElseThrow();

    @Test
    void difficulty_one_is_bitcoins_easiest_target() {
        assertThat(ShareDifficulty.target(1)).isEqualTo(ONE);
        assertThat(ShareDifficulty.HASHES).isCloseTo(ONE.work().hashes().doubleValue(), within(1.0));
    }

    @Test
    void twice_the_difficulty_is_half_the_target() {
        assertThat(ShareDifficulty.target(2).limit()).isEqualTo(ONE.limit().shiftRight(1));
        assertThat(ShareDifficulty.target(0.5).limit()).isEqualTo(ONE.limit().shiftLeft(1));
    }

    @Test
    void a_target_and_its_difficulty_lead_to_each_other() {
        for (double difficulty = 0x1p-31; difficulty < 0x1p64; difficulty *= 3)
            assertThat(ShareDifficulty.target(difficulty).difficulty()).isCloseTo(difficulty, within(difficulty / 1e9));
    }

    @Test
    void the_easiest_and_the_hardest_stay_targets() {
        var two256 = BigInteger.ONE.shiftLeft(256);
        assertThat(ShareDifficulty.target(0x1p-40).limit()).isEqualTo(two256.subtract(BigInteger.ONE));
        assertThat(ShareDifficulty.target(1e300).limit()).isEqualTo(BigInteger.ONE);
    }

    @Test
    void what_is_no_difficulty_is_refused() {
        for (double wrong : new double[]{0, -1, Double.NaN, Double.POSITIVE_INFINITY})
            assertThatThrownBy(() -> ShareDifficulty.target(wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_hash_has_the_difficulty_that_it_just_meets() {
        Target target = ShareDifficulty.target(1000);
        var hash = new BlockHash(target.w0(), target.w1(), target.w2(), target.w3());

        assertThat(ShareDifficulty.of(hash)).isCloseTo(1000, within(1e-6));
        assertThat(ShareDifficulty.of(new BlockHash(0, 0, 0, 0))).isPositive().isFinite();
    }
}
