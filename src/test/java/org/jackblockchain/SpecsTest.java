package org.jackblockchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages name classes as {@code room/Class}; each must exist, so that a page cannot outlive what it tells of. */
class SpecsTest {
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+/)+)([A-Z]\\w*)(?:[.#]\\w+)?(?:\\(\\))?`");
    private static final Path MAIN = Path.of("src", "main", "java", "org", "jackblockchain");
    private static final Path TEST = Path.of("src", "test", "java", "org", "jackblockchain");

    @Test
    void every_class_that_the_table_of_bips_names_exists() throws IOException {
        Set<String> named = classesNamedIn(Path.of("docs", "bips.md"));

        assertThat(named).isNotEmpty().allSatisfy(SpecsTest::exists);
    }

    @Test
    void every_class_that_the_page_on_architecture_names_exists() throws IOException {
        assertThat(classesNamedIn(Path.of("docs", "architecture.md"))).isNotEmpty().allSatisfy(SpecsTest::exists);
    }

    private static void exists(String name) {
        assertThat(Files.exists(MAIN.resolve(name + ".java")) || Files.exists(TEST.resolve(name + ".java"))).as(name)
                .isTrue();
    }

    private static Set<String> classesNamedIn(Path page) throws IOException {
        Set<String> names = new TreeSet<>();
        for (MatchResult found : CLASS.matcher(Files.readString(page)).results().toList()) {
            names.add(found.group(1) + found.group(2));
        }
        return names;
    }
}
