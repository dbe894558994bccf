package org.jackblockchain.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.NetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line to one peer: a thread that reads, a thread that writes. The reader's first event is
 * {@link PeerEvent.Connected} and its last, after the writer has ended, {@link PeerEvent.Closed}.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int WRITE_BUFFER_BYTES = 32 * 1024;

    private final long peer;
    private final NetAddress remote;
    private final Direction direction;
    private final Socket socket;
    private final Codec codec;
    private final NetLimits limits;
    private final TrafficMeter traffic;
    private final MessageCapture capture;
    private final Consumer<PeerEvent> events;
    private final Inbox inbox;
    private final Outbox outbox;
    private final SlowDelivery slow;
    private final Thread reader;
    private final Thread writer;
    /** Why the line ends; the first reason counts. */
    private final AtomicReference<@Nullable String> ending = new AtomicReference<>();
    private volatile long delayNanos;

    Connection(long peer, NetAddress remote, Direction direction, Socket socket, Codec codec, NetLimits limits,
            TrafficMeter traffic, MessageCapture capture, Consumer<PeerEvent> events) {
        this.peer = peer;
        this.remote = remote;
        this.direction = direction;
        this.socket = socket;
        this.codec = codec;
        this.limits = limits;
        this.traffic = traffic;
        this.capture = capture;
        this.events = events;
        this.inbox = new Inbox(limits.inboxBytes(), limits.inboxMessages());
        this.outbox = new Outbox(limits.outboxBytes());
        this.slow = new SlowDelivery("net-slow-" + peer, events);
        this.reader = Thread.ofVirtual().name("net-read-" + peer).unstarted(this::live);
        this.writer = Thread.ofVirtual().name("net-write-" + peer).unstarted(this::write);
    }

    void start() {
        reader.start();
    }

    long peer() {
        return peer;
    }

    Direction direction() {
        return direction;
    }

    NetAddress remote() {
        return remote;
    }

    /** From now on everything takes so much longer, each way. */
    void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    void send(OutgoingMessage message, long size) {
        offer(new Outbox.Item.Say(message, size));
    }

    void awaitSent() {
        offer(new Outbox.Item.Mark());
    }

    private void offer(Outbox.Item item) {
        if (!outbox.offer(item, delayNanos))
            cut("it does not read: more than %d bytes wait for it".formatted(limits.outboxBytes()));
    }

    /** The node has processed a message of this length. */
    void processed(int bytes) {
        inbox.give(bytes);
    }

    /** Hangs up once the peer has read what waits for it, or has had the time to. */
    void leave(String why) {
        if (!ending.compareAndSet(null, why))
            return;
        inbox.close();
        outbox.finish();
        Thread.ofVirtual().name("net-linger-" + peer).start(() -> {
            awaitEnd(limits.lingerTime());
            outbox.abandon();
            closeSocket();
        });
    }

    /** Hangs up at once. */
    void cut(String why) {
        ending.compareAndSet(null, why);
        inbox.close();
        outbox.abandon();
        closeSocket();
    }

    /** Whether all threads of the connection have ended in time. */
    boolean awaitEnd(Duration time) {
        try {
            return reader.join(time.isNegative() ? Duration.ZERO : time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void live() {
        try {
            writer.start();
            events.accept(new PeerEvent.Connected(peer, remote, direction, local()));
            read();
        } catch (IOException e) {
            LOG.debug("peer {}: reading ended: {}", peer, reason(e));
            end(reason(e));
        } catch (RuntimeException | Error e) {
            LOG.error("peer {}: reading failed", peer, e);
            end("internal error: " + e);
        } finally {
            // The writer ends by itself: its outbox is finished, and whoever finished it closes the socket.
            Uninterrupted.join(writer);
            slow.end();
            closeSocket();
            events.accept(new PeerEvent.Closed(peer, String.valueOf(ending.get())));
        }
    }

    private NetAddress local() {
        return NetAddress.of(socket.getLocalAddress().getAddress(), socket.getLocalPort());
    }

    private void read() throws IOException {
        var frames = new FrameReader(socket, codec, limits.frameTime(), traffic::received,
                capture::received);
        while (ending.get() == null) {
            switch (frames.next()) {
                case Codec.Decoded.Complete(var message, int bytes) ->
                    deliver(new PeerEvent.Received(peer, message, bytes), bytes);
                case Codec.Decoded.Ignored(String command, String why, int bytes) ->
                    deliver(new PeerEvent.Skipped(peer, command, why, bytes), bytes);
                case Codec.Decoded.OverLimit(String command, String why, int bytes) ->
                    deliver(new PeerEvent.Overdone(peer, command, why, bytes), bytes);
                case Codec.Decoded.Malformed(String why) -> {
                    cut(why);
                    return;
                }
                case Codec.Decoded.NeedMore _ -> throw new IllegalStateException("a frame is whole");
            }
        }
        // Closing while bytes are unread would reset the line, and the peer might lose our last words.
        frames.drain();
    }

    private void deliver(PeerEvent event, int bytes) {
        if (inbox.take(bytes))
            slow.deliver(event, delayNanos);
    }

    /** Cuts the line, unless we are hanging up anyway: then the writer may finish. */
    private void end(String why) {
        if (ending.get() == null)
            cut(why);
    }

    private void write() {
        try {
            var out = new BufferedOutputStream(socket.getOutputStream(), WRITE_BUFFER_BYTES);
            while (true) {
                Optional<Outbox.Item> item = outbox.poll();
                if (item.isEmpty()) {
                    out.flush();
                    item = outbox.take();
                }
                if (item.isEmpty())
                    break;
                write(item.get(), out);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("peer {}: writing ended: {}", peer, reason(e));
            cut(reason(e));
        } catch (RuntimeException | Error e) {
            LOG.error("peer {}: writing failed", peer, e);
            cut("internal error: " + e);
        }
    }

    private void write(Outbox.Item item, BufferedOutputStream out) throws IOException {
        switch (item) {
            case Outbox.Item.Say(OutgoingMessage message, _) -> {
                byte[] frame = message.frame(codec);
                out.write(frame);
                capture.sent(frame);
                traffic.sent(frame.length);
            }
            case Outbox.Item.Mark _ -> {
                out.flush();
                events.accept(new PeerEvent.Sent(peer));
            }
        }
        outbox.release(item);
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("peer {}: closing failed", peer, e);
        }
    }

    private static String reason(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }
}
