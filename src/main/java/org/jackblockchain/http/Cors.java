package org.jackblockchain.http;

import io.javalin.config.RoutesConfig;

/**
 * Lets pages of one other origin read the answers; without it, browsers keep them from all but our own. Only what
 * needs no permission first can be asked for, so nothing can be changed that way that could not be without.
 */
public final class Cors {
    private final String origin;

    /** @param origin scheme, host and port: {@code http://localhost:8080} */
    public Cors(String origin) {
        this.origin = origin;
    }

    public void addTo(RoutesConfig routes) {
        routes.before(context -> {
            context.res().addHeader("Vary", "Origin");
            if (origin.equals(context.header("Origin")))
                context.header("Access-Control-Allow-Origin", origin);
        });
    }
}
