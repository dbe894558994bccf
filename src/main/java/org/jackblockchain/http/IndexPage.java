package org.jackblockchain.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.node.NodeView;

/** The page at {@code /}: where the chain is, who won lately, and what else is here. Needs no script. */
final class IndexPage {
    /** Nothing is loaded from anywhere and no script runs, whatever a stranger's block says. */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private static final int BLOCKS_SHOWN = 10;
    private static final int HASH_DIGITS_SHOWN = 16;
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String TEMPLATE = resource("index.html");

    private IndexPage() {}

    static String of(NodeView view, Bodies bodies, String version) {
        BlockEntry tip = view.tip();
        return fill(Map.of("network", escaped(view.params().name()), "version", escaped(version),
                "height", String.format(Locale.ROOT, "%,d", tip.height()), "hash", tip.hash().hex(),
                "age", escaped(age(tip.header().instant(), view.at())), "state", escaped(state(view)),
                "peers", String.valueOf(view.peers().size()), "rate", escaped(rate(view)),
                "blocks", rows(tip, bodies), "from", String.valueOf(Math.max(0, tip.height() - BLOCKS_SHOWN + 1))));
    }

    private static String fill(Map<String, String> values) {
        return PLACE.matcher(TEMPLATE).replaceAll((MatchResult place) -> Matcher
                .quoteReplacement(Optional.ofNullable(values.get(place.group(1))).orElseThrow()));
    }

    private static String rows(BlockEntry tip, Bodies bodies) {
        var rows = new StringBuilder();
        BlockEntry entry = tip;
        for (int i = 0; i < BLOCKS_SHOWN && entry != null; i++, entry = entry.parent()) {
            String tag = bodies.of(entry).map(Tag::of).orElse("");
            Instant time = entry.header().instant();
            rows.append("""
                    <tr><td class="number"><a href="/blockchain.json?from=%d&amp;limit=1">%,d</a></td>\
                    <td>%s</td><td><time datetime="%s">%s</time></td><td><code title="%s">%s…</code></td></tr>
                    """.formatted(entry.height(), entry.height(), tag.isEmpty() ? "<i>nobody says</i>" : escaped(tag),
                    time, TIME.format(time), entry.hash().hex(), entry.hash().hex().substring(0, HASH_DIGITS_SHOWN)));
        }
        return rows.toString();
    }

    private static String state(NodeView view) {
        if (view.syncing())
            return "syncing, %,d headers known".formatted(view.bestHeader().height());
        return view.mining() ? "mining" : "listening";
    }

    private static String rate(NodeView view) {
        double rate = view.hashesPerSecond();
        String[] units = {"H/s", "kH/s", "MH/s", "GH/s", "TH/s"};
        int unit = 0;
        for (; rate >= 1_000 && unit < units.length - 1; unit++)
            rate /= 1_000;
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.2f %s", rate, units[unit]);
    }

    private static String age(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.compareTo(Duration.ofMinutes(2)) < 0)
            return Math.max(0, age.toSeconds()) + " s ago";
        if (age.compareTo(Duration.ofHours(2)) < 0)
            return age.toMinutes() + " min ago";
        return age.compareTo(Duration.ofDays(2)) < 0
                ? age.toHours() + " h ago"
                : ChronoUnit.DAYS.between(then, now) + " days ago";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (InputStream in = IndexPage.class.getResourceAsStream(name)) {
            if (in == null)
                throw new IllegalStateException(name + " is missing from the program");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
