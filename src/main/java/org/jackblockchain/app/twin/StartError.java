package org.jackblockchain.app.twin;

import java.io.Serial;

/** Why bitcoind does not start, in the words that its users and tests know, without "Error: ". */
final class StartError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StartError(String message) {
        super(message);
    }

    StartError(String message, Throwable cause) {
        super(message, cause);
    }
}
