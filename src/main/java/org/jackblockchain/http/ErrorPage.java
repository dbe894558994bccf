package org.jackblockchain.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers with a {@link Problem} to requests that the server refuses before a route is looked for. */
final class ErrorPage implements Request.Handler {
    private final boolean plainly;

    /** @param plainly whether a request that is too long is just a bad one */
    ErrorPage(boolean plainly) {
        this.plainly = plainly;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (plainly && isTooLong(response.getStatus()))
            response.setStatus(HttpStatus.BAD_REQUEST_400);
        int status = response.getStatus();
        String why = Optional.ofNullable(request.getAttribute(ErrorHandler.ERROR_MESSAGE)).map(Object::toString)
                .orElseGet(() -> HttpStatus.getMessage(status));
        HttpURI uri = request.getHttpURI();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
        Content.Sink.write(response, true, Problem.body(status, why, uri == null ? null : uri.getPath()), callback);
        return true;
    }

    private static boolean isTooLong(int status) {
        return status == HttpStatus.URI_TOO_LONG_414 || status == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431;
    }
}
