package org.jackblockchain.app.twin;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jackblockchain.rpc.LogKinds;

/** Reads {@code -debug}, {@code -debugexclude} and {@code -loglevel}: which kinds of lines the log is to have. */
final class LogFlags {
    private static final List<String> LEVELS = List.of("info", "debug", "trace");
    private static final Set<String> NOTHING = Set.of("0", "none");
    /** No name of a kind is shorter, and a ':' before that is part of no kind. */
    private static final int SHORTEST_KIND = 3;

    private final Arguments arguments;

    LogFlags(Arguments arguments) {
        this.arguments = arguments;
    }

    /**
     * The kinds that are wished for; what stands before a word for nothing is forgotten.
     *
     * @throws StartError in Core's words, for a kind or a level that there is not
     */
    Set<String> kinds() {
        arguments.all("loglevel").forEach(LogFlags::check);
        List<String> words = arguments.all("debug");
        int from = words.size();
        while (from > 0 && !NOTHING.contains(words.get(from - 1)))
            from--;
        Set<String> kinds = new TreeSet<>();
        for (String word : words.subList(from, words.size()))
            kinds.addAll(kinds("debug", word));
        for (String word : arguments.all("debugexclude"))
            kinds.removeAll(kinds("debugexclude", word));
        return kinds;
    }

    private static Set<String> kinds(String flag, String word) {
        Set<String> kinds = LogKinds.of(word);
        if (kinds.isEmpty())
            throw new StartError("Unsupported logging category -%s=%s.".formatted(flag, word));
        return kinds;
    }

    /** How much is written of a kind is one and the same here, but what is wrong is told. */
    private static void check(String text) {
        String levels = String.join(", ", LEVELS);
        if (text.indexOf(':', SHORTEST_KIND) < 0) {
            if (!LEVELS.contains(text))
                throw new StartError("Unsupported global logging level -loglevel=%s. Valid values: %s.".formatted(text,
                        levels));
            return;
        }
        List<String> parts = List.of(text.split(":", -1));
        if (parts.size() != 2 || LogKinds.of(parts.getFirst()).isEmpty() || !LEVELS.contains(parts.getLast()))
            throw new StartError(("Unsupported category-specific logging level -loglevel=%s. Expected"
                    + " -loglevel=<category>:<loglevel>. Valid categories: %s. Valid loglevels: %s.")
                    .formatted(text, LogKinds.names(), levels));
    }
}
