package org.jackblockchain.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jackblockchain.node.Event;

/**
 * Events on their way to the node, in two lanes: what we mined, what was handed to us and what the operator wants
 * overtakes what strangers send. Within a lane, first come, first served.
 *
 * <p>Adding never waits. The sources are what is bounded: each connection by its inbox
 * ({@link org.jackblockchain.net.NetLimits}), HTTP by the requests it serves at a time.
 */
final class EventQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Queue<Event> urgent = new ArrayDeque<>();
    private final Queue<Event> ordinary = new ArrayDeque<>();
    private boolean closed;

    /** @return whether the node will see it: false once the queue is closed */
    boolean put(Event event) {
        lock.lock();
        try {
            if (closed)
                return false;
            (event instanceof Event.Network ? ordinary : urgent).add(event);
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more in. What is urgent is still taken, with {@code last} behind it; the rest is dropped. */
    void close(Event last) {
        lock.lock();
        try {
            if (!closed) {
                ordinary.clear();
                urgent.add(last);
                arrived.signal();
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** The next event, or empty when none came within {@code patience}. */
    Optional<Event> take(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = patience.toNanos();
            while (urgent.isEmpty() && ordinary.isEmpty()) {
                if (nanos <= 0)
                    return Optional.empty();
                nanos = arrived.awaitNanos(nanos);
            }
            Event first = urgent.poll();
            return Optional.of(first != null ? first : ordinary.remove());
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return urgent.isEmpty() && ordinary.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
