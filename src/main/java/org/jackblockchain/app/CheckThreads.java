package org.jackblockchain.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jackblockchain.chain.CheckRunner;

/** Runs the scripts of a block on several threads, the caller's among them. Threads that have nothing to do end. */
public final class CheckThreads implements CheckRunner, AutoCloseable {
    /** {@code -par}: as many as Core allows. */
    public static final int MAX_THREADS = 16;
    /** Taken at once: so few that nobody waits long for the last, so many that taking costs nothing. */
    private static final int PIECE = 8;
    private static final long IDLE_SECONDS = 10;

    private final int helpers;
    private final ThreadPoolExecutor pool;

    /** @param threads the caller's included, 1 to {@value #MAX_THREADS} */
    public CheckThreads(int threads) {
        if (threads < 1 || threads > MAX_THREADS)
            throw new IllegalArgumentException(threads + " threads");
        helpers = threads - 1;
        pool = new ThreadPoolExecutor(Math.max(1, helpers), Math.max(1, helpers), IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().name("scripts-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /** How many suit this machine: one for each core. */
    public static int ofThisMachine() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
    }

    @Override
    public <F> Optional<F> firstFailure(List<Supplier<Optional<F>>> checks) {
        int useful = Math.min(helpers, (checks.size() - 1) / PIECE);
        if (useful < 1)
            return IN_TURN.firstFailure(checks);
        var round = new Round<>(checks, useful);
        for (int i = 0; i < useful; i++)
            pool.execute(round);
        return round.work();
    }

    @Override
    public void close() {
        pool.shutdown();
    }

    /** The checks of one block. */
    private static final class Round<F> implements Runnable {
        private final List<Supplier<Optional<F>>> checks;
        private final AtomicInteger next = new AtomicInteger();
        private final ConcurrentSkipListMap<Integer, F> failures = new ConcurrentSkipListMap<>();
        private final ConcurrentSkipListMap<Integer, Throwable> accidents = new ConcurrentSkipListMap<>();
        private final CountDownLatch helpersLeft;

        Round(List<Supplier<Optional<F>>> checks, int helpers) {
            this.checks = checks;
            this.helpersLeft = new CountDownLatch(helpers);
        }

        @Override
        public void run() {
            try {
                takePieces();
            } finally {
                helpersLeft.countDown();
            }
        }

        Optional<F> work() {
            takePieces();
            awaitHelpers();
            if (!accidents.isEmpty())
                throw new IllegalStateException("a check broke off", accidents.firstEntry().getValue());
            return Optional.ofNullable(failures.firstEntry()).map(Map.Entry::getValue);
        }

        private void takePieces() {
            for (int from = next.getAndAdd(PIECE); from < checks.size(); from = next.getAndAdd(PIECE)) {
                // What comes behind a failure makes no difference.
                if (!failures.isEmpty() || !accidents.isEmpty())
                    return;
                int to = Math.min(from + PIECE, checks.size());
                for (int i = from; i < to; i++)
                    check(i);
            }
        }

        private void check(int index) {
            try {
                checks.get(index).get().ifPresent(failure -> failures.put(index, failure));
            } catch (RuntimeException | Error e) {
                accidents.put(index, e);
            }
        }

        /** An interrupt is kept for later: a block half judged would be worse than a slow stop. */
        private void awaitHelpers() {
            boolean interrupted = false;
            while (true) {
                try {
                    helpersLeft.await();
                    break;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted)
                Thread.currentThread().interrupt();
        }
    }
}
