package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.jackblockchain.primitives.Target;
import org.junit.jupiter.api.Test;

class NearTargetTest {
    @Test
    void a_hard_target_is_made_256_times_easier() {
        Target hard = worth(40);

        assertThat(NearTarget.of(hard).work().hashes()).isEqualTo(BigInteger.TWO.pow(32));
        assertThat(NearTarget.of(hard).isEasierThan(hard)).isTrue();
    }

    @Test
    void near_misses_stay_rare() {
        assertThat(NearTarget.of(worth(22)).work().hashes()).isEqualTo(BigInteger.TWO.pow(14));
        assertThat(NearTarget.of(worth(21)).work().hashes()).isEqualTo(BigInteger.TWO.pow(14));
        assertThat(NearTarget.of(worth(15)).work().hashes()).isEqualTo(BigInteger.TWO.pow(14));
        assertThat(NearTarget.of(worth(14))).isEqualTo(worth(14));
        assertThat(NearTarget.of(worth(1))).isEqualTo(worth(1));
    }

    @Test
    void the_hardest_target_can_be_made_easier() {
        assertThat(NearTarget.of(Target.of(BigInteger.ONE)).limit()).isEqualTo(BigInteger.valueOf(511));
    }

    /** A target that takes 2 to the power of {@code bits} hashes. */
    private static Target worth(int bits) {
        return Target.of(BigInteger.TWO.pow(256 - bits).subtract(BigInteger.ONE));
    }
}
