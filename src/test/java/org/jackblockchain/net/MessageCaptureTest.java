package org.jackblockchain.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said on a line, in files. */
class MessageCaptureTest {
    private static final NetAddress REMOTE = NetAddress.parse("1.2.3.4:5").orElseThrow();

    @TempDir
    private Path folder;

    @Test
    void each_message_is_written_with_its_time_and_name() throws Exception {
        long before = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        var capture = MessageCapture.in(folder, REMOTE);

        capture.received("ping", new byte[]{1, 2, 3});
        capture.received("verack", new byte[0]);
        capture.sent(TestNode.CODEC.encode(new Message.Ping(0x0102)));

        var received = new ByteReader(Files.readAllBytes(folder.resolve("1.2.3.4_5").resolve("msgs_recv.dat")));
        assertThat(received.i64()).isGreaterThanOrEqualTo(before);
        assertThat(command(received)).isEqualTo("ping");
        assertThat(received.i32()).isEqualTo(3);
        assertThat(received.array(3)).containsExactly(1, 2, 3);
        received.i64();
        assertThat(command(received)).isEqualTo("verack");
        assertThat(received.i32()).isZero();
        received.expectEnd();
        var sent = new ByteReader(Files.readAllBytes(folder.resolve("1.2.3.4_5").resolve("msgs_sent.dat")));
        sent.i64();
        assertThat(command(sent)).isEqualTo("ping");
        assertThat(sent.i32()).isEqualTo(8);
        assertThat(sent.i64()).isEqualTo(0x0102);
        sent.expectEnd();
    }

    private static String command(ByteReader in) {
        return new String(in.array(12), StandardCharsets.US_ASCII).replace("\0", "");
    }

    @Test
    void a_disk_that_breaks_ends_the_writing_and_nothing_else() throws Exception {
        Path file = Files.writeString(folder.resolve("1.2.3.4_5"), "in the way");
        var capture = MessageCapture.in(folder, REMOTE);

        capture.received("ping", new byte[0]);
        capture.received("pong", new byte[0]);

        assertThat(Files.readString(file)).isEqualTo("in the way");
    }

    @Test
    void where_nobody_looks_nothing_is_written() throws Exception {
        MessageCapture.NONE.received("ping", new byte[0]);
        MessageCapture.NONE.sent(TestNode.CODEC.encode(new Message.Verack()));

        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
