package org.jackblockchain.stratum;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The lines that Stratum is made of: JSON-RPC, one object a line. */
final class Lines {
    /** What both sides may send: arrays in an array, at most. */
    private static final int MAX_DEPTH = 16;
    private static final JsonMapper MAPPER = JsonMapper
            .builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /**
     * Any line: a request or a notification has a method, an answer has not.
     *
     * @param id as it came; null in JSON for a notification
     * @param method empty for an answer
     * @param params an empty array where there are none
     * @param result of an answer; null in JSON where there is none
     * @param error likewise
     */
    record Line(JsonNode id, String method, JsonNode params, JsonNode result, JsonNode error) {
        boolean isAnswer() {
            return method.isEmpty();
        }
    }

    private Lines() {}

    /** Empty for what is no JSON object. */
    static Optional<Line> parse(String text) {
        try {
            if (!(MAPPER.readTree(text) instanceof ObjectNode object))
                return Optional.empty();
            JsonNode id = object.path("id");
            JsonNode params = object.path("params");
            return Optional
                    .of(new Line(id.isValueNode() ? id : NullNode.getInstance(), object.path("method").asText(""),
                            params.isContainerNode() ? params : array(), present(object.path("result")),
                            present(object.path("error"))));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static JsonNode present(JsonNode node) {
        return node.isMissingNode() ? NullNode.getInstance() : node;
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An answer that says yes, or more. */
    static String result(JsonNode id, JsonNode result) {
        ObjectNode line = object();
        line.set("id", id);
        line.set("result", result);
        line.putNull("error");
        return text(line);
    }

    /** An answer that says no: {@code [code, why, null]}. */
    static String refusal(JsonNode id, Refusal refusal) {
        ObjectNode line = object();
        line.set("id", id);
        line.putNull("result");
        line.putArray("error").add(refusal.code()).add(refusal.why()).addNull();
        return text(line);
    }

    static String notification(String method, ArrayNode params) {
        return request(NullNode.getInstance(), method, params);
    }

    static String request(JsonNode id, String method, ArrayNode params) {
        ObjectNode line = object();
        line.set("id", id);
        line.put("method", method);
        line.set("params", params);
        return text(line);
    }

    private static String text(ObjectNode line) {
        try {
            return MAPPER.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
