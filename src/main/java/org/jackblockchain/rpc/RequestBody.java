package org.jackblockchain.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** Reads the body of a request, as far as it goes. */
final class RequestBody {
    /** As in Core: a batch of a few of the largest blocks in hex. */
    static final int MAX_BYTES = 32 * 1024 * 1024;
    /** How long a body may take to arrive. */
    static final Duration MAX_TIME = Duration.ofMinutes(1);

    private static final int CHUNK_BYTES = 64 * 1024;

    private RequestBody() {}

    /** @return empty if it is too long, or too slow */
    static Optional<byte[]> read(InputStream in) throws IOException {
        long begun = System.nanoTime();
        var body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            boolean slow = System.nanoTime() - begun > MAX_TIME.toNanos();
            if (slow || body.size() + count > MAX_BYTES)
                return Optional.empty();
            body.write(chunk, 0, count);
        }
        return Optional.of(body.toByteArray());
    }
}
