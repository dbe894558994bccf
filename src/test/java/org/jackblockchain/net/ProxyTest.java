package org.jackblockchain.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.Test;

class ProxyTest {
    private static final NetAddress REMOTE = NetAddress.parse("192.0.2.7:18444").orElseThrow();
    /** SOCKS5's answers (RFC 1928). */
    private static final byte GRANTED = 0;
    private static final byte REFUSED = 5;

    private final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();

    private PeerEvent call(ServerSocket proxy) throws InterruptedException {
        var place = new InetSocketAddress(proxy.getInetAddress(), proxy.getLocalPort());
        try (var net = new Net(TestNode.MAGIC, NetLimits.DEFAULT, Optional.of(place), events::add)) {
            net.perform(new PeerEffect.Connect(REMOTE));
            PeerEvent event = events.poll(60, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            return event;
        }
    }

    /** Answers one call, and tells what was asked for, in hex. */
    private static CompletableFuture<String> answerOne(ServerSocket proxy, byte reply) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket caller = proxy.accept()) {
                var in = new DataInputStream(caller.getInputStream());
                in.skipNBytes(1);
                in.skipNBytes(in.readUnsignedByte());
                caller.getOutputStream().write(new byte[]{5, 0});
                byte[] request = in.readNBytes(10);
                caller.getOutputStream().write(new byte[]{5, reply, 0, 1, 0, 0, 0, 0, 0, 0});
                var _ = in.read();
                return Hex.of(request);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, task -> Thread.ofVirtual().start(task));
    }

    @Test
    void peers_are_called_through_it_and_keep_their_addresses() throws Exception {
        try (var proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = answerOne(proxy, GRANTED);

            assertThat(call(proxy)).isInstanceOfSatisfying(PeerEvent.Connected.class, connected -> {
                assertThat(connected.remote()).isEqualTo(REMOTE);
                assertThat(connected.direction()).isEqualTo(Direction.OUTBOUND);
            });
            assertThat(asked.get(60, TimeUnit.SECONDS)).isEqualTo("05010001" + "c0000207" + "480c");
        }
    }

    @Test
    void without_it_nobody_is_called() throws Exception {
        try (var proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var asked = answerOne(proxy, REFUSED);

            assertThat(call(proxy)).isInstanceOf(PeerEvent.ConnectFailed.class);
            assertThat(asked).succeedsWithin(Duration.ofMinutes(1));
        }
        var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gone.close();
        assertThat(call(gone)).isInstanceOf(PeerEvent.ConnectFailed.class);
    }
}
