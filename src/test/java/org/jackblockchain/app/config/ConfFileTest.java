package org.jackblockchain.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfFileTest {
    @TempDir
    private Path folder;

    @Test
    void reads_keys_comments_and_sections() throws IOException {
        // Given
        var conf = read("""
                # a node of mine
                port = 5007   # not the usual one
                name=a#b

                [regtest]
                port=18500
                """);

        // Then a network's own section counts, and the general part where it says nothing
        assertThat(conf.last("port", "jbc").orElseThrow().value()).isEqualTo("5007");
        assertThat(conf.last("port", "regtest").orElseThrow().value()).isEqualTo("18500");
        assertThat(conf.last("name", "regtest").orElseThrow().value()).isEqualTo("a#b");
        assertThat(conf.last("threads", "jbc")).isEmpty();
    }

    @Test
    void the_last_word_counts_except_where_all_do() throws IOException {
        var conf = read("peer=a:1\nport=1\npeer=b:2\nport=2\n");

        assertThat(conf.last("port", "jbc").orElseThrow().value()).isEqualTo("2");
        assertThat(conf.all("peer", "jbc")).extracting(ConfFile.Entry::value).containsExactly("a:1", "b:2");
    }

    @Test
    void an_unknown_key_is_named_with_file_line_and_the_nearest_known() {
        assertThatThrownBy(() -> read("\nprot=5001\n")).isInstanceOf(UserError.class)
                .hasMessage(folder.resolve("jbc.conf") + ":2: unknown key \"prot\" (did you mean \"port\"?)");
    }

    @Test
    void a_key_that_is_like_no_other_gets_no_guess() {
        assertThatThrownBy(() -> read("rpcallowip=1\n")).hasMessageEndingWith(":1: unknown key \"rpcallowip\"");
    }

    @Test
    void what_is_no_key_and_value_is_refused() {
        assertThatThrownBy(() -> read("mine\n")).hasMessageContaining(":1: \"mine\" is not key=value");
    }

    @Test
    void what_chooses_the_section_cannot_stand_in_one() {
        assertThatThrownBy(() -> read("[jbc]\nnetwork=regtest\n")).hasMessageContaining(":2: \"network\" cannot");
    }

    @Test
    void a_file_that_is_not_there_or_no_text_is_one_clear_line() throws IOException {
        assertThatThrownBy(() -> ConfFile.read(folder.resolve("none.conf"))).isInstanceOf(UserError.class)
                .hasMessageContaining("there is no file").hasMessageContaining("none.conf");
        Files.write(folder.resolve("bad.conf"), new byte[]{(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> ConfFile.read(folder.resolve("bad.conf"))).isInstanceOf(UserError.class)
                .hasMessageContaining("UTF-8");
    }

    private ConfFile read(String text) throws IOException {
        Path file = folder.resolve("jbc.conf");
        Files.writeString(file, text);
        return ConfFile.read(file);
    }
}
