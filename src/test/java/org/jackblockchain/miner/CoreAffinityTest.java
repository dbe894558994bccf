package org.jackblockchain.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CoreAffinityTest {
    private static final int PROCESSORS = processorsAllowed();

    @Test
    void keeps_the_calling_thread_on_one_processor_and_no_other_thread() {
        String before = processors();

        assertThat(pinned(0, PROCESSORS)).matches("\\d+");
        assertThat(processors()).isEqualTo(before);
    }

    @Test
    void gives_each_thread_a_processor_of_its_own() {
        var own = IntStream.range(0, PROCESSORS).mapToObj(index -> pinned(index, PROCESSORS)).toList();

        assertThat(own).doesNotHaveDuplicates().allMatch(processor -> processor.matches("\\d+"));
    }

    @Test
    void keeps_no_thread_where_there_are_more_processors_or_fewer() {
        assertThat(pinned(0, PROCESSORS + 1)).isEqualTo(processors());
        assertThat(pinned(0, PROCESSORS - 1)).isEqualTo(processors());
    }

    /** Not what the JVM says, which may be less by a quota of its container. */
    private static int processorsAllowed() {
        return Arrays.stream(processors().split(",", -1)).map(range -> range.split("-", -1))
                .mapToInt(ends -> Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1).sum();
    }

    private static String pinned(int index, int threads) {
        var seen = new CompletableFuture<String>();
        Thread.ofPlatform().start(() -> {
            CoreAffinity.pin(index, threads);
            seen.complete(processors());
        });
        try {
            return seen.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of the calling thread, proc(5). */
    private static String processors() {
        try {
            String name = "Cpus_allowed_list:";
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith(name)).findFirst().orElseThrow().substring(name.length()).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
