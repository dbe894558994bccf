package org.jackblockchain.app.twin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code bitcoin.conf}, and what it includes. */
final class ConfReader {
    /** Larger files are no configuration. */
    private static final long MAX_BYTES = 1 << 20;
    private static final Set<String> NETWORKS = Set.of("main", "test", "testnet4", "signet", "regtest", "jbc");

    /** A section that no network has. */
    record Stray(Path file, int line, String section) {}

    private final Arguments arguments;
    private final List<Stray> strays = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    ConfReader(Arguments arguments) {
        this.arguments = arguments;
    }

    /** What the operator should see at once. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Sections that nobody reads; they may be spelled wrong. */
    List<Stray> strays() {
        return List.copyOf(strays);
    }

    /** @throws StartError naming what is wrong */
    void read(Path file) {
        for (String included : read(file, file.toString(), "Config")) {
            Path path = file.toAbsolutePath().resolveSibling(included);
            if (!Files.exists(path))
                throw wrong("Failed to include configuration file " + included);
            read(path, included, "Included config").forEach(further -> warnings.add(
                    "warning: -includeconf cannot be used from included files; ignoring -includeconf=" + further));
            arguments.note("Included configuration file " + included);
        }
    }

    private static StartError wrong(String why) {
        return new StartError("Error reading configuration file: " + why);
    }

    /** @return the files that it wants included */
    private List<String> read(Path file, String shown, String kind) {
        if (Files.isDirectory(file))
            throw wrong("%s file \"%s\" is a directory.".formatted(kind, shown));
        List<String> included = new ArrayList<>();
        String prefix = "";
        int number = 0;
        for (String line : lines(file)) {
            number++;
            boolean hash = line.indexOf('#') >= 0;
            String text = (hash ? line.substring(0, line.indexOf('#')) : line).strip();
            if (text.isEmpty())
                continue;
            if (text.startsWith("[") && text.endsWith("]")) {
                String section = text.substring(1, text.length() - 1);
                checkSection(file, number, section);
                prefix = section + ".";
            } else {
                entry(file, number, prefix, text, hash).ifPresent(included::add);
            }
        }
        return included;
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES)
                throw wrong(file + " is larger than a configuration file can be");
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new StartError("Error reading configuration file: specified config file \"%s\" could not be opened."
                    .formatted(file), e);
        }
    }

    private void checkSection(Path file, int line, String section) {
        if (!NETWORKS.contains(section))
            strays.add(new Stray(file, line, section));
    }

    private Optional<String> entry(Path file, int number, String prefix, String text, boolean hash) {
        if (text.startsWith("-"))
            throw wrong("parse error on line %d: %s, options in configuration file must be specified without leading -"
                    .formatted(number, text));
        int equals = text.indexOf('=');
        if (equals < 0)
            throw wrong("parse error on line %d: %s%s".formatted(number, text, text.startsWith("no")
                    ? ", if you intended to specify a negated option, use " + text + "=1 instead"
                    : ""));
        String name = prefix + text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        if (hash && name.contains("rpcpassword"))
            throw wrong("parse error on line %d, using # in rpcpassword can be ambiguous and should be avoided"
                    .formatted(number));
        Setting.Key key = Setting.Key.of(name);
        if (!key.section().isEmpty() && prefix.isEmpty())
            checkSection(file, number, key.section());
        return take(key, name, value);
    }

    private Optional<String> take(Setting.Key key, String name, String value) {
        if (key.name().equals("conf"))
            throw wrong("conf cannot be set in the configuration file; use includeconf= if you want to include"
                    + " additional config files");
        if (key.name().equals("reindex") && !key.negated() && Amounts.isYes(value))
            arguments.note("Warning: reindex=1 is set in the configuration file, which will significantly slow down"
                    + " startup. Consider removing or commenting out this option for better performance, unless there"
                    + " is currently a condition which makes rebuilding the indexes necessary");
        Optional<Flags.Flag> flag = Flags.find(key.name());
        if (flag.isEmpty()) {
            arguments.note("Ignoring unknown configuration value " + name);
            return Optional.empty();
        }
        arguments.add(key.section(), key.name(), Setting.of(key, flag.get(), true, value, arguments::note));
        boolean include = key.name().equals("includeconf") && !key.negated();
        return include ? Optional.of(value) : Optional.empty();
    }
}
