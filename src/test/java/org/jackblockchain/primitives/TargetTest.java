package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    private static final BigInteger GREATEST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    @ParameterizedTest
    @CsvSource({"1d00ffff, 4295032833", "207fffff, 2", "1e00ffff, 16777472", "1b0404cb, 70040908352512"})
    void known_targets_are_worth_known_work(String bits, BigInteger work) {
        assertThat(CompactTarget.of(bits).target().orElseThrow().work()).isEqualTo(new Work(work));
    }

    @Test
    void the_easiest_target_is_one_hash_and_the_hardest_half_of_all() {
        assertThat(Target.of(GREATEST).work().hashes()).isEqualTo(1);
        assertThat(Target.of(BigInteger.ONE).work().hashes()).isEqualTo(BigInteger.TWO.pow(255));
    }

    @Test
    void limits_of_zero_and_of_257_bits_are_refused() {
        assertThatThrownBy(() -> Target.of(BigInteger.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Target.of(GREATEST.add(BigInteger.ONE))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Target(0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_hash_equal_to_the_target_meets_it_and_one_more_does_not() {
        for (int word = 0; word < 4; word++) {
            var limit = BigInteger.ONE.shiftLeft(64 * word + 63);
            var target = Target.of(limit);
            assertThat(target.isMetBy(hash(limit))).as("word %d", word).isTrue();
            assertThat(target.isMetBy(hash(limit.subtract(BigInteger.ONE)))).isTrue();
            assertThat(target.isMetBy(hash(limit.add(BigInteger.ONE)))).isFalse();
        }
    }

    @Test
    void compares_as_unsigned_numbers_do() {
        var random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            var limit = new BigInteger(256, random).add(BigInteger.ONE).min(GREATEST);
            // every second pair shares its high words
            var number = i % 2 == 0 ? new BigInteger(256, random) : limit.xor(BigInteger.ONE.shiftLeft(i % 256));
            assertThat(Target.of(limit).isMetBy(hash(number))).isEqualTo(number.compareTo(limit) <= 0);
        }
    }

    @Test
    void easier_means_greater() {
        var hard = Target.of(BigInteger.valueOf(7));
        var easy = Target.of(BigInteger.ONE.shiftLeft(255));
        assertThat(easy.isEasierThan(hard)).isTrue();
        assertThat(hard.isEasierThan(easy)).isFalse();
        assertThat(easy.isEasierThan(easy)).isFalse();
    }

    private static BlockHash hash(BigInteger number) {
        return BlockHash.of("%064x".formatted(number));
    }

    @Test
    void difficulty_is_one_at_bitcoins_easiest_target_and_grows_as_the_target_shrinks() {
        assertThat(new CompactTarget(0x1d00ffff).target().orElseThrow().difficulty()).isEqualTo(1);
        assertThat(new CompactTarget(0x1c00ffff).target().orElseThrow().difficulty()).isEqualTo(256);
        assertThat(new CompactTarget(0x1b0404cb).target().orElseThrow().difficulty())
                .isCloseTo(16_307.420938523983, within(1e-9));
    }
}
