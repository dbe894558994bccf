package org.jackblockchain.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a wish: the main thread hears of it, ends what it does in order, and the process exits with
 * the code that the main thread gives, 0 for a clean end.
 */
public final class StopSignal {
    /** For stores to be flushed and peers to hear goodbye. Whoever sent the signal does not wait longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int exitCode = 1;

    private StopSignal() {}

    /** One that no signal reaches, for a program with an end of its own. */
    public static StopSignal unheard() {
        return new StopSignal();
    }

    /** From now on signals are wishes, until {@link #done}. */
    public static StopSignal install() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(signal::hook));
        return signal;
    }

    private void hook() {
        if (done.getCount() == 0)
            return;
        wished.countDown();
        try {
            if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                exitCode = 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // a process that is told to stop would exit with the signal's number, as if it had been torn down
        Runtime.getRuntime().halt(exitCode);
    }

    public boolean isWished() {
        return wished.getCount() == 0;
    }

    /** Waits for the wish. */
    public void await() throws InterruptedException {
        wished.await();
    }

    /** Waits for the wish, but not longer than this; whether it came. */
    public boolean await(Duration longest) throws InterruptedException {
        return wished.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As if somebody had pressed Ctrl-C. */
    public void wish() {
        wished.countDown();
    }

    /** Everything is in order; the process may exit. */
    public void done(int code) {
        exitCode = code;
        done.countDown();
    }
}
