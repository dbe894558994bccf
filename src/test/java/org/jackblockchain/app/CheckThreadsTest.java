package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jackblockchain.chain.CheckRunner;
import org.junit.jupiter.api.Test;

class CheckThreadsTest {
    private static List<Supplier<Optional<Integer>>> checks(int count, Set<Integer> failing, AtomicInteger ran) {
        var checks = new ArrayList<Supplier<Optional<Integer>>>();
        for (int i = 0; i < count; i++) {
            int index = i;
            checks.add(() -> {
                ran.incrementAndGet();
                return failing.contains(index) ? Optional.of(index) : Optional.empty();
            });
        }
        return checks;
    }

    private static Optional<Integer> firstFailure(CheckThreads threads, List<Supplier<Optional<Integer>>> all) {
        CheckRunner.Checks<Integer> checks = threads.begin();
        all.forEach(checks::add);
        return checks.firstFailure();
    }

    @Test
    void all_checks_run_when_all_hold() {
        try (var threads = new CheckThreads(3)) {
            for (int count : new int[]{0, 1, 7, 8, 9, 16, 17, 1_000}) {
                var ran = new AtomicInteger();
                assertThat(firstFailure(threads, checks(count, Set.of(), ran))).isEmpty();
                assertThat(ran).hasValue(count);
            }
        }
    }

    @Test
    void of_several_failures_the_first_in_the_list_is_told_as_one_thread_would() {
        var chance = new Random(1);
        try (var threads = new CheckThreads(4)) {
            for (int turn = 0; turn < 500; turn++) {
                var failing = new TreeSet<Integer>();
                for (int i = 0; i <= turn % 5; i++)
                    failing.add(chance.nextInt(300));
                assertThat(firstFailure(threads, checks(300, failing, new AtomicInteger()))).contains(failing.first());
            }
        }
    }

    @Test
    void several_threads_take_part() {
        var both = new CountDownLatch(2);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        var checks = new ArrayList<Supplier<Optional<Integer>>>();
        for (int i = 0; i < 64; i++) {
            checks.add(() -> {
                if (seen.add(Thread.currentThread()))
                    both.countDown();
                try {
                    both.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return Optional.empty();
            });
        }
        try (var threads = new CheckThreads(2)) {
            assertThat(firstFailure(threads, checks)).isEmpty();
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    void checks_begin_while_others_are_still_added() throws InterruptedException {
        var began = new CountDownLatch(1);
        try (var threads = new CheckThreads(2)) {
            CheckRunner.Checks<Integer> checks = threads.begin();
            for (int i = 0; i < 100; i++) {
                checks.add(() -> {
                    began.countDown();
                    return Optional.empty();
                });
            }
            assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(checks.firstFailure()).isEmpty();
        }
    }

    @Test
    void dropped_checks_that_nobody_began_do_not_run() {
        var ran = new AtomicInteger();
        try (var threads = new CheckThreads(1)) {
            CheckRunner.Checks<Integer> checks = threads.begin();
            checks(100, Set.of(), ran).forEach(checks::add);
            checks.drop();
        }
        assertThat(ran).hasValue(0);
    }

    @Test
    void a_check_that_breaks_off_is_no_verdict() {
        List<Supplier<Optional<Integer>>> checks = checks(100, Set.of(), new AtomicInteger());
        checks.set(50, () -> {
            throw new ArithmeticException("broken");
        });
        try (var threads = new CheckThreads(2)) {
            assertThatThrownBy(() -> firstFailure(threads, checks)).isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("broken");
        }
    }
}
