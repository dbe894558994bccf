package org.jackblockchain.app.twin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Notices a {@code bitcoin.conf} in the data directory that nobody reads, as another one was named or found first. */
final class IgnoredFile {
    private static final String NAME = "bitcoin.conf";

    private IgnoredFile() {}

    /**
     * Looks for it.
     *
     * @param read the file that counts; empty where none does
     * @param start the folder where that was looked for
     * @param base the data directory
     * @return what the operator should be told, but need not mend
     * @throws StartError in Core's words, unless {@code -allowignoredconf} says that it is known
     */
    static Optional<String> check(Arguments arguments, Optional<Path> read, Path start, Path base) {
        Path ignored = base.resolve(NAME);
        if (!Files.exists(ignored))
            return Optional.empty();
        if (read.isEmpty()) {
            arguments.note("Data directory \"%s\" contains a \"%s\" file which is explicitly ignored using -noconf."
                    .formatted(base, NAME));
            return Optional.empty();
        }
        if (isSame(read.get(), ignored))
            return Optional.empty();
        String source = arguments.value("conf").map(named -> "command line argument \"-conf=" + named + "\"")
                .orElse("data directory \"" + start + "\"");
        String why = ("Data directory \"%s\" contains a \"%s\" file which is ignored, because a different configuration"
                + " file \"%s\" from %s is being used instead. Keep one of the two, and have it include the other with"
                + " includeconf= if need be").formatted(base, NAME, read.get(), source);
        if (arguments.flag("allowignoredconf", false))
            return Optional.of(why + ".");
        throw new StartError(why + "; or set allowignoredconf=1 to be warned only.");
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new StartError("cannot tell whether %s is %s: %s".formatted(one, other, e.getMessage()), e);
        }
    }
}
