package org.jackblockchain.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackblockchain.node.NodeView;

/**
 * The live page at {@code /}: a shell that shows at once where the chain is, and the scripts that bring it to life.
 * Everything comes from this program; nothing is asked of another host.
 */
final class Page {
    /** Scripts and styles are ours or they are not run, whatever a stranger's block says. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String HTML = "text/html;charset=utf-8";
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private final Assets assets = Assets.load();
    private final String template = new String(Assets.resource("page/index.html"), StandardCharsets.UTF_8);
    private final String version;
    private final Supplier<NodeView> view;
    private final String meta;

    /** @param meta names and contents of meta elements */
    Page(String version, Supplier<NodeView> view, Map<String, String> meta) {
        this.version = version;
        this.view = view;
        var elements = new StringBuilder();
        new TreeMap<>(meta).forEach((name, content) -> elements
                .append("<meta name=\"%s\" content=\"%s\">\n".formatted(escaped(name), escaped(content))));
        this.meta = elements.toString();
    }

    void addTo(RoutesConfig routes) {
        routes.get("/", this::answer);
        routes.head("/", this::answer);
        assets.addTo(routes);
    }

    private void answer(Context context) {
        context.header("Content-Security-Policy", POLICY).header("Referrer-Policy", "no-referrer").contentType(HTML)
                .result(html());
    }

    private String html() {
        NodeView now = view.get();
        int height = now.tip().height();
        return fill(Map.of("network", escaped(now.params().name()), "version", escaped(version), "height",
                String.format(Locale.ROOT, "%,d", height), "hash", now.tip().hash().hex(), "base", assets.path(),
                "meta", meta, "interval", String.valueOf(now.params().interval().toMillis() / 1e3), "from",
                String.valueOf(Math.max(0, height - 9))));
    }

    private String fill(Map<String, String> values) {
        return PLACE.matcher(template).replaceAll((MatchResult place) -> Matcher
                .quoteReplacement(Optional.ofNullable(values.get(place.group(1))).orElseThrow()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
