package org.jackblockchain.stratum;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.primitives.Block;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets miners outside mine for one node, over Stratum v1. Each worker has a coinbase of its own, whose tag names it,
 * and a difficulty that follows its speed. A share that is a block is passed on at once.
 *
 * <p>All methods may be called by any thread.
 */
public final class StratumServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StratumServer.class);
    private static final int BACKLOG = 128;
    /** How often jobs are looked at that nothing happens to. */
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);
    /** How long workers may take to hear goodbye. */
    private static final Duration STOP_TIME = Duration.ofMillis(700);

    private final String tag;
    private final Duration drift;
    private final StratumLimits limits;
    private final InstantSource clock;
    private final BiConsumer<Block, String> won;
    private final Optional<SSLContext> tls;
    private final ServerSocket server;
    private final AtomicInteger lastExtraNonce;
    private final Workers workers = new Workers();
    private final Wins wins = new Wins();
    private final Set<WorkerConnection> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock doorLock = new ReentrantLock();
    private final Door door;
    private final Thread listener;
    private final Thread dispatcher;
    private volatile Optional<Draft> newest = Optional.empty();
    private volatile boolean closed;

    /**
     * Listens from now on. There is no work before {@link #offer}.
     *
     * @param tag the node's words in its blocks; the worker's name is added
     * @param drift how far ahead of the clock the network lets a block be dated
     * @param chance for the first extra nonce, so that two servers do not hand out the same work
     * @param won takes each block and who found it, on any thread
     * @throws BindException if the port is taken or the address is not ours; the message names both
     * @throws IOException if TLS is wanted and its files do not serve
     */
    public static StratumServer start(StratumSettings settings, String tag, Duration drift, RandomGenerator chance,
            InstantSource clock, BiConsumer<Block, String> won) throws IOException {
        return start(settings, StratumLimits.DEFAULT, tag, drift, chance, clock, won);
    }

    static StratumServer start(StratumSettings settings, StratumLimits limits, String tag, Duration drift,
            RandomGenerator chance, InstantSource clock, BiConsumer<Block, String> won) throws IOException {
        Optional<SSLContext> tls = settings.tls().isPresent()
                ? Optional.of(settings.tls().get().context())
                : Optional.empty();
        var started = new StratumServer(bind(settings.address()), tls, limits, tag, drift, chance, clock, won);
        started.listener.start();
        started.dispatcher.start();
        return started;
    }

    private StratumServer(ServerSocket server, Optional<SSLContext> tls, StratumLimits limits, String tag,
            Duration drift, RandomGenerator chance, InstantSource clock, BiConsumer<Block, String> won) {
        this.server = server;
        this.tls = tls;
        this.limits = limits;
        this.tag = tag;
        this.drift = drift;
        this.clock = clock;
        this.won = won;
        this.lastExtraNonce = new AtomicInteger(chance.nextInt());
        this.door = new Door(limits);
        this.listener = Thread.ofVirtual().name("stratum-listen-" + server.getLocalPort()).unstarted(this::listen);
        this.dispatcher = Thread.ofVirtual().name("stratum-jobs-" + server.getLocalPort()).unstarted(this::dispatch);
    }

    private static ServerSocket bind(InetSocketAddress at) throws IOException {
        var server = new ServerSocket();
        try {
            server.bind(at, BACKLOG);
            return server;
        } catch (IOException e) {
            server.close();
            var clear = new BindException("cannot listen for miners on %s port %d: %s".formatted(at.getHostString(),
                    at.getPort(), e.getMessage()));
            clear.initCause(e);
            throw clear;
        }
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Workers work on this from now on and on nothing older; empty: on nothing. Returns at once. */
    @SuppressWarnings("ReferenceEquality") // the node makes a template once
    public void offer(Optional<BlockTemplate> template) {
        Optional<Draft> last = newest;
        if (last.isPresent() && template.isPresent() && last.get().template() == template.get())
            return;
        newest = template.map(Draft::of);
        LockSupport.unpark(dispatcher);
    }

    public StratumView view() {
        List<Workers.Live> live = connections.stream().flatMap(connection -> connection.live().stream()).toList();
        Instant now = clock.instant();
        return new StratumView(address(), tls.isPresent(), connections.size(), banned(now), workers.view(live, now));
    }

    private int banned(Instant now) {
        doorLock.lock();
        try {
            return door.banned(now);
        } finally {
            doorLock.unlock();
        }
    }

    /** Parking may end early or late by one turn; each turn looks at everything. */
    private void dispatch() {
        while (!closed) {
            connections.forEach(this::update);
            LockSupport.parkNanos(this, TICK.toNanos());
        }
    }

    private void update(WorkerConnection connection) {
        try {
            connection.update();
        } catch (RuntimeException e) {
            LOG.error("worker {}: no job", connection, e);
        }
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                answer(server.accept());
            } catch (IOException | RuntimeException | Error e) {
                if (!server.isClosed())
                    pauseAfter(e);
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        Optional<String> objection = enter(socket.getInetAddress());
        if (objection.isPresent()) {
            LOG.debug("a call from {} {}", socket.getInetAddress(), objection.get());
            socket.close();
            return;
        }
        try {
            Instant now = clock.instant();
            var session = new Session(lastExtraNonce.incrementAndGet(), tag, drift, () -> newest, workers, wins,
                    limits, now);
            var connection = new WorkerConnection(socket, tls, session, limits, clock, host());
            Thread.ofVirtual().name("stratum-" + server.getLocalPort() + "-worker").start(() -> serve(connection));
        } catch (RuntimeException | Error e) {
            leave(socket.getInetAddress());
            socket.close();
            throw e;
        }
    }

    private void serve(WorkerConnection connection) {
        connections.add(connection);
        try {
            if (!closed)
                connection.run();
        } finally {
            connections.remove(connection);
            leave(connection.address());
        }
    }

    private Optional<String> enter(InetAddress from) {
        doorLock.lock();
        try {
            return door.enter(from, clock.instant());
        } finally {
            doorLock.unlock();
        }
    }

    private void leave(InetAddress from) {
        doorLock.lock();
        try {
            door.leave(from);
        } finally {
            doorLock.unlock();
        }
    }

    private WorkerConnection.Host host() {
        return new WorkerConnection.Host() {
            @Override
            public void won(Block block, String worker) {
                won.accept(block, worker);
            }

            @Override
            public void ban(InetAddress address, String why) {
                doorLock.lock();
                try {
                    Duration length = door.ban(address, clock.instant());
                    LOG.warn("miners at {} are banned for {} s: one {}", address.getHostAddress(), length.toSeconds(),
                            why);
                } finally {
                    doorLock.unlock();
                }
            }
        };
    }

    private void pauseAfter(Throwable failure) {
        LOG.warn("could not answer a miner: {}", failure.toString());
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the workers to come back, and hangs up. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(dispatcher);
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", server, e);
        }
        // without a host it means: to the same one
        String lastWords = Lines.notification("client.reconnect", Lines.array());
        connections.forEach(connection -> connection.end(lastWords));
        awaitGoodbyes();
    }

    private void awaitGoodbyes() {
        long deadline = System.nanoTime() + STOP_TIME.toNanos();
        while (!connections.isEmpty() && System.nanoTime() < deadline)
            LockSupport.parkNanos(this, Duration.ofMillis(5).toNanos());
    }
}
