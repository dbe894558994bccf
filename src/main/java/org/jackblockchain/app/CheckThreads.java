package org.jackblockchain.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jackblockchain.chain.CheckRunner;

/** Runs the scripts of a block on several threads, the caller's among them. Threads that rest for long end. */
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
    public <F> Checks<F> begin() {
        return new Round<>();
    }

    @Override
    public void close() {
        pool.shutdown();
    }

    /** Some checks in a row, of which the first has this number. */
    private record Piece<F>(int first, List<Supplier<Optional<F>>> checks) {}

    /**
     * The checks of one block. Helpers take pieces as soon as there are some, and end when there are none; the block's
     * own thread joins in when it has added the last.
     */
    private final class Round<F> implements Checks<F>, Runnable {
        private final Queue<Piece<F>> waiting = new ConcurrentLinkedQueue<>();
        private final ConcurrentSkipListMap<Integer, F> failures = new ConcurrentSkipListMap<>();
        private final ConcurrentSkipListMap<Integer, Throwable> accidents = new ConcurrentSkipListMap<>();
        private final AtomicInteger helping = new AtomicInteger();
        /** The block's own thread, and each helper at work. */
        private final Phaser atWork = new Phaser(1);
        private List<Supplier<Optional<F>>> piece = new ArrayList<>(PIECE);
        private int added;

        @Override
        public void add(Supplier<Optional<F>> check) {
            // Whoever fills a piece has more to come: so the last one, be it full, is for the block's own thread.
            if (piece.size() == PIECE) {
                publish();
                askForHelp();
            }
            piece.add(check);
            added++;
        }

        private void publish() {
            waiting.add(new Piece<>(added - piece.size(), piece));
            piece = new ArrayList<>(PIECE);
        }

        private void askForHelp() {
            if (helping.get() >= helpers)
                return;
            helping.incrementAndGet();
            atWork.register();
            pool.execute(this);
        }

        @Override
        public void run() {
            try {
                takePieces();
            } finally {
                helping.decrementAndGet();
                atWork.arriveAndDeregister();
            }
        }

        @Override
        public Optional<F> firstFailure() {
            publish();
            takePieces();
            // An interrupt waits too: a block half judged would be worse than a slow stop.
            atWork.arriveAndAwaitAdvance();
            if (!accidents.isEmpty())
                throw new IllegalStateException("a check broke off", accidents.firstEntry().getValue());
            return Optional.ofNullable(failures.firstEntry()).map(Map.Entry::getValue);
        }

        @Override
        public void drop() {
            waiting.clear();
        }

        private void takePieces() {
            for (Piece<F> next = waiting.poll(); next != null; next = waiting.poll()) {
                // What comes behind a failure makes no difference.
                if (!failures.isEmpty() || !accidents.isEmpty())
                    return;
                for (int i = 0; i < next.checks().size(); i++)
                    check(next.first() + i, next.checks().get(i));
            }
        }

        private void check(int number, Supplier<Optional<F>> check) {
            try {
                check.get().ifPresent(failure -> failures.put(number, failure));
            } catch (RuntimeException | Error e) {
                accidents.put(number, e);
            }
        }
    }
}
