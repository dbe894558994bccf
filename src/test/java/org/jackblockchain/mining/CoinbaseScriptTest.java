package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jackblockchain.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoinbaseScriptTest {
    @ParameterizedTest
    @CsvSource({"0, 00", "1, 51", "16, 60", "17, 0111", "127, 017f", "128, 028000", "255, 02ff00", "256, 020001",
            "32767, 02ff7f", "32768, 03008000", "8388607, 03ffff7f", "8388608, 0400008000", "2147483647, 04ffffff7f"})
    void begins_with_the_height_as_Core_pushes_it(int height, String push) {
        assertThat(CoinbaseScript.of(height, "", 1).hex()).isEqualTo(push + "00" + "080100000000000000");
    }

    @ParameterizedTest
    @CsvSource({"1, 5100", "16, 6000", "17, 011100", "128, 02800000"})
    void of_a_block_made_at_once_is_the_height_and_an_empty_push(int height, String script) {
        assertThat(CoinbaseScript.bare(height).hex()).isEqualTo(script);
    }

    @Test
    void holds_height_tag_and_extra_nonce() {
        assertThat(CoinbaseScript.of(500, "alice", 0x1122334455667788L).hex())
                .isEqualTo("02f401" + "05616c696365" + "088877665544332211");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 17, 840_000, Integer.MAX_VALUE})
    void has_2_to_100_bytes_at_any_height_with_any_tag(int height) {
        for (int length = 0; length <= Tag.MAX_BYTES; length++) {
            assertThat(CoinbaseScript.of(height, "x".repeat(length), -1).length()).isBetween(2, 100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {75, 76, 80})
    void a_tag_on_both_sides_of_the_direct_push_reads_back(int length) {
        String tag = "x".repeat(length);

        assertThat(Tag.of(CoinbaseScript.of(7, tag, 9))).isEqualTo(tag);
    }

    @Test
    void refuses_a_negative_height() {
        assertThatThrownBy(() -> CoinbaseScript.of(-1, "", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"01, ''", "51, ''", "5103616263, 616263", "514c03616263, 616263", "514d0300616263, 616263",
            "514e03000000616263, 616263", "0111, ''", "4f02aabb, aabb", "5151, ''", "5100, ''",
            "510003616263, 616263", "51000061, ''", "02c8000003616263, ''"})
    void reads_the_second_push_in_any_form(String script, String pushed) {
        assertThat(CoinbaseScript.secondPush(Bytes.ofHex(script)).orElse(Bytes.EMPTY).hex()).isEqualTo(pushed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "51", "5103", "51036162", "514c", "514c0361", "514d03", "514e030000", "514effffffff61",
            "5161", "61", "6103616263", "4b", "514d", "514e", "ff"})
    void a_script_that_does_not_begin_with_two_pushes_has_no_second(String script) {
        assertThat(CoinbaseScript.secondPush(Bytes.ofHex(script))).isEmpty();
    }
}
