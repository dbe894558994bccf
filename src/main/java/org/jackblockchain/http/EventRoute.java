package org.jackblockchain.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens, as it happens, to be mounted on a server. */
public final class EventRoute {
    private static final Logger LOG = LoggerFactory.getLogger(EventRoute.class);
    /** Its readers are not counted as requests, see {@link RequestLimit}. */
    static final String PATH = "/events";
    private static final String TYPE = "text/event-stream;charset=utf-8";
    private static final int MAX_ID_DIGITS = 18;
    /** A browser's word for an event that is not ours: too far back for anybody. */
    private static final long UNKNOWN = 0;
    private static final long NONE = -1;

    private final Feed feed;

    public EventRoute(Feed feed) {
        this.feed = feed;
    }

    /** @param path of {@code GET}, which ends in {@code /events} */
    public void addTo(RoutesConfig routes, String path) {
        routes.get(path, this::events);
    }

    private void events(Context context) throws IOException {
        long seen = seen(context);
        if (!feed.enter())
            throw new ServiceUnavailableResponse("as many as can be are listening already");
        try {
            EndPoint line = ServletContextRequest.getServletContextRequest(context.req()).getConnectionMetaData()
                    .getConnection().getEndPoint();
            // For proxies that would collect what they should pass on.
            context.contentType(TYPE).header("X-Accel-Buffering", "no").disableCompression();
            feed.read(seen, context.res().getOutputStream(), line::close);
        } catch (IOException e) {
            LOG.debug("a reader of events left: {}", e.toString());
        } finally {
            feed.leave();
        }
    }

    /** What a browser says when it comes back, or a page when it starts. */
    private static long seen(Context context) {
        String header = context.header("Last-Event-ID");
        if (header != null)
            return number(header).orElse(UNKNOWN);
        Optional<String> parameter = Numbers.text(context, "last_event_id");
        if (parameter.isEmpty())
            return NONE;
        return number(parameter.get())
                .orElseThrow(() -> new BadRequestResponse("\"last_event_id\" is the number of an event"));
    }

    private static Optional<Long> number(String text) {
        boolean number = !text.isEmpty() && text.length() <= MAX_ID_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
