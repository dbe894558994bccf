package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A field of {@code /status.json} that somebody else writes. */
public record StatusPart(String name, Writer writer) {
    /** Writes one value. */
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator json) throws IOException;
    }
}
