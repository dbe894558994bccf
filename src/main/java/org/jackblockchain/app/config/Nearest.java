package org.jackblockchain.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which of the known words a misspelt one may have meant. */
final class Nearest {
    private Nearest() {}

    /** {@code " (did you mean "port"?)"}, or nothing when no word is near. */
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(" (did you mean \"%s\"?)"::formatted).orElse("");
    }

    /** The known word that the fewest edits lead to, if they are few for its length. */
    static Optional<String> to(String word, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(other -> edits(word, other)))
                .filter(other -> edits(word, other) <= Math.max(2, word.length() / 3)
                        && edits(word, other) < other.length() - 1);
    }

    /** Levenshtein's distance: letters to add, drop or change. */
    static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++)
            row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
