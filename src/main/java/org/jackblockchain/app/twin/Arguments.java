package org.jackblockchain.app.twin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What bitcoind was told, on its command line and in its files, and what of it counts. The command line counts more
 * than the settings that programs keep, these more than the network's section of a file, and that more than what stands
 * above all sections. On the command line the last word counts, in a file the first. A negation takes back what stands
 * before it, and hides what counts less.
 */
final class Arguments {
    private final Map<String, List<Setting>> commandLine = new LinkedHashMap<>();
    /** By section, the empty one above all others. */
    private final Map<String, Map<String, List<Setting>>> files = new LinkedHashMap<>();
    /** Of {@code settings.json}. */
    private final Map<String, List<Setting>> kept = new LinkedHashMap<>();
    /** The same, as it stands there. */
    private final Map<String, String> keptTexts = new LinkedHashMap<>();
    /** What follows from other flags, where nothing was said. */
    private final Map<String, List<Setting>> implied = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String network = "";

    /** What one place says of a flag. */
    private record Source(List<Setting> settings, boolean isFile) {
        /** How many come before the end of the last negation. */
        private int negated() {
            for (int i = settings.size(); i > 0; i--) {
                if (settings.get(i - 1) instanceof Setting.Negated)
                    return i;
            }
            return 0;
        }

        boolean endsNegated() {
            return !settings.isEmpty() && negated() == settings.size();
        }

        List<String> values() {
            return settings.subList(negated(), settings.size()).stream()
                    .map(setting -> setting instanceof Setting.Text(String value) ? value : "").toList();
        }
    }

    /**
     * Reads a command line.
     *
     * @throws StartError for a flag that bitcoind does not have, or must not be used so
     */
    static Arguments parse(List<String> line) {
        return parse(line, Flags::find);
    }

    /** The same, with the flags of another program. */
    static Arguments parse(List<String> line, Function<String, Optional<Flags.Flag>> known) {
        var arguments = new Arguments();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            if (!word.startsWith("-")) {
                arguments.words.addAll(line.subList(i, line.size()));
                break;
            }
            if (word.equals("-"))
                break;
            arguments.add(word, known);
        }
        return arguments;
    }

    private void add(String word, Function<String, Optional<Flags.Flag>> known) {
        int equals = word.indexOf('=');
        String written = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        Setting.Key key = Setting.Key.of(written.substring(written.startsWith("--") ? 2 : 1));
        Optional<Flags.Flag> flag = known.apply(key.name());
        if (flag.isEmpty() || !key.section().isEmpty())
            throw new StartError("Invalid parameter " + word);
        boolean twiceNo = key.negated() && value.equals("0");
        if (key.name().equals("includeconf") && (!key.negated() || twiceNo))
            throw new StartError("-includeconf cannot be used from commandline; -includeconf="
                    + (twiceNo ? "true" : "\"" + value + "\""));
        commandLine.computeIfAbsent(key.name(), _ -> new ArrayList<>())
                .add(Setting.of(key, flag.get(), equals >= 0, value, notes::add));
    }

    /** Takes what a file says. */
    void add(String section, String name, Setting setting) {
        files.computeIfAbsent(section, _ -> new LinkedHashMap<>()).computeIfAbsent(name, _ -> new ArrayList<>())
                .add(setting);
    }

    /**
     * Takes what {@code settings.json} says.
     *
     * @param shown for the log
     */
    void keep(String name, List<Setting> settings, String shown) {
        kept.put(name, List.copyOf(settings));
        keptTexts.put(name, shown);
    }

    /** From now on the section of this network counts. */
    void select(String chosen) {
        network = chosen;
    }

    String network() {
        return network;
    }

    /** What stands behind the flags. */
    List<String> words() {
        return words;
    }

    /** For the log, once there is one. */
    List<String> notes() {
        return notes;
    }

    void note(String line) {
        notes.add(line);
    }

    private List<Source> sources(String name) {
        List<Source> sources = new ArrayList<>();
        sources.add(new Source(implied.getOrDefault(name, List.of()), false));
        sources.add(new Source(commandLine.getOrDefault(name, List.of()), false));
        sources.add(new Source(kept.getOrDefault(name, List.of()), false));
        if (!network.isEmpty())
            sources.add(file(network, name));
        boolean networkOnly = Flags.find(name).map(Flags.Flag::networkOnly).orElse(false);
        if (!networkOnly || network.equals("main") || network.isEmpty())
            sources.add(file("", name));
        sources.removeIf(source -> source.settings().isEmpty());
        return sources;
    }

    private Source file(String section, String name) {
        return new Source(files.getOrDefault(section, Map.of()).getOrDefault(name, List.of()), true);
    }

    /** The word that counts; empty where none was said. A negation says "0". */
    Optional<String> text(String name) {
        return sources(name).stream().findFirst().map(source -> {
            if (source.endsNegated())
                return "0";
            List<String> values = source.values();
            return source.isFile() ? values.getFirst() : values.getLast();
        });
    }

    /** What a flag with a path or a name says; empty also where it was negated. */
    Optional<String> value(String name) {
        return isNegated(name) ? Optional.empty() : text(name);
    }

    boolean isNegated(String name) {
        return sources(name).stream().findFirst().filter(Source::endsNegated).isPresent();
    }

    boolean isSet(String name) {
        return !sources(name).isEmpty();
    }

    /** Says what follows from another flag; whether it did, as nothing was said of this one. */
    boolean imply(String name, String value) {
        if (isSet(name))
            return false;
        implied.put(name, List.of(new Setting.Text(value)));
        return true;
    }

    boolean flag(String name, boolean otherwise) {
        return text(name).map(Amounts::isYes).orElse(otherwise);
    }

    OptionalLong number(String name) {
        return text(name).map(Amounts::number).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** All words for a flag that may be repeated, down to the first negation. */
    List<String> all(String name) {
        List<String> all = new ArrayList<>();
        for (Source source : sources(name)) {
            all.addAll(source.values());
            if (source.negated() > 0)
                break;
        }
        return all;
    }

    /** Flags of one network that stand above all sections, where they count for mainnet only. */
    List<String> misplaced() {
        List<String> misplaced = new ArrayList<>();
        for (Flags.Flag flag : Flags.all()) {
            boolean general = !file("", flag.name()).settings().isEmpty();
            boolean elsewhere = commandLine.containsKey(flag.name())
                    || !file(network, flag.name()).settings().isEmpty();
            if (flag.networkOnly() && general && !elsewhere && !network.equals("main"))
                misplaced.add(flag.name());
        }
        return misplaced;
    }

    /** Tells everything that was said, with secrets hidden. */
    void tell(Consumer<String> log) {
        files.forEach((section, settings) -> tell(settings,
                section.isEmpty() ? "Config file arg: " : "Config file arg: [" + section + "] ", log));
        keptTexts.forEach((name, text) -> log.accept("Setting file arg: %s = %s".formatted(name,
                isSecret(name) ? "****" : text)));
        tell(commandLine, "Command-line arg: ", log);
    }

    private static boolean isSecret(String name) {
        return Flags.find(name).map(Flags.Flag::secret).orElse(false);
    }

    private static void tell(Map<String, List<Setting>> settings, String prefix, Consumer<String> log) {
        settings.forEach((name, all) -> {
            boolean secret = isSecret(name);
            for (Setting setting : all) {
                String value = setting instanceof Setting.Text(String text) ? "\"" + text + "\"" : "false";
                log.accept(prefix + name + "=" + (secret ? "****" : value));
            }
        });
    }
}
