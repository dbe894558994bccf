package org.jackblockchain.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.jackblockchain.consensus.Amounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, amounts and misspelt words, as operators write them. */
class WordsTest {
    @ParameterizedTest
    @CsvSource({"500ms,500", "5s,5000", "1.5s,1500", "2m,120000", "1h,3600000", "90s,90000", "0.25m,15000"})
    void reads_durations_with_units(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.parse(Durations.format(Durations.parse(text)))).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "s", "-1s", "5 s", "5sec", "1h30m", "", "9999999999s"})
    void refuses_what_is_no_duration(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500ms, 5s, 2m or 1h");
    }

    @ParameterizedTest
    @CsvSource({"50,5000000000", "12.5,1250000000", "0.00000001,1", "0,0", "21000000,2100000000000000"})
    void reads_amounts_in_coins(String text, long units) {
        assertThat(Coins.parse(text)).isEqualTo(units);
        assertThat(Coins.format(units)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.000000001", "-1", "x", "", "21000000.00000001", "1e99"})
    void refuses_amounts_that_cannot_be(String text) {
        assertThatThrownBy(() -> Coins.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Coins.format(Amounts.MAX_MONEY));
    }

    @Test
    void the_nearest_word_needs_the_fewest_edits() {
        var known = List.of("port", "p2p-port", "peer", "payout");
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.to("ports", known)).contains("port");
        assertThat(Nearest.to("pay-out", known)).contains("payout");
        assertThat(Nearest.to("something", known)).isEmpty();
    }
}
