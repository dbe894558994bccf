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
    private static final String BAD_MESSAGE = "/badMessage";
    private static final String UNREADABLE = "URI parsing failed, it likely contained RFC 3986 invalid characters\r\n";

    private final boolean plainly;

    /** @param plainly whether what is too long is just a bad request, and what is unreadable is told in Core's words */
    ErrorPage(boolean plainly) {
        this.plainly = plainly;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean unreadable = response.getStatus() == HttpStatus.BAD_REQUEST_400 && hasNoPath(request.getHttpURI());
        if (plainly && unreadable) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            Content.Sink.write(response, true, UNREADABLE, callback);
            return true;
        }
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

    /** What Jetty could not read has this path instead of its own. */
    private static boolean hasNoPath(HttpURI uri) {
        return uri == null || BAD_MESSAGE.equals(uri.getPath());
    }

    private static boolean isTooLong(int status) {
        return status == HttpStatus.URI_TOO_LONG_414 || status == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431;
    }
}
