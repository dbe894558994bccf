package org.jackblockchain.stratum;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jackblockchain.primitives.Block;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker's line: a thread that reads it and one that writes to it, around a {@link Session}. */
final class WorkerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerConnection.class);
    /** How long a worker may take to read our last words. */
    private static final Duration GOODBYE_TIME = Duration.ofMillis(500);

    /** Who runs the server. */
    interface Host {
        void won(Block block, String worker);

        void ban(InetAddress address, String why);
    }

    /** The TCP connection itself, for closing: that never waits for anybody. */
    private final Socket raw;
    private final Optional<SSLContext> tls;
    private final Session session;
    private final StratumLimits limits;
    private final InstantSource clock;
    private final Host host;
    private final Outbox outbox;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean cut;

    WorkerConnection(Socket raw, Optional<SSLContext> tls, Session session, StratumLimits limits, InstantSource clock,
            Host host) {
        this.raw = raw;
        this.tls = tls;
        this.session = session;
        this.limits = limits;
        this.clock = clock;
        this.host = host;
        this.outbox = new Outbox(limits.maxUnsentBytes());
    }

    InetAddress address() {
        return raw.getInetAddress();
    }

    Optional<Workers.Live> live() {
        lock.lock();
        try {
            return session.live();
        } finally {
            lock.unlock();
        }
    }

    /** Serves the worker until it is gone. The caller's thread reads. */
    void run() {
        try {
            raw.setTcpNoDelay(true);
            raw.setKeepAlive(true);
            serve(tls.isPresent() ? secured(tls.get()) : raw);
        } catch (IOException e) {
            LOG.debug("worker {}: {}", this, e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("worker {}: failed", this, e);
        } finally {
            closeSocket();
        }
    }

    private Socket secured(SSLContext context) throws IOException {
        var secure = (SSLSocket) context.getSocketFactory().createSocket(raw, InputStream.nullInputStream(), true);
        secure.setSoTimeout((int) limits.handshakeTime().toMillis());
        secure.startHandshake();
        return secure;
    }

    private void serve(Socket socket) throws IOException {
        Thread writer = Thread.ofVirtual().name("stratum-write").start(() -> write(socket));
        try {
            read(socket);
        } finally {
            outbox.finish();
            sayGoodbye(writer);
        }
    }

    private void read(Socket socket) throws IOException {
        var lines = new LineReader(socket, limits.maxLineBytes());
        long openUntil = System.nanoTime() + limits.handshakeTime().toNanos();
        while (!cut) {
            Duration patience = isOpen()
                    ? limits.silence()
                    : Duration.ofNanos(Math.max(0, openUntil - System.nanoTime()));
            Optional<String> line = nextLine(lines, patience);
            if (line.isEmpty())
                return;
            if (!line.get().isEmpty())
                locked(now -> session.on(line.get(), now));
        }
    }

    private Optional<String> nextLine(LineReader lines, Duration patience) throws IOException {
        try {
            return lines.next(patience);
        } catch (LineReader.TooLongException e) {
            host.ban(address(), "sends lines without end");
            throw e;
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return session.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /** See {@link Session#update}. */
    void update() {
        locked(session::update);
    }

    private void locked(Function<Instant, List<Session.Effect>> what) {
        lock.lock();
        try {
            if (!cut)
                what.apply(clock.instant()).forEach(this::perform);
        } finally {
            lock.unlock();
        }
    }

    private void perform(Session.Effect effect) {
        switch (effect) {
            case Session.Effect.Say(String line) -> {
                if (!outbox.offer(line))
                    cut("does not read");
            }
            case Session.Effect.Won(Block block, String worker) -> host.won(block, worker);
            case Session.Effect.Cut(String why, boolean ban) -> {
                if (ban)
                    host.ban(address(), why);
                cut(why);
            }
        }
    }

    /** Sends what waits, hangs up, and lets nothing more in. */
    private void cut(String why) {
        if (cut)
            return;
        LOG.info("worker {} is disconnected: it {}", this, why);
        cut = true;
        outbox.finish();
        shutDownInput();
    }

    /** Says the last words, and hangs up. */
    void end(String lastWords) {
        outbox.offer(lastWords);
        cut = true;
        outbox.finish();
        shutDownInput();
    }

    private void shutDownInput() {
        try {
            raw.shutdownInput();
        } catch (IOException e) {
            LOG.debug("worker {}: {}", this, e.toString());
        }
    }

    private void write(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            for (Optional<byte[]> bytes = outbox.take(); bytes.isPresent(); bytes = outbox.take())
                out.write(bytes.get());
            socket.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("worker {}: writing ended: {}", this, e.toString());
            closeSocket();
        }
    }

    private void sayGoodbye(Thread writer) {
        try {
            if (!writer.join(GOODBYE_TIME))
                LOG.debug("worker {} does not read our last words", this);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeSocket() {
        try {
            raw.close();
        } catch (IOException e) {
            LOG.debug("worker {}: {}", this, e.toString());
        }
    }

    @Override
    public String toString() {
        String from = raw.getInetAddress().getHostAddress() + ":" + raw.getPort();
        return live().map(live -> live.name() + " at " + from).orElse(from);
    }
}
