package org.jackblockchain.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;

/** The network edge of a node whose mind is the test: it takes events when the test asks for them. */
final class TestNode implements AutoCloseable {
    static final int MAGIC = 0xfabfb5da;
    static final Codec CODEC = new Codec(MAGIC);
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int PATIENCE_SECONDS = 30;

    final Net net;
    final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    final InetSocketAddress address;

    TestNode(NetLimits limits) throws IOException {
        net = new Net(MAGIC, limits, events::add);
        address = net.listen(LOOPBACK, 0);
    }

    TestNode() throws IOException {
        this(NetLimits.DEFAULT);
    }

    /** The next event, and it is of this kind. */
    <E extends PeerEvent> E next(Class<E> kind) {
        E event = unprocessed(kind);
        net.onProcessed(event);
        return event;
    }

    /** Likewise, but it goes on counting as unprocessed. */
    <E extends PeerEvent> E unprocessed(Class<E> kind) {
        PeerEvent event = poll();
        assertThat(event).isInstanceOf(kind);
        return kind.cast(event);
    }

    /** Passes over other events. */
    <E extends PeerEvent> E nextOf(Class<E> kind) {
        while (true) {
            PeerEvent event = poll();
            net.onProcessed(event);
            if (kind.isInstance(event))
                return kind.cast(event);
        }
    }

    private PeerEvent poll() {
        try {
            PeerEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("an event within %d s", PATIENCE_SECONDS).isNotNull();
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void send(long peer, Message message) {
        net.perform(new PeerEffect.Send(peer, message));
    }

    void disconnect(long peer, String why) {
        net.perform(new PeerEffect.Disconnect(peer, why));
    }

    NetAddress asPeer() {
        return NetAddress.of(LOOPBACK.getAddress(), address.getPort());
    }

    /** Calls the other node; the answer is this side's number of the connection. */
    long call(TestNode other) {
        net.perform(new PeerEffect.Connect(other.asPeer()));
        return next(PeerEvent.Connected.class).peer();
    }

    /** A stranger on a bare socket. */
    Socket stranger() throws IOException {
        var socket = new Socket(LOOPBACK, address.getPort());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return socket;
    }

    @Override
    public void close() {
        net.close();
    }
}
