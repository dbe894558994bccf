package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.wire.Codec;

/** Reads what {@code POST /mined} takes: a block as {@link ChainJson} shows it. Its field {@code hex} is enough. */
final class SubmittedBlock {
    /** No block is longer than the longest message that carries one. */
    static final int MAX_HEX_DIGITS = 2 * Codec.MAX_MESSAGE_BYTES;
    /** The hex, and as much again for the other fields. */
    static final int MAX_BODY_BYTES = 2 * MAX_HEX_DIGITS;

    /** How long a body may take to arrive. */
    static final Duration MAX_BODY_TIME = Duration.ofMinutes(1);

    private static final String WANTED = "one block as /blockchain.json gives it, or {\"hex\": \"…\"}";

    private SubmittedBlock() {}

    /**
     * @param announced length of the body, -1 if it was not
     * @throws HttpResponseException with the reason, if it is no block
     */
    static Block read(long announced, InputStream body) throws IOException {
        if (announced > MAX_BODY_BYTES)
            throw tooLarge();
        try (JsonParser json = Json.FACTORY.createParser(new Limited(body))) {
            return block(hex(json));
        } catch (StreamConstraintsException e) {
            throw new ContentTooLargeResponse(e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new BadRequestResponse("the body is not JSON: %s (line %d, column %d)".formatted(
                    e.getOriginalMessage(), e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        }
    }

    private static String hex(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT)
            throw new BadRequestResponse("the body is no JSON object; it has to be " + WANTED);
        Optional<String> hex = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isHex = json.currentName().equals("hex");
            JsonToken value = json.nextToken();
            if (isHex && value != JsonToken.VALUE_STRING)
                throw new BadRequestResponse("\"hex\" is not a string");
            if (isHex) {
                hex = Optional.of(json.getText());
            } else {
                json.skipChildren();
            }
        }
        if (json.nextToken() != null)
            throw new BadRequestResponse("something follows the JSON object; the body has to be " + WANTED);
        return hex.orElseThrow(
                () -> new BadRequestResponse("\"hex\" is missing: the block's own bytes, in hex. Needed is " + WANTED));
    }

    private static Block block(String hex) {
        try {
            return Block.of(Hex.parse(hex));
        } catch (MalformedException e) {
            throw new BadRequestResponse("\"hex\" is not a block: " + e.getMessage());
        } catch (IllegalArgumentException _) {
            throw new BadRequestResponse("\"hex\" is not an even number of hex digits");
        }
    }

    private static ContentTooLargeResponse tooLarge() {
        return new ContentTooLargeResponse("the body is longer than %d bytes".formatted(MAX_BODY_BYTES));
    }

    /** Ends in an answer when a body of unknown length goes on for too long, or one of any length drips. */
    private static final class Limited extends InputStream {
        private final InputStream in;
        private final long begun = System.nanoTime();
        private long left = MAX_BODY_BYTES;

        Limited(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            left -= Math.max(0, count);
            if (left < 0)
                throw tooLarge();
            if (System.nanoTime() - begun > MAX_BODY_TIME.toNanos())
                throw new HttpResponseException(HttpStatus.REQUEST_TIMEOUT, "the body took too long", Map.of());
            return count;
        }
    }
}
