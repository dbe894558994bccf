package org.jackblockchain.stratum;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.Work;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a miner at work for the best pool that answers: falls to the next one when a pool is gone, and goes back to a
 * better one when that returns.
 *
 * <p>All methods may be called by any thread.
 */
public final class PoolClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolClient.class);

    /**
     * When to call again.
     *
     * @param first pause after a pool did not answer; it doubles each time, up to
     * @param longest pause
     * @param lookBack how often a better pool is tried while another one is mined for
     */
    record Pauses(Duration first, Duration longest, Duration lookBack) {
        static final Pauses DEFAULT = new Pauses(Duration.ofSeconds(1), Duration.ofMinutes(1),
                Duration.ofSeconds(30));
    }

    /**
     * A pool that lets us mine.
     *
     * @param pool as the operator named it, wherever it sent us from there
     */
    private record Tie(PoolAddress pool, PoolConnection connection) {}

    private record Pause(Instant until, Duration length) {}

    private final PoolSettings settings;
    private final Optional<SSLContext> tls;
    private final Pauses pauses;
    private final PoolConnection.Patience patience;
    private final InstantSource clock;
    private final Consumer<Optional<Work>> miner;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Thread thread;
    /** Of this client's thread: who should not be called yet. */
    private final Map<PoolAddress, Pause> resting = new HashMap<>();
    private volatile @Nullable PoolConnection current;
    private volatile boolean closed;

    /**
     * Begins at once.
     *
     * @param miner takes what to work on from now on and nothing older; empty: to rest. On any thread
     * @throws IOException if a certificate is to be trusted whose file does not serve
     */
    public static PoolClient start(PoolSettings settings, InstantSource clock, Consumer<Optional<Work>> miner)
            throws IOException {
        return start(settings, Pauses.DEFAULT, PoolConnection.Patience.DEFAULT, clock, miner);
    }

    static PoolClient start(PoolSettings settings, Pauses pauses, PoolConnection.Patience patience,
            InstantSource clock, Consumer<Optional<Work>> miner) throws IOException {
        Optional<SSLContext> tls = settings.pools().stream().anyMatch(PoolAddress::tls)
                ? Optional.of(TrustedTls.context(settings.trusted()))
                : Optional.empty();
        var client = new PoolClient(settings, tls, pauses, patience, clock, miner);
        client.thread.start();
        return client;
    }

    private PoolClient(PoolSettings settings, Optional<SSLContext> tls, Pauses pauses,
            PoolConnection.Patience patience, InstantSource clock, Consumer<Optional<Work>> miner) {
        this.settings = settings;
        this.tls = tls;
        this.pauses = pauses;
        this.patience = patience;
        this.clock = clock;
        this.miner = miner;
        this.thread = Thread.ofVirtual().name("pool").unstarted(this::run);
    }

    /** A hit of work that was given to the miner; late ones are left aside. */
    public void found(Hit hit) {
        PoolConnection connection = current;
        if (connection != null)
            connection.found(hit);
    }

    public PoolView view() {
        PoolConnection connection = current;
        return new PoolView(Optional.ofNullable(connection).map(PoolConnection::address),
                connection == null ? 0 : connection.difficulty(), accepted.get(), rejected.get());
    }

    private void run() {
        try {
            Optional<Tie> next = Optional.empty();
            while (!closed)
                next = mineFor(next.isPresent() ? next.get() : best());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the pool's client ended by a bug", e);
        }
    }

    /** Waits for the best pool that answers. */
    private Tie best() throws InterruptedException {
        while (true) {
            Optional<Tie> answering = answering(settings.pools());
            if (answering.isPresent())
                return answering.get();
            Instant now = clock.instant();
            Instant next = settings.pools().stream().map(pool -> restsUntil(pool, now)).min(Instant::compareTo)
                    .orElse(now);
            Thread.sleep(Duration.between(now, next).plusMillis(1));
        }
    }

    private Instant restsUntil(PoolAddress pool, Instant now) {
        Pause pause = resting.get(pool);
        return pause == null || pause.until().isBefore(now) ? now : pause.until();
    }

    /** The first of them that lets us mine; those that should not be called yet are left out. */
    private Optional<Tie> answering(List<PoolAddress> pools) throws InterruptedException {
        for (PoolAddress pool : pools) {
            Instant now = clock.instant();
            if (restsUntil(pool, now).isAfter(now))
                continue;
            Optional<Tie> open = call(pool, pool);
            if (open.isPresent())
                return open;
        }
        return Optional.empty();
    }

    private Optional<Tie> call(PoolAddress pool, PoolAddress at) throws InterruptedException {
        PoolConnection connection = PoolConnection.call(at, settings, pool.tls() ? tls : Optional.empty(), patience,
                clock, host());
        boolean open = false;
        try {
            open = connection.awaitOpen();
        } finally {
            if (!open)
                connection.close();
        }
        if (open)
            return Optional.of(new Tie(pool, connection));
        Duration pause = rest(pool);
        String why = connection.awaitEnd(Duration.ZERO).map(PoolConnection.Ending::why).orElse("no answer");
        LOG.warn("{} does not let us mine: {}; next try in {} s", at, why, Math.max(1, pause.toSeconds()));
        return Optional.empty();
    }

    /** The pool is not called for a while, for longer each time. */
    private Duration rest(PoolAddress pool) {
        Pause last = resting.get(pool);
        Duration length = last == null ? pauses.first() : last.length().multipliedBy(2);
        if (length.compareTo(pauses.longest()) > 0)
            length = pauses.longest();
        resting.put(pool, new Pause(clock.instant().plus(length), length));
        return length;
    }

    /** Mines for this pool until it is gone or a better one is back. Returns where it sent us, if it did. */
    private Optional<Tie> mineFor(Tie first) throws InterruptedException {
        Tie tie = first;
        Instant since = clock.instant();
        take(tie.connection());
        while (true) {
            Optional<PoolConnection.Ending> ending = tie.connection().awaitEnd(pauses.lookBack());
            if (ending.isPresent())
                return leave(tie, ending.get(), since);
            Optional<Tie> better = answering(betterThan(tie.pool()));
            if (better.isPresent()) {
                tie.connection().close();
                tie = better.get();
                since = clock.instant();
                take(tie.connection());
            }
        }
    }

    private List<PoolAddress> betterThan(PoolAddress pool) {
        return settings.pools().stream().takeWhile(other -> !other.equals(pool)).toList();
    }

    private void take(PoolConnection connection) {
        LOG.info("mining for {} as {}", connection.address(), settings.user());
        lock.lock();
        try {
            current = connection;
        } finally {
            lock.unlock();
        }
        connection.listen();
        if (closed)
            connection.close();
    }

    private Optional<Tie> leave(Tie tie, PoolConnection.Ending ending, Instant since) throws InterruptedException {
        lock.lock();
        try {
            current = null;
            miner.accept(Optional.empty());
        } finally {
            lock.unlock();
        }
        if (closed)
            return Optional.empty();
        PoolAddress at = tie.connection().address();
        LOG.warn("{} is gone: {}", at, ending.why());
        // Who lasted begins anew; who hangs up again and again is called less and less often.
        if (Duration.between(since, clock.instant()).compareTo(pauses.longest()) >= 0)
            resting.remove(tie.pool());
        Duration pause = rest(tie.pool());
        if (ending.again().isEmpty())
            return Optional.empty();
        PoolSession.Effect.Move move = ending.again().get();
        Thread.sleep(move.pause().compareTo(pause) > 0 ? move.pause() : pause);
        return call(tie.pool(), at.atPort(move.port()));
    }

    private PoolConnection.Host host() {
        return new PoolConnection.Host() {
            @Override
            public void mine(PoolConnection from, PoolWork work) {
                lock.lock();
                try {
                    if (from.equals(current))
                        miner.accept(Optional.of(work));
                } finally {
                    lock.unlock();
                }
            }

            @Override
            public void accepted(double difficulty) {
                LOG.debug("a share of difficulty {} was accepted", difficulty);
                accepted.incrementAndGet();
            }

            @Override
            public void rejected(PoolConnection from, String why) {
                LOG.info("{} rejected a share: {}", from.address(), why);
                rejected.incrementAndGet();
            }
        };
    }

    /** Hangs up; the miner rests. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        PoolConnection connection = current;
        if (connection != null)
            connection.close();
        lock.lock();
        try {
            current = null;
            miner.accept(Optional.empty());
        } finally {
            lock.unlock();
        }
    }
}
