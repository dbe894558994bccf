package org.jackblockchain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jackblockchain.mempool.fees.FeeEstimator;
import org.junit.jupiter.api.Test;

class FeeMemoryTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void is_kept_every_hour_and_at_the_end() {
        var memory = new FeeMemory(new FeeEstimator(), true);

        assertThat(memory.takeDue(START)).isEmpty();
        assertThat(memory.nextWake()).contains(START.plus(Duration.ofHours(1)));
        assertThat(memory.takeDue(START.plus(Duration.ofHours(1)).minusNanos(1))).isEmpty();
        assertThat(memory.takeDue(START.plus(Duration.ofHours(1)))).isPresent();
        assertThat(memory.takeDue(START.plus(Duration.ofHours(1)))).isEmpty();
        memory.hurry(Duration.ofHours(1));
        assertThat(memory.takeDue(START.plus(Duration.ofHours(1)))).isPresent();
        assertThat(memory.last()).isPresent();
    }

    @Test
    void costs_nothing_where_nobody_keeps_it() {
        var memory = new FeeMemory(new FeeEstimator(), false);

        assertThat(memory.takeDue(START)).isEmpty();
        assertThat(memory.takeDue(START.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(memory.nextWake()).isEmpty();
        assertThat(memory.last()).isEmpty();
    }
}
