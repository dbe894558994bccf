package org.jackblockchain.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void the_folder_is_made_and_left_empty() {
        var data = DataDirectory.open(folder.resolve("a").resolve("b"));

        assertThat(data.folder()).isEmptyDirectory();
    }

    @Test
    void a_file_in_its_place_is_one_clear_line() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file)).isInstanceOf(UserError.class)
                .hasMessage("cannot write to the data directory " + file
                        + " (it is a file); choose another with --data-dir");
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_one_clear_line() {
        // Given a file system that refuses even the superuser
        Path proc = Path.of("/proc/jbc");

        assertThatThrownBy(() -> DataDirectory.open(proc)).isInstanceOf(UserError.class)
                .hasMessageContaining("cannot write to the data directory").hasMessageContaining("--data-dir");
    }

    @Test
    void data_txt_is_the_tag() throws IOException {
        var data = DataDirectory.open(folder);
        assertThat(data.tag()).isEmpty();

        Files.writeString(folder.resolve("data.txt"), "\n  Mined by me \nsecond line\n");

        assertThat(data.tag()).contains("Mined by me");
    }

    @Test
    void a_tag_that_does_not_fit_is_refused() throws IOException {
        Files.writeString(folder.resolve("data.txt"), "x".repeat(81));

        assertThatThrownBy(() -> DataDirectory.open(folder).tag()).isInstanceOf(UserError.class)
                .hasMessageContaining("data.txt").hasMessageContaining("80");
    }
}
