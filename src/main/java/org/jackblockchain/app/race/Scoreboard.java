package org.jackblockchain.app.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jackblockchain.app.Quantities;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Draws {@link Standings} as lines of coloured text for a screen of a given size. A function: it keeps nothing. */
final class Scoreboard {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle BOLD = PLAIN.bold();
    private static final AttributedStyle DIM = PLAIN.faint();
    private static final int[] COLOURS = {AttributedStyle.GREEN, AttributedStyle.YELLOW, AttributedStyle.CYAN,
            AttributedStyle.MAGENTA, AttributedStyle.BLUE, AttributedStyle.RED};
    /** From this width on, a row has room for everything. */
    private static final int WIDE = 72;
    /** Below this width only what matters most is shown. */
    private static final int NARROW = 56;
    /** Workers and strangers that are shown beside the racers. */
    private static final int MAX_OTHERS = 8;
    /** What follows the rows when there is a warning, and the fewest latest blocks. */
    private static final int LINES_BELOW_ROWS = 10;
    private static final int MAX_BAR = 40;
    private static final int MIN_LATEST = 3;
    private static final int MAX_LATEST = 12;

    private final Standings race;
    private final int width;
    private final int height;
    private final List<AttributedString> lines = new ArrayList<>();

    private Scoreboard(Standings race, int width, int height) {
        this.race = race;
        this.width = width;
        this.height = height;
    }

    /** @return at most {@code height - 1} lines of at most {@code width} columns */
    static List<AttributedString> draw(Standings race, Optional<String> warning, int width, int height) {
        var board = new Scoreboard(race, Math.max(20, width), Math.max(6, height));
        board.head();
        board.rows();
        board.forks();
        warning.ifPresent(board::warning);
        board.latest();
        board.foot();
        return board.lines.stream().limit(board.height - 1).map(line -> line.columnSubSequence(0, width)).toList();
    }

    private void add(AttributedStringBuilder line) {
        lines.add(line.toAttributedString());
    }

    private static AttributedStringBuilder line() {
        return new AttributedStringBuilder();
    }

    private void head() {
        var title = line().styled(BOLD.foreground(AttributedStyle.YELLOW), "JBC race");
        title.styled(DIM, "  " + Quantities.count(race.rows().size(), "node") + ", a block every "
                + Quantities.time(race.interval()));
        if (width >= WIDE)
            title.styled(DIM, ", " + Quantities.time(race.lasted()));
        add(title);
        var state = line().styled(BOLD, "block " + race.height());
        race.goal().ifPresent(goal -> state.append(" of " + goal));
        state.append("   " + Quantities.rate(race.hashesPerSecond()));
        if (width >= WIDE && !race.engine().isEmpty())
            state.append(" " + race.engine());
        if (width >= NARROW)
            state.append("   " + Quantities.scaled(race.hashesPerBlock()) + " hashes a block");
        state.append("   last " + Quantities.time(race.sinceLast()) + " ago");
        add(state);
        add(line());
    }

    private void rows() {
        add(line().styled(DIM, width >= WIDE
                ? columns("", "wins", "share", bar(), "height", "peers", "hash rate")
                : width >= NARROW
                        ? columns("", "wins", "share", bar(), "height", "peers")
                        : columns("", "wins",
                                "share", bar())));
        race.rows().forEach(this::row);
        int room = Math.clamp(height - 1L - lines.size() - LINES_BELOW_ROWS, 0, MAX_OTHERS);
        race.others().stream().limit(room).forEach(this::other);
        add(line());
    }

    private String columns(String name, String wins, String share, int bar, String... rest) {
        var text = new StringBuilder("%-10s %5s %5s  ".formatted(name, wins, share)).append(" ".repeat(bar));
        for (String column : rest)
            text.append(" %9s".formatted(column));
        return text.toString();
    }

    /** Columns left for the bar. */
    private int bar() {
        int taken = 24 + (width >= WIDE ? 30 : width >= NARROW ? 20 : 0);
        return Math.clamp(width - taken - 1L, 4, MAX_BAR);
    }

    private void row(Standings.Row row) {
        AttributedStyle colour = colour(OptionalInt.of(row.racer()));
        int bar = bar();
        String drawn = Quantities.bar(row.share(), bar);
        var line = line().styled(colour.bold(), "%-10s".formatted(row.name()))
                .append(" %5d %5s  ".formatted(row.wins(), Quantities.percent(row.share())))
                .styled(colour, drawn).append(" ".repeat(Math.max(0, bar - drawn.length())));
        if (width >= NARROW)
            line.append(" %9d %9d".formatted(row.height(), row.peers()));
        if (width >= WIDE)
            line.append(" %9s".formatted(Quantities.rate(row.hashesPerSecond())));
        add(line);
    }

    private void other(Standings.Other other) {
        int bar = bar();
        String drawn = Quantities.bar(other.share(), bar);
        var line = line().append("%-10s %5d %5s  ".formatted(shortened(other.name(), 10), other.wins(),
                Quantities.percent(other.share()))).append(drawn).append(" ".repeat(Math.max(0, bar - drawn.length())));
        if (width >= NARROW)
            line.append(" ".repeat(20));
        if (width >= WIDE)
            line.append(" %9s".formatted(Quantities.rate(other.hashesPerSecond())));
        add(line);
    }

    private static AttributedStyle colour(OptionalInt racer) {
        return racer.isEmpty() ? PLAIN : PLAIN.foreground(COLOURS[racer.getAsInt() % COLOURS.length]);
    }

    private void forks() {
        var line = line().append("forks  ").append(Quantities.count(race.staleBlocks(), "stale block"))
                .append(", " + Quantities.count(race.reorganizations(), "reorg"));
        if (width >= NARROW) {
            race.medianUntilAll().ifPresent(time -> line.styled(DIM, "   a block is everywhere after "
                    + Quantities.time(time)));
        }
        add(line);
        add(line());
    }

    private void warning(String text) {
        add(line().styled(PLAIN.foreground(AttributedStyle.RED), text));
        add(line());
    }

    private void latest() {
        int room = Math.clamp(height - 1L - lines.size() - 3, MIN_LATEST, MAX_LATEST);
        if (race.latest().isEmpty())
            add(line().styled(DIM, "no block yet"));
        race.latest().stream().limit(room).forEach(this::win);
        add(line());
    }

    private void win(Standings.Win win) {
        var line = line().append("%6d  ".formatted(win.height()))
                .styled(colour(win.racer()), "%-10s".formatted(shortened(win.name())))
                .append(" +%-9s".formatted(Quantities.time(win.afterParent())));
        if (win.stale()) {
            line.styled(PLAIN.foreground(AttributedStyle.RED), " stale");
        } else if (width >= NARROW) {
            line.styled(DIM, win.untilAll().map(time -> " everywhere in %-6s".formatted(Quantities.time(time)))
                    .orElse(" on its way         "));
        }
        if (width >= WIDE)
            line.styled(DIM, "  " + win.hash().substring(0, 16) + "…");
        add(line);
    }

    private String shortened(String name) {
        return shortened(name, width >= WIDE ? 20 : 10);
    }

    private static String shortened(String name, int most) {
        return name.length() <= most ? name : name.substring(0, most - 1) + "…";
    }

    private void foot() {
        add(line().styled(DIM, width >= WIDE ? "page   " : "").append(race.page())
                .styled(DIM, width >= NARROW ? "   Ctrl-C ends the race" : ""));
    }
}
