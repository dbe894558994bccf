package org.jackblockchain.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's connections. Performs {@link PeerEffect}s and reports {@link PeerEvent}s, in order for each peer.
 *
 * <p>Each connection has two virtual threads, and both ways are bounded ({@link NetLimits}): for that, whoever runs
 * the node says {@link #onProcessed} after each event that it took from here. Until then an unprocessed message
 * holds back its peer, and an unprocessed {@link PeerEvent.Closed} its place.
 */
public final class Net implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Net.class);
    /** How long peers may take to read our last words when the node stops. */
    private static final Duration GOODBYE_TIME = Duration.ofMillis(700);
    /** How long our threads may take to end after that: at once, unless the machine is very busy. */
    private static final Duration CUT_TIME = Duration.ofSeconds(10);

    private static final String LINE_IS_CUT = "the line is cut";

    private final Codec codec;
    private final TrafficMeter traffic = new TrafficMeter();
    private final NetLimits limits;
    private final Optional<Proxy> proxy;
    private final Consumer<PeerEvent> events;
    private final AtomicLong nextPeer = new AtomicLong();
    private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
    /** Those that the operator did something to; few. */
    private final Map<NetAddress, LineState> lines = new ConcurrentHashMap<>();
    private final Set<Socket> calling = ConcurrentHashMap.newKeySet();
    private final Collection<Listener> listeners = new CopyOnWriteArrayList<>();
    /** A block usually goes to many peers in a row. Touched by the thread that performs effects only. */
    private OutgoingMessage lastBlock = new OutgoingMessage(new Message.Verack());
    private volatile boolean closed;
    private volatile Optional<Path> captures = Optional.empty();

    /**
     * @param magic of the network, as in {@link Codec}
     * @param events is called from many threads, and neither blocks nor throws
     */
    public Net(int magic, NetLimits limits, Consumer<PeerEvent> events) {
        this(magic, limits, Optional.empty(), events);
    }

    /** @param proxy through which others are called, by SOCKS5 */
    public Net(int magic, NetLimits limits, Optional<InetSocketAddress> proxy, Consumer<PeerEvent> events) {
        this.proxy = proxy.map(place -> new Proxy(Proxy.Type.SOCKS, place));
        this.codec = new Codec(magic);
        this.limits = limits;
        this.events = events;
    }

    /** From now on what is said on new lines is written down in a folder: much, and for ever. */
    public void captureIn(Path folder) {
        captures = Optional.of(folder);
    }

    /**
     * Answers calls at an address from now on.
     *
     * @param port 0 for any free one
     * @return where it listens, with the real port
     * @throws java.net.BindException if the port is taken or the address is not ours; the message names both
     */
    public InetSocketAddress listen(InetAddress host, int port) throws IOException {
        Listener listener = Listener.open(new InetSocketAddress(host, port), this::answer);
        listeners.add(listener);
        if (closed)
            listener.close();
        return listener.address();
    }

    /**
     * Does what the peer room asked for, except for {@link PeerEffect.SaveAddresses}, which is not for the network.
     * Does not block. Called by one thread.
     */
    public void perform(PeerEffect effect) {
        switch (effect) {
            case PeerEffect.Send(long peer, Message message) -> send(peer, message);
            case PeerEffect.AwaitSent(long peer) -> find(peer).ifPresent(Connection::awaitSent);
            case PeerEffect.Connect(NetAddress remote) ->
                Thread.ofVirtual().name("net-call-" + remote).start(() -> call(remote));
            case PeerEffect.Disconnect(long peer, String why) ->
                find(peer).ifPresent(connection -> connection.leave(why));
            case PeerEffect.Note(PeerEffect.Level level, String text) -> note(level, text);
            case PeerEffect.SaveBans _ -> throw new IllegalArgumentException("bans are not kept here");
            case PeerEffect.SaveAddresses _ -> throw new IllegalArgumentException("addresses are not kept here");
        }
    }

    /** The node has processed this event: its sender may send more. */
    public void onProcessed(PeerEvent event) {
        switch (event) {
            case PeerEvent.Received(long peer, _, int bytes) -> find(peer).ifPresent(found -> found.processed(bytes));
            case PeerEvent.Skipped(long peer, _, _, int bytes) -> find(peer).ifPresent(found -> found.processed(bytes));
            case PeerEvent.Overdone(long peer, _, _, int bytes) ->
                find(peer).ifPresent(found -> found.processed(bytes));
            case PeerEvent.Closed(long peer, _) -> connections.remove(peer);
            default -> {
                // costs nothing while it waits
            }
        }
    }

    /**
     * From now on the line to this place, for whatever we call there, is as the operator says. Who calls us from there
     * is not concerned: that line is the caller's.
     */
    public void line(NetAddress place, LineState state) {
        NetAddress endpoint = place.endpoint();
        if (state.equals(LineState.GOOD)) {
            lines.remove(endpoint);
        } else {
            lines.put(endpoint, state);
        }
        connections.values().forEach(this::obey);
    }

    private LineState lineTo(NetAddress remote) {
        return lines.getOrDefault(remote.endpoint(), LineState.GOOD);
    }

    private void obey(Connection connection) {
        if (connection.direction() != Direction.OUTBOUND)
            return;
        LineState state = lineTo(connection.remote());
        connection.delay(state.delay());
        if (state.cut())
            connection.cut(LINE_IS_CUT);
    }

    /** What went over all lines so far. */
    public TrafficMeter traffic() {
        return traffic;
    }

    /** Connections that stand, or whose end the node has not processed yet. */
    public int connectionCount() {
        return connections.size();
    }

    /** Hangs up on everybody, lets them read our last words for a moment, and returns when all threads have ended. */
    @Override
    public void close() {
        closed = true;
        listeners.forEach(Listener::close);
        calling.forEach(Net::closeQuietly);
        connections.values().forEach(connection -> connection.leave("the node stops"));
        if (!awaitEnd(GOODBYE_TIME)) {
            connections.values().forEach(connection -> connection.cut("the node stops"));
            if (!awaitEnd(CUT_TIME))
                LOG.warn("some connections did not end");
        }
    }

    private boolean awaitEnd(Duration time) {
        Instant deadline = Instant.now().plus(time);
        return List.copyOf(connections.values()).stream()
                .allMatch(connection -> connection.awaitEnd(Duration.between(Instant.now(), deadline)));
    }

    private Optional<Connection> find(long peer) {
        return Optional.ofNullable(connections.get(peer));
    }

    private void send(long peer, Message message) {
        find(peer).ifPresent(connection -> connection.send(outgoing(message), MessageSize.of(message)));
    }

    private OutgoingMessage outgoing(Message message) {
        if (!(message instanceof Message.BlockMessage))
            return new OutgoingMessage(message);
        if (!lastBlock.message().equals(message))
            lastBlock = new OutgoingMessage(message);
        return lastBlock;
    }

    private void note(PeerEffect.Level level, String text) {
        switch (level) {
            case DEBUG -> LOG.debug(text);
            case INFO -> LOG.info(text);
            case WARN -> LOG.warn(text);
        }
    }

    private void answer(Socket socket) {
        long inbound = connections.values().stream().filter(c -> c.direction() == Direction.INBOUND).count();
        if (inbound >= limits.maxInbound()) {
            LOG.debug("{} calls are answered already, {} is not", inbound, socket);
            closeQuietly(socket);
            return;
        }
        var from = (InetSocketAddress) socket.getRemoteSocketAddress();
        begin(socket, NetAddress.of(from.getAddress().getAddress(), from.getPort()), Direction.INBOUND);
    }

    private void call(NetAddress remote) {
        Socket socket = proxy.map(Socket::new).orElseGet(Socket::new);
        calling.add(socket);
        try {
            if (closed)
                throw new SocketException("the node stops");
            if (lineTo(remote).cut())
                throw new SocketException(LINE_IS_CUT);
            socket.connect(socketAddress(remote), (int) limits.connectTime().toMillis());
        } catch (IOException | RuntimeException e) {
            LOG.debug("calling {} failed: {}", remote, reason(e));
            closeQuietly(socket);
            events.accept(new PeerEvent.ConnectFailed(remote, reason(e)));
            return;
        } finally {
            calling.remove(socket);
        }
        begin(socket, remote, Direction.OUTBOUND);
    }

    private void begin(Socket socket, NetAddress remote, Direction direction) {
        try {
            socket.setTcpNoDelay(true);
        } catch (SocketException e) {
            LOG.debug("{} hung up at once", remote, e);
        }
        long peer = nextPeer.getAndIncrement();
        var connection = new Connection(peer, remote, direction, socket, codec, limits, traffic,
                captures.map(folder -> MessageCapture.in(folder, remote)).orElse(MessageCapture.NONE), events);
        connections.put(peer, connection);
        obey(connection);
        connection.start();
        if (closed)
            connection.cut("the node stops");
    }

    private static InetSocketAddress socketAddress(NetAddress remote) throws UnknownHostException {
        return switch (remote.network()) {
            case IPV4, IPV6 ->
                new InetSocketAddress(InetAddress.getByAddress(remote.host().toArray()), remote.port());
            case TORV3, I2P, CJDNS, UNKNOWN ->
                throw new UnknownHostException("no way to the network " + remote.network());
        };
    }

    private String reason(Exception e) {
        if (e instanceof SocketTimeoutException)
            return "no answer in %d ms".formatted(limits.connectTime().toMillis());
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", socket, e);
        }
    }
}
