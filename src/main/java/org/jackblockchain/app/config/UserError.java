package org.jackblockchain.app.config;

/** Something that the operator can mend. The message says what is wrong and what to do, in one line. */
public class UserError extends RuntimeException {
    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
