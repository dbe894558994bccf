package org.jackblockchain.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may send to the port, and what it costs them. */
class BadBytesTest {
    private static final int LENGTH_OFFSET = 16;
    private static final int CHECKSUM_OFFSET = 20;

    private static byte[] ping() {
        return TestNode.CODEC.encode(new Message.Ping(7));
    }

    private static byte[] announcing(int length) {
        byte[] header = Arrays.copyOf(ping(), Codec.HEADER_BYTES);
        LittleEndian.putInt(header, LENGTH_OFFSET, length);
        return header;
    }

    private static String fateOf(byte[] bytes) throws IOException {
        try (var node = new TestNode(); var stranger = node.stranger()) {
            node.next(PeerEvent.Connected.class);
            stranger.getOutputStream().write(bytes);
            String why = node.next(PeerEvent.Closed.class).why();
            assertThat(node.events).isEmpty();
            return why;
        }
    }

    @Test
    void garbage_ends_the_line() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            byte[] garbage = new byte[1_000];
            new Random(seed).nextBytes(garbage);

            assertThat(fateOf(garbage)).as("seed %d", seed).contains("Wrong MessageStart");
        }
    }

    @Test
    void words_of_another_protocol_end_the_line() throws IOException {
        assertThat(fateOf("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .contains("Wrong MessageStart");
    }

    @Test
    void the_magic_of_another_network_ends_the_line() throws IOException {
        assertThat(fateOf(new Codec(0xf9beb4d9).encode(new Message.Ping(1)))).contains("f9beb4d9");
    }

    @Test
    void four_gigabytes_announced_end_the_line_at_once() throws IOException {
        assertThat(fateOf(announcing(0xffff_ffff))).contains("Size too large").contains("4294967295");
    }

    @Test
    void one_byte_more_than_the_longest_message_ends_the_line_and_the_longest_does_not() throws IOException {
        assertThat(fateOf(announcing(Codec.MAX_MESSAGE_BYTES + 1))).contains("Size too large");

        try (var node = new TestNode(); var stranger = node.stranger()) {
            node.next(PeerEvent.Connected.class);
            stranger.getOutputStream().write(announcing(Codec.MAX_MESSAGE_BYTES));
            stranger.shutdownOutput();
            assertThat(node.next(PeerEvent.Closed.class).why()).contains("hung up within a message");
        }
    }

    @Test
    void an_announcement_alone_costs_no_more_than_a_step() throws IOException {
        // Given 4 MB announced, of which 100 bytes come
        var asked = new int[1];
        var bytes = Arrays.copyOf(announcing(Codec.MAX_MESSAGE_BYTES), Codec.HEADER_BYTES + 100);
        try (var socket = new Socket() {
            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        asked[0] = Math.max(asked[0], target.length);
                        return super.read(target, offset, length);
                    }
                };
            }
        }) {
            // When they are read
            var reader = new FrameReader(socket, TestNode.CODEC, Duration.ofMinutes(1), _ -> {
            }, (_, _) -> {
            });
            assertThatThrownBy(reader::next).hasMessageContaining("within a message");

            // Then no more was set aside than the first step
            assertThat(asked[0]).isBetween(1, 64 * 1024);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Codec.HEADER_BYTES, Codec.HEADER_BYTES + 1})
    void a_frame_that_drips_is_cut_off_even_if_a_byte_comes_now_and_then(int atOnce) throws Exception {
        try (var node = new TestNode(NetLimits.DEFAULT.withFrameTime(Duration.ofMillis(200)));
                var stranger = node.stranger()) {
            // Given a stranger who takes longer than the limit, but never pauses for as long
            node.next(PeerEvent.Connected.class);
            byte[] frame = Arrays.copyOf(announcing(1_000), Codec.HEADER_BYTES + 1_000);
            var dripping = Thread.ofVirtual().start(() -> drip(frame, atOnce, stranger));

            // Then the line is cut
            assertThat(node.next(PeerEvent.Closed.class).why()).contains("took longer");
            dripping.join();
        }
    }

    private static void drip(byte[] bytes, int atOnce, Socket stranger) {
        try {
            stranger.getOutputStream().write(bytes, 0, atOnce);
            for (int i = atOnce; i < bytes.length; i++) {
                Thread.sleep(20);
                stranger.getOutputStream().write(bytes[i]);
            }
        } catch (IOException e) {
            // the line is cut: what the test waits for
            assertThat(e).isNotNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_silent_line_is_not_a_slow_frame() throws IOException {
        try (var node = new TestNode(NetLimits.DEFAULT.withFrameTime(Duration.ofMillis(50)));
                var stranger = node.stranger()) {
            node.next(PeerEvent.Connected.class);

            Awaitility.await().during(Duration.ofMillis(200)).until(node.events::isEmpty);

            stranger.getOutputStream().write(ping());
            node.next(PeerEvent.Received.class);
        }
    }

    @Test
    void a_broken_payload_is_skipped_and_the_line_goes_on() throws IOException {
        try (var node = new TestNode(); var stranger = node.stranger()) {
            node.next(PeerEvent.Connected.class);
            byte[] broken = ping();
            broken[CHECKSUM_OFFSET] ^= 1;

            stranger.getOutputStream().write(broken);
            stranger.getOutputStream().write(ping());

            var skipped = node.next(PeerEvent.Skipped.class);
            assertThat(skipped.command()).isEqualTo("ping");
            assertThat(skipped.why()).contains("checksum");
            assertThat(skipped.bytes()).isEqualTo(ping().length);
            assertThat(node.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(7));
        }
    }

    @Test
    void a_line_that_is_half_closed_is_closed() throws IOException {
        try (var node = new TestNode(); var stranger = node.stranger()) {
            node.next(PeerEvent.Connected.class);

            stranger.shutdownOutput();

            assertThat(node.next(PeerEvent.Closed.class).why()).isEqualTo("the peer hung up");
            assertThat(stranger.getInputStream().read()).isNegative();
        }
    }

    @Test
    void a_frame_cut_short_by_a_hang_up_is_no_message() throws IOException {
        for (int kept : new int[]{1, Codec.HEADER_BYTES - 1, Codec.HEADER_BYTES, Codec.HEADER_BYTES + 1}) {
            try (var node = new TestNode(); var stranger = node.stranger()) {
                node.next(PeerEvent.Connected.class);
                stranger.getOutputStream().write(ping(), 0, kept);
                stranger.shutdownOutput();
                assertThat(node.next(PeerEvent.Closed.class).why()).isEqualTo("the peer hung up within a message");
            }
        }
    }
}
