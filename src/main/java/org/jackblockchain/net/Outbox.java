package org.jackblockchain.net;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for one peer to read it, in order. */
final class Outbox {
    /** What an item costs beside its bytes: bounds the number of empty messages. */
    static final int ITEM_BYTES = 100;

    /** One thing to do for the writer. */
    sealed interface Item {
        /** @param size what the message is charged with, about its length */
        record Say(OutgoingMessage message, long size) implements Item {}

        /** Tell the node when everything before this has left. */
        record Mark() implements Item {}
    }

    /** @param due when it may leave, on {@link System#nanoTime}'s scale */
    private record Waiting(Item item, long due) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Queue<Waiting> items = new ArrayDeque<>();
    private final long maxBytes;
    private long lastDue = System.nanoTime();
    private long bytes;
    private boolean finished;

    Outbox(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Lets the item leave after a while, but never before those that came first.
     *
     * @return false when the item does not fit. An item after {@link #finish} is dropped: nobody waits for it
     */
    boolean offer(Item item, long delayNanos) {
        lock.lock();
        try {
            if (finished)
                return true;
            if (bytes + cost(item) > maxBytes)
                return false;
            bytes += cost(item);
            long due = System.nanoTime() + delayNanos;
            if (items.isEmpty() || due - lastDue > 0)
                lastDue = due;
            items.add(new Waiting(item, lastDue));
            more.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next item if there is one now. */
    Optional<Item> poll() {
        lock.lock();
        try {
            return untilDue() > 0 ? Optional.empty() : Optional.ofNullable(items.poll()).map(Waiting::item);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next item; empty when the last one was taken and no other can come. */
    Optional<Item> take() {
        lock.lock();
        try {
            while (items.isEmpty() ? !finished : untilDue() > 0)
                more.awaitNanos(untilDue());
            return Optional.ofNullable(items.poll()).map(Waiting::item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** How long the first item has to wait; for ever if there is none. */
    private long untilDue() {
        Waiting first = items.peek();
        return first == null ? Long.MAX_VALUE : first.due() - System.nanoTime();
    }

    /** The item has left and costs no more. */
    void release(Item item) {
        lock.lock();
        try {
            bytes -= cost(item);
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

    /** Nothing leaves any more. */
    void abandon() {
        lock.lock();
        try {
            items.clear();
            finished = true;
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    private static long cost(Item item) {
        return switch (item) {
            case Item.Say(_, long size) -> size + ITEM_BYTES;
            case Item.Mark _ -> ITEM_BYTES;
        };
    }
}
