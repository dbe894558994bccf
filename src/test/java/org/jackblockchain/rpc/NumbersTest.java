package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    /** As {@code printf("%.16g")} of C has them. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "-1.5, -1.5", "0.1, 0.1", "4.656542373906925e-10, 4.656542373906925e-10",
            "0.0001, 0.0001", "0.00001, 1e-05", "0.00001234, 1.234e-05", "123456789012345.6, 123456789012345.6",
            "1234567890123456, 1234567890123456", "9999999999999998, 9999999999999998", "1e16, 1e+16",
            "1.5e300, 1.5e+300", "0.3333333333333333148, 0.3333333333333333", "1e15, 1000000000000000",
            "113757508810853.9, 113757508810853.9"})
    void fractions_have_16_digits_and_an_exponent_only_when_they_are_very_large_or_small(double value, String text) {
        assertThat(Json.digits(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00000000", "1, 0.00000001", "-1, -0.00000001", "5000000000, 50.00000000",
            "2100000000000000, 21000000.00000000"})
    void amounts_have_eight_decimals(long amount, String text) {
        assertThat(Json.text(Json.coins(amount))).isEqualTo(text);
    }

    @Test
    void a_tree_is_written_as_it_is() {
        assertThat(Json.text(Json.object().put("a", 1).set("b", Json.number(1e-10))))
                .isEqualTo("{\"a\":1,\"b\":1e-10}");
    }
}
