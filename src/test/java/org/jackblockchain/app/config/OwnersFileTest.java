package org.jackblockchain.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersFileTest {
    @TempDir
    private Path folder;

    @Test
    void who_comes_second_is_told_so_and_changes_nothing() throws IOException {
        Path file = folder.resolve("secret");

        assertThat(OwnersFile.create(file, "first")).isTrue();
        assertThat(OwnersFile.create(file, "second")).isFalse();
        assertThat(file).hasContent("first");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }
}
