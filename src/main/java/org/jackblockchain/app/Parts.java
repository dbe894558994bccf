package org.jackblockchain.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started, to be closed in reverse order. One that fails to close does not keep the others open. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T part) {
        started.push(part);
        return part;
    }

    /** Closes everything because of {@code why}, which keeps what else went wrong. */
    void closeAfter(Throwable why) {
        closeAll(why::addSuppressed);
    }

    @Override
    public void close() {
        closeAll(failure -> LOG.error("while stopping: {}", failure.getMessage(), failure));
    }

    private synchronized void closeAll(Consumer<Exception> onFailure) {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                onFailure.accept(e);
            } catch (Exception e) {
                onFailure.accept(e);
            }
        }
    }
}
