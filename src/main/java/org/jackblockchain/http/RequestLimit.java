package org.jackblockchain.http;

import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers so many requests at the same time and no more. Readers of events are not among them: they are
 * many and cost little, and {@link Feed} counts them itself.
 */
final class RequestLimit extends Handler.Wrapper {
    /** Each may hold a long answer under way. */
    static final int MAX_REQUESTS = 200;

    private final Semaphore free = new Semaphore(MAX_REQUESTS);

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (Request.getPathInContext(request).endsWith(EventRoute.PATH))
            return super.handle(request, response, callback);
        if (!free.tryAcquire()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503,
                    "too many requests are being answered at the same time");
            return true;
        }
        Runnable release = free::release;
        boolean taken = false;
        try {
            taken = super.handle(request, response, Callback.from(callback, release));
            return taken;
        } finally {
            if (!taken)
                free.release();
        }
    }
}
