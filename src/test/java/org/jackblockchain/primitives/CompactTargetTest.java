package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactTargetTest {
    @ParameterizedTest
    @CsvSource({"01123456, 12, 01120000", "02123456, 1234, 02123400", "03123456, 123456, 03123456",
            "04123456, 12345600, 04123456", "05009234, 92340000, 05009234", "02008000, 80, 02008000",
            "1d00ffff, ffff0000000000000000000000000000000000000000000000000000, 1d00ffff",
            "20123456, 1234560000000000000000000000000000000000000000000000000000000000, 20123456"})
    void a_number_and_its_shortest_form(String bits, String limit, String shortest) {
        var target = CompactTarget.of(bits).target().orElseThrow();
        assertThat(target).isEqualTo(Target.of(new BigInteger(limit, 16)));
        assertThat(CompactTarget.of(target)).isEqualTo(CompactTarget.of(shortest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00123456", "01003456", "02000056", "03000000", "04000000", "00923456",
            "01803456", "02800056", "03800000", "04800000"})
    void zero_is_no_target(String bits) {
        assertThat(CompactTarget.of(bits).target()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01fedcba", "04923456", "03800001", "1d80ffff", "20ffffff"})
    void a_negative_number_is_no_target(String bits) {
        assertThat(CompactTarget.of(bits).target()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"207fffff", "2100ffff", "220000ff"})
    void the_greatest_of_each_size_fits(String bits) {
        assertThat(CompactTarget.of(bits).target()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"21010000", "22000100", "23000001", "ff123456"})
    void one_more_overflows(String bits) {
        assertThat(CompactTarget.of(bits).target()).isEmpty();
    }

    /** By another way: the number as arithmetic has it. */
    @Test
    void every_size_is_a_shift() {
        var random = new Random(2);
        for (int i = 0; i < 50_000; i++) {
            int bits = random.nextInt() & 0x3fff_ffff;
            int size = bits >>> 24;
            var number = BigInteger.valueOf(bits & 0x7f_ffff).shiftLeft(8 * size).shiftRight(24);
            boolean fits = number.signum() > 0 && (bits & 0x80_0000) == 0 && number.bitLength() <= 256;
            assertThat(new CompactTarget(bits).target().map(Target::limit)).as("%08x", bits)
                    .isEqualTo(fits ? Optional.of(number) : Optional.empty());
        }
    }

    @Test
    void the_compact_form_is_never_easier_and_loses_less_than_a_65536th() {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            var limit = new BigInteger(1 + random.nextInt(256), random).setBit(0);
            var back = CompactTarget.of(Target.of(limit)).target().orElseThrow().limit();
            assertThat(back).as("seeded case %d", i).isLessThanOrEqualTo(limit);
            assertThat(limit.subtract(back)).isLessThanOrEqualTo(limit.shiftRight(15));
        }
    }

    @Test
    void shows_eight_digits() {
        assertThat(new CompactTarget(0x0112_0000)).hasToString("01120000");
    }
}
