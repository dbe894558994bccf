package org.jackblockchain.app.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {
    @TempDir
    private Path folder;

    private static Arguments parsed(String... words) {
        return Arguments.parse(List.of(words));
    }

    private Arguments withFile(String content, String... words) throws IOException {
        Path file = Files.writeString(folder.resolve("bitcoin.conf"), content);
        Arguments arguments = parsed(words);
        new ConfReader(arguments).read(file);
        arguments.select("regtest");
        return arguments;
    }

    @Test
    void one_dash_and_two_mean_the_same() {
        assertThat(parsed("--rpcport=1").text("rpcport")).hasValue("1");
        assertThat(parsed("-rpcport=1").text("rpcport")).hasValue("1");
    }

    @Test
    void a_flag_alone_means_yes_and_with_no_in_front_no() {
        assertThat(parsed("-listen").flag("listen", false)).isTrue();
        assertThat(parsed("-nolisten").flag("listen", true)).isFalse();
        assertThat(parsed("-listen=0").flag("listen", true)).isFalse();
        assertThat(parsed("-nolisten=0").flag("listen", false)).isTrue();
        assertThat(parsed("-nolisten=0").notes())
                .containsExactly("Warning: parsed potentially confusing double-negative -listen=0");
    }

    @Test
    void an_unknown_flag_is_an_error_in_cores_words() {
        assertThatThrownBy(() -> parsed("-foo=1")).hasMessage("Invalid parameter -foo=1");
        assertThatThrownBy(() -> parsed("-regtest.port=1")).hasMessage("Invalid parameter -regtest.port=1");
        assertThatThrownBy(() -> parsed("-proxy"))
                .hasMessage("Can not set -proxy with no value. Please specify value with -proxy=value.");
        assertThatThrownBy(() -> parsed("-nodatadir"))
                .hasMessage("Negating of -datadir is meaningless and therefore forbidden");
    }

    @Test
    void on_the_command_line_the_last_word_counts_and_in_a_file_the_first() throws IOException {
        assertThat(parsed("-par=1", "-par=2").text("par")).hasValue("2");
        assertThat(withFile("par=1\npar=2\n").text("par")).hasValue("1");
        assertThat(withFile("par=1\n", "-par=3").text("par")).hasValue("3");
    }

    @Test
    void the_networks_section_counts_more_than_what_stands_above_it() throws IOException {
        var arguments = withFile("par=1\nregtest.dbcache=7\n[test]\npar=9\n[regtest]\npar=2\n");
        assertThat(arguments.text("par")).hasValue("2");
        assertThat(arguments.text("dbcache")).hasValue("7");
    }

    @Test
    void a_port_above_all_sections_is_mainnets_alone() throws IOException {
        var arguments = withFile("port=1\n");
        assertThat(arguments.text("port")).isEmpty();
        assertThat(arguments.misplaced()).containsExactly("port");
        assertThat(withFile("[regtest]\nport=2\n").text("port")).hasValue("2");
    }

    @Test
    void a_repeated_flag_is_a_list_that_a_negation_cuts() throws IOException {
        assertThat(withFile("[regtest]\naddnode=c\n", "-addnode=a", "-addnode=b").all("addnode"))
                .containsExactly("a", "b", "c");
        assertThat(withFile("[regtest]\naddnode=c\n", "-addnode=a", "-noaddnode", "-addnode=b").all("addnode"))
                .containsExactly("b");
        assertThat(withFile("debug=net\n", "-nodebug").all("debug")).isEmpty();
    }

    @Test
    void files_are_read_as_core_reads_them() throws IOException {
        assertThat(withFile("# nothing\nuacomment = a b # c\n").text("uacomment")).hasValue("a b");
        assertThat(withFile("strange=1\n").notes()).contains("Ignoring unknown configuration value strange");
        assertThatThrownBy(() -> withFile("\ngarbage\n"))
                .hasMessage("Error reading configuration file: parse error on line 2: garbage");
        assertThatThrownBy(() -> withFile("-par=1\n")).hasMessage("Error reading configuration file: parse error on"
                + " line 1: -par=1, options in configuration file must be specified without leading -");
        assertThatThrownBy(() -> withFile("rpcpassword=a#b\n")).hasMessageContaining("using # in rpcpassword");
        assertThatThrownBy(() -> withFile("conf=other\n")).hasMessageContaining("conf cannot be set");
    }

    @Test
    void another_file_can_be_included_once() throws IOException {
        Files.writeString(folder.resolve("more.conf"), "par=5\nincludeconf=third.conf\n");
        Path file = Files.writeString(folder.resolve("bitcoin.conf"), "includeconf=more.conf\n");
        Arguments arguments = parsed();
        var reader = new ConfReader(arguments);

        reader.read(file);

        arguments.select("regtest");
        assertThat(arguments.text("par")).hasValue("5");
        assertThat(reader.warnings()).singleElement().asString().contains("ignoring -includeconf=third.conf");
    }

    @Test
    void what_follows_from_a_flag_gives_way_to_what_was_said() {
        Arguments implied = parsed("-connect=0");
        Interaction.settle(implied);
        assertThat(implied.flag("listen", true)).isFalse();
        Arguments said = parsed("-connect=0", "-bind=127.0.0.1");
        Interaction.settle(said);
        assertThat(said.flag("listen", true)).isTrue();
    }

    @Test
    void secrets_are_not_told() {
        var told = new java.util.ArrayList<String>();
        parsed("-rpcpassword=x", "-rpcport=2").tell(told::add);
        assertThat(told).containsExactly("Command-line arg: rpcpassword=****", "Command-line arg: rpcport=\"2\"");
    }
}
