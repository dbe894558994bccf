package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** How JSON is read and written here. */
final class Json {
    private static final int MAX_DEPTH = 100;

    /** A document that was not written to its end stays visibly torn. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(SubmittedBlock.MAX_HEX_DIGITS).build())
            .build().disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);

    private Json() {}

    /** A document of one line. */
    static String text(StatusPart.Writer writer) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            writer.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.append('\n').toString();
    }
}
