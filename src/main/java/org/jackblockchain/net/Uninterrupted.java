package org.jackblockchain.net;

/** Waits that have an end of their own, so that an interrupt may be kept for afterwards. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Waits for the thread's end; an interrupt of who waits is kept for afterwards. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted)
            Thread.currentThread().interrupt();
    }
}
