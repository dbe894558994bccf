package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jackblockchain.peer.Ban;
import org.jackblockchain.wire.Subnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BanFileTest {
    private static final Ban ONE = ban("10.0.0.0/8", 1_000, 2_000);
    private static final Ban OTHER = ban("2001:4000::/19", 1_500, 1L << 40);

    @TempDir
    private Path folder;

    private static Ban ban(String subnet, long created, long until) {
        return new Ban(Subnet.parse(subnet).orElseThrow(), Instant.ofEpochSecond(created),
                Instant.ofEpochSecond(until));
    }

    @Test
    void what_was_written_is_read() {
        Path file = folder.resolve("banlist.json");
        new BanFile(file).write(List.of(ONE, OTHER));

        assertThat(new BanFile(file).read()).containsExactly(ONE, OTHER);
    }

    @Test
    void a_file_of_core_is_read_and_what_is_not_understood_left_out() throws IOException {
        Path file = folder.resolve("banlist.json");
        Files.writeString(file, """
                {"banned_nets": [
                  {"version": 1, "ban_created": 1000, "banned_until": 2000, "address": "10.0.0.0/8"},
                  {"version": 2, "ban_created": 1000, "banned_until": 2000, "address": "11.0.0.0/8"},
                  {"version": 1, "ban_created": 1000, "banned_until": 2000, "address": "nowhere"},
                  "no object"
                ]}""");

        assertThat(new BanFile(file).read()).containsExactly(ONE);
    }

    @Test
    void what_cannot_be_read_is_made_anew() throws IOException {
        Path file = folder.resolve("banlist.json");
        for (String damaged : List.of("", "{", "[]", "{\"banned_nets\": 3}")) {
            Files.writeString(file, damaged);
            assertThat(new BanFile(file).read()).isEmpty();
            assertThat(file).content().contains("\"banned_nets\" : [ ]");
        }
        Files.delete(file);
        assertThat(new BanFile(file).read()).isEmpty();
        assertThat(file).exists();
    }
}
