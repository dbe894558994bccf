package org.jackblockchain.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

import org.jackblockchain.wire.Codec;

/**
 * Takes one frame after another from a line. Memory follows the bytes that came, not those that were announced; and
 * a frame that was begun has to end in time.
 */
final class FrameReader {
    private static final int BUFFER_BYTES = 32 * 1024;
    /** What an announcement alone costs us at most. */
    private static final int FIRST_STEP_BYTES = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final Codec codec;
    private final Duration frameTime;
    private final LongConsumer meter;
    private final BiConsumer<String, byte[]> capture;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    /**
     * @param meter is told of the bytes as they come
     * @param capture is shown each command with its payload
     */
    FrameReader(Socket socket, Codec codec, Duration frameTime, LongConsumer meter,
            BiConsumer<String, byte[]> capture) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.codec = codec;
        this.frameTime = frameTime;
        this.meter = meter;
        this.capture = capture;
    }

    /**
     * Waits for the next frame, and never says {@link Codec.Decoded.NeedMore}.
     *
     * @throws IOException when the line ended or the frame took too long; the message says which
     */
    Codec.Decoded next() throws IOException {
        if (from == to)
            fill(0);
        long deadline = System.nanoTime() + frameTime.toNanos();
        while (to - from < Codec.HEADER_BYTES)
            fill(millisUntil(deadline));
        byte[] header = Arrays.copyOfRange(buffer, from, from + Codec.HEADER_BYTES);
        return switch (codec.header(header)) {
            case Codec.Decoded.Malformed malformed -> malformed;
            case Codec.Frame frame -> {
                from += Codec.HEADER_BYTES;
                byte[] payload = payload(frame.length(), deadline);
                capture.accept(frame.command(), payload);
                yield codec.body(frame, payload);
            }
        };
    }

    /** Reads and forgets until the peer hangs up. */
    void drain() throws IOException {
        socket.setSoTimeout(0);
        in.transferTo(OutputStream.nullOutputStream());
    }

    private byte[] payload(int length, long deadline) throws IOException {
        byte[] payload = new byte[Math.min(length, FIRST_STEP_BYTES)];
        int have = Math.min(length, to - from);
        System.arraycopy(buffer, from, payload, 0, have);
        from += have;
        while (have < length) {
            if (have == payload.length)
                payload = Arrays.copyOf(payload, (int) Math.min(length, 2L * have));
            have += read(payload, have, millisUntil(deadline));
        }
        return payload;
    }

    private void fill(int timeoutMillis) throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        to += read(buffer, to, timeoutMillis);
    }

    /** @param timeoutMillis 0 for as long as it takes */
    private int read(byte[] target, int offset, int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        try {
            int count = in.read(target, offset, target.length - offset);
            if (count < 0)
                throw new EOFException(timeoutMillis == 0 ? "the peer hung up" : "the peer hung up within a message");
            meter.accept(count);
            return count;
        } catch (SocketTimeoutException e) {
            throw tooSlow(e);
        }
    }

    private int millisUntil(long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0)
            throw tooSlow(new SocketTimeoutException());
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private IOException tooSlow(SocketTimeoutException cause) {
        return new IOException("a message took longer than %d s".formatted(frameTime.toSeconds()), cause);
    }
}
