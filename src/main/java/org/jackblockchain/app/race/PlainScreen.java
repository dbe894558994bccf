package org.jackblockchain.app.race;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.app.Quantities;

/** A line per event, for logs and pipes. */
class PlainScreen implements Screen {
    private final PrintWriter out;
    /** Won, and not yet everywhere: said when it is, or when the race has gone on without it. */
    private final List<Standings.Win> onTheirWay = new ArrayList<>();

    PlainScreen(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void say(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void news(Standings.Win win) {
        onTheirWay.removeIf(other -> other.hash().equals(win.hash()));
        if (win.untilAll().isPresent()) {
            say(line(win));
            return;
        }
        onTheirWay.stream().filter(other -> other.height() < win.height()).forEach(late -> say(line(late)));
        onTheirWay.removeIf(other -> other.height() < win.height());
        onTheirWay.add(win);
    }

    private static String line(Standings.Win win) {
        String spread = win.untilAll().map(time -> "all have it after " + Quantities.time(time))
                .orElse("not all have it");
        return "block %d  %s  after %s, %s  %s".formatted(win.height(), win.name(), Quantities.time(win.afterParent()),
                spread, win.hash());
    }

    @Override
    public void reorganized(String racer, int lost, int gained, int height) {
        say("fork     %s gave up %s for %s, now at height %d".formatted(racer, Quantities.count(lost, "block"),
                Quantities.count(gained, "other"), height));
    }

    @Override
    public void warn(String text) {
        say("warning  " + text);
    }

    @Override
    public void show(Standings standings) {
        // a picture is not for pipes
    }

    @Override
    public void close() {
        onTheirWay.forEach(win -> say(line(win)));
        onTheirWay.clear();
    }
}
