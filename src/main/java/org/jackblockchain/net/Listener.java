package org.jackblockchain.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls at one address until it is closed, whatever goes wrong in between. */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 128;
    /** Out of file handles, say: wait until some are given back. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

    private final ServerSocket server;
    private final Consumer<Socket> calls;
    private final Thread thread;

    private Listener(ServerSocket server, Consumer<Socket> calls) {
        this.server = server;
        this.calls = calls;
        this.thread = Thread.ofVirtual().name("net-listen-" + server.getLocalPort()).unstarted(this::accept);
    }

    static Listener open(InetSocketAddress at, Consumer<Socket> calls) throws IOException {
        ServerSocket server = socket(at.getAddress());
        try {
            server.bind(at, BACKLOG);
        } catch (IOException e) {
            server.close();
            var clear = new BindException("cannot listen for peers on %s port %d: %s"
                    .formatted(at.getHostString(), at.getPort(), e.getMessage()));
            clear.initCause(e);
            throw clear;
        }
        var listener = new Listener(server, calls);
        listener.thread.start();
        InetSocketAddress bound = listener.address();
        String host = at.getAddress().isAnyLocalAddress() ? "0.0.0.0" : bound.getAddress().getHostAddress();
        LOG.info("Bound to {}:{}", host.contains(":") ? "[" + host + "]" : host, bound.getPort());
        return listener;
    }

    /** Of IPv4 for one of its addresses: a socket of both kinds would be shown with another one. */
    private static ServerSocket socket(InetAddress host) throws IOException {
        return host instanceof Inet4Address && !host.isAnyLocalAddress()
                ? ServerSocketChannel.open(StandardProtocolFamily.INET).socket()
                : new ServerSocket();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", server, e);
        }
    }

    private void accept() {
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
        try {
            calls.accept(socket);
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private void pauseAfter(Throwable failure) {
        LOG.warn("could not answer a call: {}", failure.toString());
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }
}
