package org.jackblockchain.http;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** What went wrong with a request, as RFC 9457 describes it. The detail is for people. */
final class Problem {
    static final String TYPE = "application/problem+json";
    /** Of the path that is said back. */
    private static final int MAX_INSTANCE = 200;

    private Problem() {}

    /** @param path of the request; null if it had none that could be read */
    static String body(int status, String detail, @Nullable String path) {
        return Json.text(json -> {
            json.writeStartObject();
            // The status says what kind of problem it is; there are no others to tell apart.
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", HttpStatus.getMessage(status));
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            if (path != null)
                json.writeStringField("instance", path.substring(0, Math.min(path.length(), MAX_INSTANCE)));
            json.writeEndObject();
        });
    }
}
