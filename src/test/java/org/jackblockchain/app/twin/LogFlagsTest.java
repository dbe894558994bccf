package org.jackblockchain.app.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFlagsTest {
    private static Set<String> kinds(String... line) {
        return new LogFlags(Arguments.parse(List.of(line))).kinds();
    }

    @Test
    void kinds_are_wished_for_by_name_or_all_at_once() {
        assertThat(kinds()).isEmpty();
        assertThat(kinds("-debug=net", "-debug=rpc")).containsExactlyInAnyOrder("net", "rpc");
        assertThat(kinds("-debug")).hasSizeGreaterThan(20);
        assertThat(kinds("-debug=1", "-debugexclude=net")).contains("rpc").doesNotContain("net");
        assertThat(kinds("-debug=net", "-debugexclude=all")).isEmpty();
    }

    @Test
    void a_word_for_nothing_forgets_what_stands_before_it_even_what_is_wrong() {
        for (String nothing : List.of("-debug=0", "-debug=none", "-nodebug"))
            assertThat(kinds("-debug=abc", "-debug=http", nothing, "-debug=rpc")).as(nothing).containsExactly("rpc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "-debug=abc | Unsupported logging category -debug=abc.",
            "-debugexclude=abc | Unsupported logging category -debugexclude=abc.",
            "-loglevel=abc | Unsupported global logging level -loglevel=abc. Valid values: info, debug, trace.",
            "-loglevel=net:abc | Unsupported category-specific logging level -loglevel=net:abc.",
            "-loglevel=abc:info | Unsupported category-specific logging level -loglevel=abc:info.",
            "-loglevel=net:info:abc | Unsupported category-specific logging level -loglevel=net:info:abc."})
    void what_there_is_not_is_refused_in_cores_words(String flag, String why) {
        assertThatThrownBy(() -> kinds(flag)).isInstanceOf(StartError.class).hasMessageStartingWith(why);
    }

    @Test
    void levels_that_there_are_change_nothing() {
        assertThat(kinds("-loglevel=trace", "-loglevel=net:debug", "-debug=net")).containsExactly("net");
    }
}
