package org.jackblockchain.app.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackblockchain.app.Quantities;
import org.jackblockchain.mining.Tag;

/** How a race ended, in words. */
final class Tally {
    private static final String USUAL = "Mined by node on ";

    private Tally() {}

    /** "Port 5000 won 9 blocks, port 5001 won 7, port 5002 won 0." */
    static String sentence(Map<String, Integer> wins) {
        var parts = new ArrayList<String>();
        for (var entry : wins.entrySet()) {
            String number = parts.isEmpty() ? Quantities.count(entry.getValue(), "block") : entry.getValue().toString();
            parts.add(name(entry.getKey()) + " won " + number);
        }
        String sentence = String.join(", ", parts);
        return sentence.isEmpty()
                ? "Nobody won."
                : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1)
                        + ".";
    }

    /**
     * "port 5000" for a racer, "rig @ port 5000" for a worker who mines for one; a stranger's own words, or what to
     * call one who left none.
     */
    static String name(String tag) {
        if (tag.startsWith(USUAL)) {
            String racer = tag.substring(USUAL.length());
            int end = racer.indexOf(Tag.SEPARATOR);
            return end < 0 ? racer : racer.substring(end + Tag.SEPARATOR.length()) + " @ " + racer.substring(0, end);
        }
        return tag.isBlank() ? "somebody" : "\"" + tag + "\"";
    }

    static int total(Map<String, Integer> wins) {
        return wins.values().stream().mapToInt(Integer::intValue).sum();
    }

    static List<String> lines(RaceBook book, int upTo) {
        var wins = book.wins(upTo);
        var lines = new ArrayList<String>();
        lines.add(sentence(wins));
        lines.add("%s in the chain, %s, %s.".formatted(Quantities.count(total(wins), "block"),
                Quantities.count(book.staleBlocks(), "stale block"),
                Quantities.count(book.reorganizations(), "reorganization")));
        return lines;
    }
}
