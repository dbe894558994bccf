package org.jackblockchain.rpc;

import io.javalin.http.HttpStatus;
import java.io.Serial;

/** What is wrong with a request of {@link Rest}, in a line of text. */
final class RestError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final HttpStatus status;

    private RestError(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    static RestError bad(String message) {
        return new RestError(HttpStatus.BAD_REQUEST, message);
    }

    static RestError notFound(String message) {
        return new RestError(HttpStatus.NOT_FOUND, message);
    }

    HttpStatus status() {
        return status;
    }
}
