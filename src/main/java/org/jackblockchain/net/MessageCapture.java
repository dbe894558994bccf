package org.jackblockchain.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.NetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what is said on one line, for who looks into a protocol ({@code -capturemessages}). Each message is
 * microseconds since 1970, its command in 12 bytes, its length in 4 and its payload, as in Core. A disk that breaks
 * ends the writing, not the line.
 */
final class MessageCapture {
    private static final Logger LOG = LoggerFactory.getLogger(MessageCapture.class);
    private static final int COMMAND_BYTES = 12;
    private static final int COMMAND_OFFSET = 4;

    /** Writes nothing. */
    static final MessageCapture NONE = new MessageCapture(Optional.empty());

    private final Optional<Path> folder;
    private volatile boolean broken;

    private MessageCapture(Optional<Path> folder) {
        this.folder = folder;
    }

    /** @param base each line has a folder of its own in it */
    static MessageCapture in(Path base, NetAddress remote) {
        return new MessageCapture(Optional.of(base.resolve(remote.endpoint().toString().replace(':', '_'))));
    }

    void received(String command, byte[] payload) {
        byte[] padded = Arrays.copyOf(command.getBytes(StandardCharsets.ISO_8859_1), COMMAND_BYTES);
        folder.ifPresent(path -> write(path.resolve("msgs_recv.dat"), padded, payload, 0));
    }

    /** @param frame as it travels */
    void sent(byte[] frame) {
        byte[] command = Arrays.copyOfRange(frame, COMMAND_OFFSET, COMMAND_OFFSET + COMMAND_BYTES);
        folder.ifPresent(path -> write(path.resolve("msgs_sent.dat"), command, frame, Codec.HEADER_BYTES));
    }

    private void write(Path file, byte[] command, byte[] bytes, int from) {
        if (broken)
            return;
        try {
            Files.createDirectories(file.resolveSibling("."));
            int length = bytes.length - from;
            long time = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(new ByteWriter().i64(time).array(command).i32(length).array(bytes, from, length).toArray());
            }
        } catch (IOException e) {
            broken = true;
            LOG.warn("no more messages are written to {}: {}", file, e.toString());
        }
    }
}
