package org.jackblockchain.app.twin;

import java.io.Serial;

/** Why bitcoind does not start, in the words that its users and tests know, without "Error: ". */
final class StartError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String heading;

    StartError(String message) {
        this("Error", message);
    }

    private StartError(String heading, String message) {
        super(message);
        this.heading = heading;
    }

    /** What bitcoind would ask with a window, and says without one: nothing stands before the colon then. */
    static StartError asked(String message) {
        return new StartError("", message);
    }

    /** As it is printed. */
    String line() {
        return heading + ": " + getMessage();
    }

    StartError(String message, Throwable cause) {
        super(message, cause);
        this.heading = "Error";
    }
}
