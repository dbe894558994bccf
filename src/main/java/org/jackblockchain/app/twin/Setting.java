package org.jackblockchain.app.twin;

import java.util.function.Consumer;

/** One mention of a flag, on the command line or in a file. */
sealed interface Setting {
    /** {@code -name=value}; empty for {@code -name} alone, which means yes. */
    record Text(String value) implements Setting {}

    /** {@code -noname}: takes back what stands before it. */
    record Negated() implements Setting {}

    /** A name as it was written, taken apart. */
    record Key(String section, String name, boolean negated) {
        /** {@code section.noname} */
        static Key of(String written) {
            int dot = written.indexOf('.');
            String section = dot < 0 ? "" : written.substring(0, dot);
            String name = written.substring(dot + 1);
            boolean negated = name.startsWith("no");
            return new Key(section, negated ? name.substring(2) : name, negated);
        }
    }

    /**
     * What a mention says.
     *
     * @param hasValue whether a "=" stands there
     * @param log hears of what may not be meant
     * @throws StartError for what the flag must not be
     */
    static Setting of(Key key, Flags.Flag flag, boolean hasValue, String value, Consumer<String> log) {
        if (key.negated()) {
            if (!flag.negatable())
                throw new StartError("Negating of -" + key.name() + " is meaningless and therefore forbidden");
            if (hasValue && !Amounts.isYes(value)) {
                log.accept("Warning: parsed potentially confusing double-negative -%s=%s".formatted(key.name(),
                        value));
                return new Text("1");
            }
            return new Negated();
        }
        if (!hasValue && flag.needsValue())
            throw new StartError("Can not set -%s with no value. Please specify value with -%1$s=value."
                    .formatted(key.name()));
        return new Text(value);
    }
}
