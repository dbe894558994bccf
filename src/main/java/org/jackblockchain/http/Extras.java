package org.jackblockchain.http;

import io.javalin.config.RoutesConfig;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What other rooms have on a node's server.
 *
 * @param routes theirs
 * @param meta names and contents for the page's head, which the page's scripts read
 */
public record Extras(Consumer<RoutesConfig> routes, Map<String, String> meta) {
    public static final Extras NONE = new Extras(_ -> {
    }, Map.of());

    public Extras {
        meta = Map.copyOf(meta);
    }

    /** These, and more routes. */
    public Extras and(Consumer<RoutesConfig> more) {
        return new Extras(routes.andThen(more), meta);
    }
}
