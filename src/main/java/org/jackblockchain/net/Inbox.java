package org.jackblockchain.net;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts what one peer sent and the node has not processed yet, and makes the reader wait while it is too much: so
 * the peer's own send buffer fills, and TCP slows it down.
 */
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final long maxBytes;
    private final int maxMessages;
    private long bytes;
    private int messages;
    private boolean closed;

    Inbox(long maxBytes, int maxMessages) {
        this.maxBytes = maxBytes;
        this.maxMessages = maxMessages;
    }

    /** Waits until there is room for one more message; false once closed. */
    boolean take(int size) {
        lock.lock();
        try {
            while (!closed && messages > 0 && (bytes + size > maxBytes || messages >= maxMessages))
                room.awaitUninterruptibly();
            if (closed)
                return false;
            bytes += size;
            messages++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** One message of this size was processed. */
    void give(int size) {
        lock.lock();
        try {
            bytes -= size;
            messages--;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is taken any more; a waiting reader goes on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signal();
        } finally {
            lock.unlock();
        }
    }
}
