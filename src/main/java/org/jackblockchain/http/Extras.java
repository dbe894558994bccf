package org.jackblockchain.http;

import io.javalin.config.RoutesConfig;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What other rooms have on a node's server.
 *
 * @param routes theirs
 * @param meta names and contents for the page's head, which the page's scripts read
 * @param plainly whether a request that is too long is answered as any bad one, with 400
 */
public record Extras(Consumer<RoutesConfig> routes, Map<String, String> meta, boolean plainly) {
    public static final Extras NONE = new Extras(_ -> {
    }, Map.of());

    /** Which also say how a request is too long. */
    public Extras(Consumer<RoutesConfig> routes, Map<String, String> meta) {
        this(routes, meta, false);
    }

    public Extras {
        meta = Map.copyOf(meta);
    }

    /** These, and more routes. */
    public Extras and(Consumer<RoutesConfig> more) {
        return new Extras(routes.andThen(more), meta, plainly);
    }

    public Extras withPlainly(boolean wanted) {
        return new Extras(routes, meta, wanted);
    }
}
