package org.jackblockchain.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What many readers of {@code /events} cost a node. A program of its own, which reads by one thread:
 * {@code EventReaders PORT PROCESS [READERS] [SECONDS]}. It says what share of a core the node's process takes without
 * readers and with them, and how much they were told; on Linux, from the process's own account.
 */
public final class EventReaders {
    private static final String REQUEST = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int SETTLE_SECONDS = 3;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> lines = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private long bytes;

    private EventReaders() throws IOException {}

    public static void main(String[] args) throws IOException {
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        var process = new ProcessorTime(args[1]);
        int readers = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
        int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 30;
        var run = new EventReaders();
        double before = run.share(process, seconds);
        for (int i = 0; i < readers; i++)
            run.connect(at);
        run.share(process, SETTLE_SECONDS);
        run.bytes = 0;
        double with = run.share(process, seconds);
        System.out.printf("%d readers, of which %d are still told: %.2f %% of a core; without them %.2f %%;"
                + " difference %.2f %%; %.1f kB/s told%n", readers, run.selector.keys().size(), 100 * with,
                100 * before, 100 * (with - before), run.bytes / 1e3 / seconds);
        for (SocketChannel line : run.lines)
            line.close();
    }

    private void connect(InetSocketAddress at) throws IOException {
        SocketChannel line = SocketChannel.open(at);
        line.setOption(StandardSocketOptions.TCP_NODELAY, true);
        line.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
        line.configureBlocking(false);
        line.register(selector, SelectionKey.OP_READ);
        lines.add(line);
    }

    /** The share of a core that the process takes in so many seconds, while we read. */
    private double share(ProcessorTime process, int seconds) throws IOException {
        long begin = System.nanoTime();
        double used = process.seconds();
        long end = begin + seconds * 1_000_000_000L;
        for (long now = begin; now < end; now = System.nanoTime()) {
            selector.select(this::read, Math.max(1, (end - now) / 1_000_000));
        }
        return (process.seconds() - used) / ((System.nanoTime() - begin) / 1e9);
    }

    private void read(SelectionKey key) {
        try {
            buffer.clear();
            int count = ((SocketChannel) key.channel()).read(buffer);
            if (count < 0)
                key.cancel();
            bytes += Math.max(0, count);
        } catch (IOException e) {
            key.cancel();
        }
    }
}
