package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;

/** What {@link Rest} answers. */
record RestReply(String type, Bytes content) {
    static final String TEXT = "text/plain";
    private static final String BYTES = "application/octet-stream";

    static RestReply bytes(byte[] content) {
        return new RestReply(BYTES, Bytes.of(content));
    }

    static RestReply hex(byte[] content) {
        return text(Hex.of(content) + "\n");
    }

    static RestReply text(String content) {
        return new RestReply(TEXT, Bytes.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    static RestReply json(JsonNode content) {
        return new RestReply(ContentType.JSON, Bytes.of((Json.text(content) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    void writeTo(Context context) {
        context.contentType(type).result(content.toArray());
    }
}
