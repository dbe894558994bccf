package org.jackblockchain.stratum;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jackblockchain.mining.Hit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our line to one pool: a thread that reads it and one that writes to it, around a {@link PoolSession}. */
final class PoolConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolConnection.class);
    /** A job has a branch of at most 32 hashes and a coinbase that fits many times. */
    static final int MAX_LINE_BYTES = 256 * 1_024;
    private static final int MAX_UNSENT_BYTES = 256 * 1_024;

    /** Who mines. */
    interface Host {
        /** Comes after {@link #awaitOpen}, on this connection's thread. */
        void mine(PoolConnection from, PoolWork work);

        void accepted(double difficulty);

        void rejected(PoolConnection from, String why);
    }

    /**
     * How patient we are.
     *
     * @param connect until a pool answers a call
     * @param open from there until we may mine
     * @param silence from an open pool: one that lives has a new job or time at least every minute
     */
    record Patience(Duration connect, Duration open, Duration silence) {
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(20),
                Duration.ofMinutes(5));
    }

    /**
     * How it ended.
     *
     * @param again where and when to call again, if the pool said so
     */
    record Ending(String why, Optional<PoolSession.Effect.Move> again) {}

    private final PoolAddress address;
    private final Patience patience;
    private final InstantSource clock;
    private final Host host;
    private final PoolSession session;
    private final Outbox outbox = new Outbox(MAX_UNSENT_BYTES);
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    /** The TCP connection itself, for closing: that never waits for anybody. */
    private final Socket raw = new Socket();
    private final Thread thread;
    /** Told once it is open, before the host listens. */
    private @Nullable PoolWork early;
    private boolean listened;

    private PoolConnection(PoolAddress address, PoolSettings settings, Optional<SSLContext> tls, Patience patience,
            InstantSource clock, Host host) {
        this.address = address;
        this.patience = patience;
        this.clock = clock;
        this.host = host;
        this.session = new PoolSession(address, settings);
        this.thread = Thread.ofVirtual().name("pool-read").unstarted(() -> run(tls));
    }

    /** Calls the pool, without waiting for it. Nothing is mined before {@link #listen}. */
    static PoolConnection call(PoolAddress address, PoolSettings settings, Optional<SSLContext> tls, Patience patience,
            InstantSource clock, Host host) {
        var connection = new PoolConnection(address, settings, tls, patience, clock, host);
        connection.thread.start();
        return connection;
    }

    PoolAddress address() {
        return address;
    }

    double difficulty() {
        lock.lock();
        try {
            return session.difficulty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until we may mine there; false when that will not be. */
    boolean awaitOpen() throws InterruptedException {
        try {
            return opened.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("completed by values only", e);
        }
    }

    /** From now on the host hears of work: of the newest at once. */
    void listen() {
        lock.lock();
        try {
            listened = true;
            if (early != null)
                host.mine(this, early);
            early = null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end, but not longer than this. */
    Optional<Ending> awaitEnd(Duration longest) throws InterruptedException {
        try {
            return Optional.of(ended.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("completed by values only", e);
        }
    }

    void found(Hit hit) {
        locked(_ -> session.found(hit));
    }

    @Override
    public void close() {
        end("we leave", Optional.empty());
    }

    private void run(Optional<SSLContext> tls) {
        try {
            raw.connect(new InetSocketAddress(address.host(), address.port()), (int) patience.connect().toMillis());
            raw.setTcpNoDelay(true);
            raw.setKeepAlive(true);
            serve(tls.isPresent() ? secured(tls.get()) : raw);
        } catch (IOException e) {
            end(reason(e), Optional.empty());
        } catch (RuntimeException | Error e) {
            LOG.error("{}: failed", address, e);
            end("internal error", Optional.empty());
        } finally {
            end("it hung up", Optional.empty());
        }
    }

    private static String reason(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }

    /** Checks that the certificate is the host's. */
    private Socket secured(SSLContext context) throws IOException {
        var secure = (SSLSocket) context.getSocketFactory().createSocket(raw, address.host(), address.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.setSoTimeout((int) patience.open().toMillis());
        secure.startHandshake();
        return secure;
    }

    private void serve(Socket socket) throws IOException {
        Thread.ofVirtual().name("pool-write").start(() -> write(socket));
        locked(_ -> session.start());
        var lines = new LineReader(socket, MAX_LINE_BYTES);
        long openUntil = System.nanoTime() + patience.open().toNanos();
        while (!ended.isDone()) {
            boolean open = opened.getNow(false);
            Duration left = open
                    ? patience.silence()
                    : Duration.ofNanos(Math.max(0, openUntil - System.nanoTime()));
            Optional<String> line = lines.next(left);
            if (line.isEmpty())
                return;
            if (!line.get().isEmpty())
                locked(now -> session.on(line.get(), now));
        }
    }

    private void locked(Function<Instant, List<PoolSession.Effect>> what) {
        lock.lock();
        try {
            what.apply(clock.instant()).forEach(this::perform);
        } finally {
            lock.unlock();
        }
    }

    private void perform(PoolSession.Effect effect) {
        switch (effect) {
            case PoolSession.Effect.Say(String line) -> {
                if (!outbox.offer(line))
                    end("it does not read", Optional.empty());
            }
            case PoolSession.Effect.Opened _ -> opened.complete(true);
            case PoolSession.Effect.Mine(PoolWork work) -> {
                if (listened)
                    host.mine(this, work);
                else
                    early = work;
            }
            case PoolSession.Effect.Accepted(double difficulty) -> host.accepted(difficulty);
            case PoolSession.Effect.Rejected(String why) -> host.rejected(this, why);
            case PoolSession.Effect.Note(String text) -> LOG.info("{}: {}", address, text);
            case PoolSession.Effect.Move move -> end("it asks us to call again", Optional.of(move));
            case PoolSession.Effect.Leave(String why) -> end("it " + why, Optional.empty());
        }
    }

    private void write(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            for (Optional<byte[]> bytes = outbox.take(); bytes.isPresent(); bytes = outbox.take())
                out.write(bytes.get());
        } catch (IOException e) {
            end(reason(e), Optional.empty());
        }
    }

    private void end(String why, Optional<PoolSession.Effect.Move> again) {
        ended.complete(new Ending(why, again));
        opened.complete(false);
        outbox.finish();
        try {
            raw.close();
        } catch (IOException e) {
            LOG.debug("{}: closing failed", address, e);
        }
    }
}
