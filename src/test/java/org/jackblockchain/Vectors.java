package org.jackblockchain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Public test vectors, read from the folder that the environment variable {@code JBC_VECTORS} names. Without it the
 * test that asks is skipped, and says so; with it, a missing file is a failure.
 */
public final class Vectors {
    private static final String VARIABLE = "JBC_VECTORS";

    private Vectors() {}

    public static String text(String file) {
        String folder = System.getenv(VARIABLE);
        if (folder == null || folder.isBlank()) {
            String why = "NOT TESTED against " + file + ": set " + VARIABLE + " to the folder that holds it";
            System.err.println(why);
            Assumptions.abort(why);
        }
        try {
            return Files.readString(Path.of(String.valueOf(folder), file));
        } catch (IOException e) {
            throw new UncheckedIOException("vectors in " + folder, e);
        }
    }

    public static JsonNode json(String file) {
        try {
            return new ObjectMapper().readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
