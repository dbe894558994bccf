package org.jackblockchain.stratum;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Reads lines that are neither too long nor too late. Belongs to one thread. */
final class LineReader {
    private static final int CHUNK_BYTES = 2_048;

    /** A line that is longer than was agreed. */
    @SuppressWarnings("serial")
    static final class TooLongException extends IOException {
        TooLongException(int maxBytes) {
            super("a line is longer than " + maxBytes + " bytes");
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final byte[] line;
    private int next;
    private int end;

    LineReader(Socket socket, int maxBytes) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.line = new byte[maxBytes];
    }

    /**
     * The next line, without its end; empty when the other side has no more to say.
     *
     * @param patience until the line is whole
     * @throws SocketTimeoutException when it is not
     * @throws TooLongException when it is longer than was agreed
     */
    Optional<String> next(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        int length = 0;
        while (true) {
            if (next == end && !fill(deadline))
                return Optional.empty();
            byte one = chunk[next++];
            if (one == '\n')
                return Optional.of(new String(line, 0, length, StandardCharsets.UTF_8).strip());
            if (length == line.length)
                throw new TooLongException(line.length);
            line[length++] = one;
        }
    }

    private boolean fill(long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0)
            throw new SocketTimeoutException("silent for too long");
        socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        next = 0;
        end = Math.max(0, in.read(chunk));
        return end > 0;
    }
}
