package org.jackblockchain.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class IdlePriorityTest {
    /** Field 41 of /proc/thread-self/stat, proc(5): the policy; what stands before it starts after the name. */
    private static final int POLICY_AFTER_NAME = 41 - 3;

    @Test
    @EnabledOnOs(OS.LINUX)
    void lowers_the_calling_thread_and_no_other() throws ExecutionException, InterruptedException {
        var lowered = new CompletableFuture<String>();
        Thread.ofPlatform().start(() -> {
            IdlePriority.take();
            lowered.complete(policy());
        });

        assertThat(lowered.get()).isEqualTo("5");
        assertThat(policy()).isNotEqualTo("5");
    }

    private static String policy() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)).get(POLICY_AFTER_NAME);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
