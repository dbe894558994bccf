package org.jackblockchain.stratum;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lines that wait for the other side to read them, in order. For all threads. */
final class Outbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final int maxBytes;
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean finished;

    Outbox(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** False when the line does not fit. A line after {@link #finish} is dropped: nobody waits for it. */
    boolean offer(String line) {
        byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (finished)
                return true;
            if (waiting.size() + bytes.length > maxBytes)
                return false;
            waiting.writeBytes(bytes);
            more.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for lines and takes all of them; empty when the last one was taken and no other can come. */
    Optional<byte[]> take() {
        lock.lock();
        try {
            while (waiting.size() == 0 && !finished)
                more.awaitUninterruptibly();
            if (waiting.size() == 0)
                return Optional.empty();
            byte[] all = waiting.toByteArray();
            waiting = new ByteArrayOutputStream();
            return Optional.of(all);
        } finally {
            lock.unlock();
        }
    }

    /** What is here may still leave; nothing is added any more. */
    void finish() {
        lock.lock();
        try {
            finished = true;
            more.signal();
        } finally {
            lock.unlock();
        }
    }
}
