package org.jackblockchain.rpc.zmq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix domain socket whose callers are led on to a port of this machine: to JeroMQ, {@code ipc} is TCP by another
 * name, so that other programs do not find it there.
 */
final class UnixDoor implements AutoCloseable {
    /** At the same time; who comes after them is hung up on. */
    static final int MAX_CALLERS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(UnixDoor.class);
    private static final int BUFFER_BYTES = 16 << 10;

    private final Path path;
    private final int port;
    private final ServerSocketChannel door;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private UnixDoor(Path path, int port, ServerSocketChannel door) {
        this.path = path;
        this.port = port;
        this.door = door;
    }

    /**
     * Opens it. A socket that an earlier run left there gives way; any other file does not.
     *
     * @param port of the loopback address
     */
    static UnixDoor open(Path path, int port) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther())
            Files.delete(path);
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        var door = new UnixDoor(path, port, channel);
        Thread.ofVirtual().name("zmq-unix").start(door::welcome);
        return door;
    }

    private void welcome() {
        try {
            while (true)
                lead(door.accept());
        } catch (ClosedChannelException _) {
            // the door is closed
        } catch (IOException e) {
            LOG.warn("no more subscribers at {}: {}", path, e.getMessage());
        }
    }

    private void lead(SocketChannel caller) throws IOException {
        if (open.size() >= 2 * MAX_CALLERS) {
            caller.close();
            return;
        }
        open.add(caller);
        var inside = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        open.add(inside);
        Thread.ofVirtual().name("zmq-unix-in").start(() -> carry(caller, inside));
        Thread.ofVirtual().name("zmq-unix-out").start(() -> carry(inside, caller));
    }

    /** Until either side ends; then both do. */
    private void carry(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (from; to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining())
                    to.write(buffer);
                buffer.clear();
            }
        } catch (IOException e) {
            LOG.debug("a subscriber at {} left: {}", path, e.getMessage());
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (SocketChannel channel : open)
                channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{} stays behind: {}", path, e.getMessage());
        }
    }
}
