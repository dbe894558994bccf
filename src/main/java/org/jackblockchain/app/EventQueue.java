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
 * <p>The sources are what is bounded: each connection by its inbox ({@link org.jackblockchain.net.NetLimits}), so
 * network events never wait to be added. Whoever hands us blocks waits while too many of those wait here.
 */
final class EventQueue {
    /** Blocks that were handed to us, at most 4 MB each, and whatever else is asked for. */
    static final int MAX_SUBMITTED = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition submittedLeft = lock.newCondition();
    private final Queue<Event> urgent = new ArrayDeque<>();
    private final Queue<Event> ordinary = new ArrayDeque<>();
    private int submitted;
    private boolean lastWasSubmitted;
    private boolean closed;

    /** @return whether the node will see it: false once the queue is closed */
    boolean put(Event event) {
        lock.lock();
        try {
            if (isHandedIn(event))
                awaitRoom();
            if (closed)
                return false;
            (event instanceof Event.Network ? ordinary : urgent).add(event);
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        while (!closed && submitted >= MAX_SUBMITTED)
            submittedLeft.awaitUninterruptibly();
        submitted++;
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
            submittedLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isHandedIn(Event event) {
        return event instanceof Event.Submitted || event instanceof Event.Asked;
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
            return Optional.of(next());
        } finally {
            lock.unlock();
        }
    }

    /** Whoever hands us one block after the other does not keep the peers waiting: they get every other turn. */
    private Event next() {
        boolean peersTurn = urgent.isEmpty() || (lastWasSubmitted && !ordinary.isEmpty());
        Event event = peersTurn ? ordinary.remove() : urgent.remove();
        lastWasSubmitted = isHandedIn(event);
        if (lastWasSubmitted) {
            submitted--;
            submittedLeft.signal();
        }
        return event;
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
