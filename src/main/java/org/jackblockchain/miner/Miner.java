package org.jackblockchain.miner;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.jackblockchain.mining.EngineFactory;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mines the newest work with some threads of its own, until it is closed.
 *
 * <p>Whoever owns the miner gives it work whenever there is news. All threads then drop what they did within a round,
 * that is in less than about a millisecond. When a block is found they wait for the next work, and go on with the old
 * one if none comes in a second: then the block was refused.
 *
 * <p>All methods may be called by any thread.
 */
public final class Miner implements AutoCloseable {
    public static final int MAX_THREADS = 1 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Miner.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    /** Each thread has this many extra nonces to itself, so that no two ever search the same header. */
    private static final int EXTRA_NONCE_BITS_PER_THREAD = 48;

    private static final Assignment AT_REST = new Assignment.Rest();

    private final Consumer<Hit> found;
    private final Duration patience;
    private final EngineFactory engines;
    private final double cpuShare;
    private final InstantSource clock;
    private final long firstExtraNonce;
    private final TimeCounts switchTimes = new TimeCounts();
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    /** So many of the threads work, the others rest. */
    private volatile int wanted;
    /** Read by all threads between rounds; written by whoever holds this miner's lock. */
    private volatile Assignment assignment = new Assignment.Rest();

    /**
     * Starts the threads, at rest.
     *
     * @param chance gives the first extra nonce, so that two miners with the same payout and tag do not repeat each
     *     other's work
     * @param clock dates the blocks
     * @param found takes each hit that counts, on the thread that found it; it should only pass it on
     */
    public Miner(EngineFactory engines, MinerSettings settings, RandomGenerator chance, InstantSource clock,
            Consumer<Hit> found) {
        this(engines, settings, chance, clock, found, PATIENCE);
    }

    /** @param patience how long to wait for a template after a block was found */
    Miner(EngineFactory engines, MinerSettings settings, RandomGenerator chance, InstantSource clock,
            Consumer<Hit> found,
            Duration patience) {
        this.found = found;
        this.patience = patience;
        this.engines = engines;
        this.cpuShare = settings.cpuShare();
        this.clock = clock;
        this.firstExtraNonce = chance.nextLong();
        useThreads(settings.threads());
    }

    /**
     * From now on so many threads search. Those that are too many rest, and are there when they are wanted again.
     *
     * @param count 1 to {@link #MAX_THREADS}
     */
    public void useThreads(int count) {
        if (count < 1 || count > MAX_THREADS)
            throw new IllegalArgumentException(count + " mining threads; 1 to " + MAX_THREADS + " are possible");
        synchronized (this) {
            if (assignment instanceof Assignment.Stop)
                return;
            for (int i = threads.size(); i < count; i++)
                addThread(i, count);
            wanted = count;
        }
        threads.forEach(LockSupport::unpark);
    }

    private void addThread(int index, int count) {
        var worker = new Worker(this, index, count, engines.forThread(), cpuShare, clock,
                firstExtraNonce + ((long) index << EXTRA_NONCE_BITS_PER_THREAD));
        Thread thread = thread("miner-" + index, worker);
        workers.add(worker);
        threads.add(thread);
        thread.start();
    }

    /** Searches this from now on and nothing older; empty: rests. A resting thread uses no CPU. */
    public void work(Optional<? extends Work> work) {
        long now = System.nanoTime();
        assign(work.<Assignment>map(given -> new Assignment.Search(given, now)).orElseGet(Assignment.Rest::new));
    }

    public MinerView view() {
        long now = System.nanoTime();
        var views = new ArrayList<MinerView.OneThread>(workers.size());
        for (int i = 0; i < wanted; i++)
            views.add(workers.get(i).view(threads.get(i).getName(), now));
        return new MinerView(workers.getFirst().engine(), heightOf(assignment), views);
    }

    TimeCounts switchTimes() {
        return switchTimes;
    }

    public MinerTotals totals() {
        return new MinerTotals(workers.stream().mapToLong(Worker::allHashes).sum(),
                workers.stream().mapToLong(Worker::roundsDone).sum(),
                workers.stream().mapToLong(Worker::staleRounds).sum(), switchTimes.view());
    }

    /** What it does now; empty while it rests, waits, or has just begun. */
    public Optional<RoundView> round() {
        if (!(assignment instanceof Assignment.Search search))
            return Optional.empty();
        List<RoundView> rounds = workers.stream().flatMap(worker -> worker.round(search).stream()).toList();
        if (rounds.isEmpty())
            return Optional.empty();
        RoundView first = rounds.getFirst();
        long hashes = rounds.stream().mapToLong(RoundView::hashes).sum();
        Optional<RoundView.Best> best = rounds.stream().flatMap(round -> round.best().stream())
                .reduce((one, other) -> other.isLowerThan(one) ? other : one);
        return Optional.of(new RoundView(first.work(), first.job(), first.firstNonce(), first.nonces(), hashes, best));
    }

    /** Ends all threads, and returns when they have ended: within a round. */
    @Override
    public void close() {
        assign(new Assignment.Stop());
        try {
            for (Thread thread : threads) {
                // A block's finder may close the miner.
                if (!thread.equals(Thread.currentThread()) && !thread.join(LONGEST_STOP))
                    LOG.warn("{} does not end", thread.getName());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the thread of this number is to do: the same object for as long as that stays so. */
    Assignment assignmentOf(int thread) {
        Assignment now = assignment;
        return thread < wanted || now instanceof Assignment.Stop ? now : AT_REST;
    }

    /** Passes a hit on, unless news came first that make it worthless. */
    void found(Hit hit) {
        if (counts(hit))
            found.accept(hit);
    }

    private synchronized boolean counts(Hit hit) {
        if (!(assignment instanceof Assignment.Search(Work work, _)) || !work.welcomes(hit.job()))
            return false;
        if (work.endsWithHit())
            assignment = new Assignment.Await(work, System.nanoTime() + patience.toNanos());
        return true;
    }

    /** The wait is over and there is no news: the block was refused, so search for another. */
    @SuppressWarnings("ReferenceEquality") // it is about this very assignment
    synchronized void resume(Assignment.Await await) {
        if (assignment == await)
            assignment = new Assignment.Search(await.work(), System.nanoTime());
    }

    private void assign(Assignment next) {
        synchronized (this) {
            if (!(assignment instanceof Assignment.Stop))
                assignment = next;
        }
        threads.forEach(LockSupport::unpark);
    }

    private static OptionalInt heightOf(Assignment assignment) {
        return switch (assignment) {
            case Assignment.Search(Work work, _) -> OptionalInt.of(work.height());
            case Assignment.Await(Work work, _) -> OptionalInt.of(work.height());
            case Assignment.Rest _, Assignment.Stop _ -> OptionalInt.empty();
        };
    }

    @SuppressWarnings("ThreadPriorityCheck") // where IdlePriority cannot do better; nothing relies on it
    private static Thread thread(String name, Worker worker) {
        return Thread.ofPlatform().name(name).daemon().priority(Thread.MIN_PRIORITY)
                .uncaughtExceptionHandler((thread, e) -> LOG.error("{} ended by a bug", thread.getName(), e))
                .unstarted(worker);
    }
}
