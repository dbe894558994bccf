package org.jackblockchain.rpc.zmq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.mempool.MempoolChange;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Publishes by ZeroMQ what happens to the chain and to the memory pool, with Core's topics and bodies. A message has
 * three frames: the topic, the body, and a number of four bytes, little-endian, that grows by one with each message of
 * a notification, so that a subscriber sees when it missed some.
 *
 * <p>Nobody waits for a subscriber. All sockets belong to one thread.
 */
public final class ZmqPublisher implements AutoCloseable {
    /** Pieces of news that wait to be published; more are dropped, and the numbers show it. */
    static final int MAX_WAITING = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(ZmqPublisher.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final News NOTHING = new News(List.of(), Optional.empty(), true);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final int LABELLED_HASH_BYTES = Hash256.BYTES + 1;

    /** @param isCatchingUp whether whole blocks and tips are kept back, as Core does */
    private record News(List<MempoolChange> pool, Optional<TipChange> move, boolean isCatchingUp) {}

    /** A notification at its socket, and how many messages it has published. */
    private static final class Line {
        private final ZmqTopic topic;
        private final ZMQ.Socket socket;
        private int number;

        Line(ZmqTopic topic, ZMQ.Socket socket) {
            this.topic = topic;
            this.socket = socket;
        }

        void send(byte[] body) {
            var count = new byte[Integer.BYTES];
            LittleEndian.putInt(count, 0, number++);
            // A publisher drops what its subscribers do not take.
            socket.sendMore(topic.text().getBytes(StandardCharsets.US_ASCII));
            socket.sendMore(body);
            socket.send(count);
        }
    }

    private final ZContext context;
    private final BlockStore blocks;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, ZMQ.Socket> sockets = new LinkedHashMap<>();
    private final Map<String, UnixDoor> doors = new LinkedHashMap<>();
    private final BlockingQueue<News> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private volatile boolean isBehind;
    private volatile boolean closed;

    private ZmqPublisher(ZContext context, BlockStore blocks) {
        this.context = context;
        this.blocks = blocks;
        this.thread = Thread.ofPlatform().name("zmq").daemon().unstarted(this::run);
    }

    /**
     * Listens for subscribers from now on. Notifications of the same address share a socket, whose high water mark is
     * that of the first.
     *
     * @throws IOException if an address is none, or taken; the message names it
     */
    public static ZmqPublisher open(List<ZmqNotification> wishes, BlockStore blocks) throws IOException {
        var publisher = new ZmqPublisher(new ZContext(), blocks);
        try {
            for (ZmqNotification wish : wishes)
                publisher.add(wish);
        } catch (ZMQException | IllegalArgumentException e) {
            publisher.free();
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            publisher.free();
            throw e;
        }
        publisher.thread.start();
        return publisher;
    }

    private void add(ZmqNotification wish) throws IOException {
        ZMQ.Socket socket = sockets.get(wish.address());
        if (socket == null) {
            socket = bind(wish);
            sockets.put(wish.address(), socket);
        }
        lines.add(new Line(wish.topic(), socket));
    }

    private ZMQ.Socket bind(ZmqNotification wish) throws IOException {
        ZMQ.Socket socket = context.createSocket(SocketType.PUB);
        socket.setSndHWM(wish.highWaterMark());
        socket.setTCPKeepAlive(1);
        socket.setLinger(0);
        socket.setIPv6(wish.address().startsWith("tcp://["));
        boolean isUnix = wish.address().startsWith(ZmqNotification.IPC);
        try {
            if (!socket.bind(isUnix ? ANY_PORT : wish.address()))
                throw new IOException("cannot publish at " + wish.address());
            if (isUnix)
                doors.put(wish.address(), door(wish.address(), socket));
            return socket;
        } catch (ZMQException | IllegalArgumentException e) {
            throw new IOException("cannot publish at " + wish.address() + ": " + e.getMessage(), e);
        }
    }

    private static UnixDoor door(String address, ZMQ.Socket socket) throws IOException {
        String inside = socket.getLastEndpoint();
        int port = Integer.parseInt(inside.substring(inside.lastIndexOf(':') + 1));
        try {
            return UnixDoor.open(Path.of(address.substring(ZmqNotification.IPC.length())), port);
        } catch (IOException e) {
            throw new IOException("cannot publish at " + address + ": " + e.getMessage(), e);
        }
    }

    /** Where it publishes, with the real ports, in the order in which the addresses were first named. */
    public List<String> endpoints() {
        return sockets.entrySet().stream()
                .map(at -> doors.containsKey(at.getKey()) ? at.getKey() : at.getValue().getLastEndpoint()).toList();
    }

    /**
     * Publishes what one event brought about, soon.
     *
     * @param pool transactions that came to the memory pool or left it, in order
     * @param move of the chain that they came with
     * @param isCatchingUp whether the node is; then new tips are not published
     */
    public void happened(List<MempoolChange> pool, Optional<TipChange> move, boolean isCatchingUp) {
        if (waiting.offer(new News(pool, move, isCatchingUp)))
            return;
        if (!isBehind)
            LOG.warn("more happens than can be published by ZeroMQ, so some of it is left out");
        isBehind = true;
    }

    private void run() {
        try (context) {
            for (News news = waiting.take(); !closed; news = waiting.take()) {
                if (isBehind) {
                    isBehind = false;
                    lines.forEach(line -> line.number++);
                }
                publish(news);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("publishing by ZeroMQ has ended", e);
        }
    }

    /** As Core orders it: blocks that leave, what that does to the pool, blocks that come, and the tip at the end. */
    private void publish(News news) {
        news.move().ifPresent(move -> move.disconnected().forEach(entry -> moved(entry, 'D')));
        news.pool().forEach(this::pooled);
        news.move().ifPresent(move -> move.connected().forEach(entry -> moved(entry, 'C')));
        news.move().filter(move -> !news.isCatchingUp() && !move.connected().isEmpty())
                .ifPresent(move -> tip(move.tip()));
    }

    private void pooled(MempoolChange change) {
        switch (change) {
            case MempoolChange.Added(var entry, long sequence) -> {
                told(entry.transaction());
                sequence(labelled(entry.txid(), 'A', sequence));
            }
            case MempoolChange.Removed removed when removed.reason() == MempoolChange.Reason.BLOCK -> {
                // its block is published
            }
            case MempoolChange.Removed(var entry, _, long sequence) ->
                sequence(labelled(entry.txid(), 'R', sequence));
        }
    }

    private void moved(BlockEntry entry, char label) {
        boolean isBodyWanted = lines.stream()
                .anyMatch(line -> line.topic == ZmqTopic.HASHTX || line.topic == ZmqTopic.RAWTX);
        if (isBodyWanted)
            body(entry).transactions().forEach(this::told);
        sequence(labelled(entry.hash(), label));
    }

    private void told(Transaction transaction) {
        for (Line line : lines) {
            switch (line.topic) {
                case HASHTX -> line.send(bytes(transaction.txid()));
                case RAWTX -> line.send(transaction.toBytes());
                case HASHBLOCK, RAWBLOCK, SEQUENCE -> {
                    // of blocks, or of more than transactions
                }
            }
        }
    }

    private void sequence(byte[] body) {
        lines.stream().filter(line -> line.topic == ZmqTopic.SEQUENCE).forEach(line -> line.send(body));
    }

    private void tip(BlockEntry tip) {
        for (Line line : lines) {
            switch (line.topic) {
                case HASHBLOCK -> line.send(bytes(tip.hash()));
                case RAWBLOCK -> line.send(body(tip).toBytes());
                case HASHTX, RAWTX, SEQUENCE -> {
                    // told block by block
                }
            }
        }
    }

    private Block body(BlockEntry entry) {
        return blocks.block(entry.hash())
                .orElseThrow(() -> new IllegalStateException("block " + entry + " of the chain is not stored"));
    }

    private static byte[] labelled(Hash256 hash, char label) {
        var bytes = new byte[LABELLED_HASH_BYTES];
        System.arraycopy(bytes(hash), 0, bytes, 0, Hash256.BYTES);
        bytes[Hash256.BYTES] = (byte) label;
        return bytes;
    }

    /** @param sequence the pool's count of changes before this one */
    private static byte[] labelled(Hash256 hash, char label, long sequence) {
        var bytes = Arrays.copyOf(labelled(hash, label), LABELLED_HASH_BYTES + Long.BYTES);
        LittleEndian.putLong(bytes, LABELLED_HASH_BYTES, sequence);
        return bytes;
    }

    /** In reading order, as Core publishes hashes. */
    private static byte[] bytes(Hash256 hash) {
        return Hex.parse(hash.hex());
    }

    /** What waits is not published any more. */
    @Override
    public void close() {
        closed = true;
        waiting.clear();
        // wakes the thread, should nothing else do
        waiting.offer(NOTHING);
        try {
            thread.join(LONGEST_STOP);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        doors.values().forEach(UnixDoor::close);
    }

    private void free() {
        doors.values().forEach(UnixDoor::close);
        context.close();
    }
}
