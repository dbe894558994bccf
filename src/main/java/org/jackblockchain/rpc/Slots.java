package org.jackblockchain.rpc;

import java.util.concurrent.Semaphore;

/**
 * How many calls are under way: bounds memory and work. Those that wait for a block count apart, as they do nothing.
 */
final class Slots {
    /** Requests that are read or worked on; Core's queue and its threads together. */
    static final int MAX_WORKING = 80;
    /** Calls that wait for the tip to move. */
    static final int MAX_WAITING = 150;

    private final Semaphore working;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final boolean waitingCounts;

    /** Calls that wait do not take the room of those that work. */
    Slots() {
        this.working = new Semaphore(MAX_WORKING);
        this.waitingCounts = false;
    }

    /** As an operator of bitcoind has it: so many calls in all, whatever they do. */
    Slots(int calls) {
        this.working = new Semaphore(calls);
        this.waitingCounts = true;
    }

    /** A wait that may be interrupted. */
    @FunctionalInterface
    interface Wait<T> {
        T await() throws InterruptedException;
    }

    /** @return whether there is room; then {@link #leave} has to follow */
    boolean enter() {
        return working.tryAcquire();
    }

    void leave() {
        working.release();
    }

    int waiting() {
        return MAX_WAITING - waiting.availablePermits();
    }

    /**
     * Waits without taking up room for work. For who has entered.
     *
     * @throws RpcError if too many wait already
     */
    <T> T whileWaiting(Wait<T> wait) throws InterruptedException {
        if (waitingCounts)
            return wait.await();
        if (!waiting.tryAcquire())
            throw RpcError.misc("too many calls wait already");
        working.release();
        try {
            return wait.await();
        } finally {
            working.acquireUninterruptibly();
            waiting.release();
        }
    }
}
