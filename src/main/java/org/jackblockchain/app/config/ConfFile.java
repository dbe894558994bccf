package org.jackblockchain.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code jbc.conf}: lines of {@code key=value}, where {@code #} starts a comment and {@code [name]} a section that
 * only the network of that name reads. A key may stand more than once where that means something ({@code peer}).
 *
 * @param file for messages
 */
public record ConfFile(Path file, List<Entry> entries) {
    /** Every key, which is every long flag of {@code jbc node} that means something in a file. */
    public static final Set<String> KEYS = Set.of("network", "data-dir", "port", "p2p-port", "listen", "http-listen",
            "mine", "peer", "name", "threads", "engine", "cpu-share", "payout", "stratum", "stratum-listen",
            "stratum-tls-cert", "stratum-tls-key", "rpcuser", "rpcpassword", "rpcauth", "cors", "txindex",
            "zmqpubhashblock",
            "zmqpubhashtx", "zmqpubrawblock", "zmqpubrawtx", "zmqpubsequence", "zmqpubhashblockhwm",
            "zmqpubhashtxhwm", "zmqpubrawblockhwm", "zmqpubrawtxhwm", "zmqpubsequencehwm");
    /** Larger files are no configuration. */
    private static final long MAX_BYTES = 1 << 20;
    /** What decides which sections are read cannot stand in one. */
    private static final Set<String> ONLY_ABOVE_SECTIONS = Set.of("network", "data-dir");

    /**
     * @param section empty above the first section
     * @param line counted from 1
     */
    public record Entry(String section, String key, String value, int line) {}

    public ConfFile {
        entries = List.copyOf(entries);
    }

    /** A file that says nothing. */
    public static ConfFile none() {
        return new ConfFile(Path.of("jbc.conf"), List.of());
    }

    /** @throws UserError naming file and line, when the file cannot be read or a line is wrong */
    public static ConfFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES)
                throw new UserError(file + " is larger than a configuration file can be");
            return parse(file, Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new UserError("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new UserError(file + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static ConfFile parse(Path file, List<String> lines) {
        var entries = new ArrayList<Entry>();
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i)).strip();
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).strip();
            } else if (!line.isEmpty()) {
                entries.add(entry(file, section, line, i + 1));
            }
        }
        return new ConfFile(file, entries);
    }

    /** As in {@code bitcoin.conf}, except that a {@code #} inside a word is part of it. */
    private static String withoutComment(String line) {
        if (line.stripLeading().startsWith("#"))
            return "";
        int comment = line.indexOf(" #");
        return comment < 0 ? line : line.substring(0, comment);
    }

    private static Entry entry(Path file, String section, String line, int number) {
        int equals = line.indexOf('=');
        if (equals < 0)
            throw new UserError("%s:%d: \"%s\" is not key=value".formatted(file, number, line));
        String key = line.substring(0, equals).strip();
        if (!KEYS.contains(key))
            throw new UserError("%s:%d: unknown key \"%s\"%s".formatted(file, number, key, Nearest.hint(key, KEYS)));
        if (!section.isEmpty() && ONLY_ABOVE_SECTIONS.contains(key))
            throw new UserError("%s:%d: \"%s\" cannot stand in a section".formatted(file, number, key));
        return new Entry(section, key, line.substring(equals + 1).strip(), number);
    }

    /** The values of a key that this network reads: those of its section if there are any, else the general ones. */
    public List<Entry> all(String key, String network) {
        var own = entries.stream().filter(e -> e.key().equals(key) && e.section().equals(network)).toList();
        return own.isEmpty()
                ? entries.stream().filter(e -> e.key().equals(key) && e.section().isEmpty()).toList()
                : own;
    }

    /** The last of them, as the last word counts. */
    public Optional<Entry> last(String key, String network) {
        return all(key, network).stream().reduce((_, later) -> later);
    }

    /** What to throw when an entry's value is wrong. */
    public UserError wrong(Entry entry, String why) {
        return new UserError("%s:%d: %s: %s".formatted(file, entry.line(), entry.key(), why));
    }
}
