package org.jackblockchain.app;

import java.io.Serial;

import org.jackblockchain.app.config.UserError;

/** Why nobody can call by HTTP. */
public final class HttpError extends UserError {
    @Serial
    private static final long serialVersionUID = 1;

    HttpError(String message, Throwable cause) {
        super(message, cause);
    }
}
