package org.jackblockchain.net;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jackblockchain.peer.PeerEvent;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what one peer sent, in order and each as late as the line is slow. On a line that was never slow this costs
 * nothing: it has a thread from the first delay on. What waits here is bounded by the peer's {@link Inbox}.
 */
final class SlowDelivery {
    private record Late(PeerEvent event, long due) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Queue<Late> late = new ArrayDeque<>();
    private final Consumer<PeerEvent> events;
    private final String name;
    private @Nullable Thread thread;
    private long lastDue = System.nanoTime();
    private boolean ended;

    /** @param name of the thread, if it comes to that */
    SlowDelivery(String name, Consumer<PeerEvent> events) {
        this.name = name;
        this.events = events;
    }

    /** Called by one thread. */
    void deliver(PeerEvent event, long delayNanos) {
        if (!wait(event, delayNanos))
            events.accept(event);
    }

    private boolean wait(PeerEvent event, long delayNanos) {
        lock.lock();
        try {
            if (thread == null && delayNanos == 0)
                return false;
            long due = System.nanoTime() + delayNanos;
            if (late.isEmpty() || due - lastDue > 0)
                lastDue = due;
            late.add(new Late(event, lastDue));
            if (thread == null)
                thread = Thread.ofVirtual().name(name).start(this::run);
            more.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Late next = next(); next != null; next = next())
                events.accept(next.event());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Late next() throws InterruptedException {
        lock.lock();
        try {
            while (!ended) {
                Late first = late.peek();
                long left = first == null ? Long.MAX_VALUE : first.due() - System.nanoTime();
                if (left <= 0)
                    return late.poll();
                more.awaitNanos(left);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The line is gone, and what was on its way is lost. Nothing is handed on after this. */
    void end() {
        Thread running;
        lock.lock();
        try {
            ended = true;
            late.clear();
            running = thread;
            more.signal();
        } finally {
            lock.unlock();
        }
        if (running != null)
            Uninterrupted.join(running);
    }
}
