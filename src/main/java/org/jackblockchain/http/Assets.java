package org.jackblockchain.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackblockchain.primitives.Hex;

/**
 * The page's styles and scripts. Their path has a digest of them all in it, so a browser keeps them for as long as
 * they stay the same, and not a moment longer.
 */
final class Assets {
    /** All there is: a request for anything else finds nothing, whatever its path looks like. */
    static final List<String> OWN = List.of("app.css", "theme.js", "main.js", "util.js", "chain.js", "tree.js",
            "score.js", "round.js", "charts.js", "race.js", "peers.js", "block.js", "pool.js", "tx.js");
    private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js";
    private static final int DIGEST_DIGITS = 16;

    private final Map<String, byte[]> files;
    private final String path;

    private Assets(Map<String, byte[]> files, String digest) {
        this.files = files;
        this.path = "/assets/" + digest;
    }

    static Assets load() {
        var files = new LinkedHashMap<String, byte[]>();
        OWN.forEach(name -> files.put(name, resource("page/" + name)));
        files.put("d3.min.js", resource(D3));
        return new Assets(files, digest(files));
    }

    private static String digest(Map<String, byte[]> files) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            files.values().forEach(sha256::update);
            return Hex.of(sha256.digest()).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @throws IllegalStateException if the program was packed without it */
    static byte[] resource(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null)
                throw new IllegalStateException(name + " is missing from the program");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a slash at the end. */
    String path() {
        return path;
    }

    void addTo(RoutesConfig routes) {
        routes.get(path + "/{name}", this::answer);
        routes.head(path + "/{name}", this::answer);
    }

    private void answer(Context context) {
        String name = context.pathParam("name");
        byte[] file = files.get(name);
        if (file == null)
            throw new NotFoundResponse("there is no such file");
        context.header("Cache-Control", "public, max-age=31536000, immutable")
                .contentType(name.endsWith(".css") ? "text/css;charset=utf-8" : "text/javascript;charset=utf-8")
                .result(file);
    }
}
