package org.jackblockchain.stratum;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A {@link PaperMiner} on a real connection, by one thread. */
public final class PaperLine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;
    private final PaperMiner miner;

    public PaperLine(InetSocketAddress at, String user) {
        this(open(at), user);
    }

    PaperLine(Socket socket, String user) {
        try {
            this.socket = socket;
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = socket.getOutputStream();
            miner = new PaperMiner(user);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket open(InetSocketAddress at) {
        try {
            return new Socket(at.getAddress(), at.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PaperMiner miner() {
        return miner;
    }

    Socket socket() {
        return socket;
    }

    void send(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and hears until it is answered. */
    void ask(String line) {
        send(line);
        int id = miner.lastId();
        until(() -> miner.answer(id).isPresent());
    }

    /** Hears what comes until something is so. */
    void until(BooleanSupplier so) {
        while (!so.getAsBoolean()) {
            if (!hear())
                throw new IllegalStateException("the server hung up");
        }
    }

    /** Hears one line; false when the server hung up. */
    boolean hear() {
        try {
            Optional<String> line = Optional.ofNullable(in.readLine());
            line.ifPresent(miner::hear);
            return line.isPresent();
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException _) {
            return false;
        }
    }

    /** Hears everything up to the end of the connection. */
    void untilHungUp() {
        while (hear())
            Thread.onSpinWait();
    }

    /** Subscribes, is authorized and has a job. */
    public void open() {
        ask(miner.subscribe());
        ask(miner.authorize());
        until(() -> !miner.jobs().isEmpty());
    }

    /** Finds a share of the newest job, submits it, and returns the error code of the answer: 0 for yes. */
    public int mine() {
        ask(miner.share().submit(miner));
        return miner.lastCode();
    }

    /** Submits again and again until the answer is that this is stale. */
    public void untilStale() {
        while (mine() != 21)
            Thread.onSpinWait();
    }

    /** Waits for a job that makes all before it worthless. */
    public void awaitCleanJob() {
        int before = miner.jobs().size();
        until(() -> miner.jobs().size() > before && miner.job().path(8).asBoolean());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
