package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/** Calls to the methods of a node, without HTTP. Single quotes stand for double ones. */
final class Rpc {
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    final LocalNode node;
    final Slots slots = new Slots();
    String caller = "";
    private final Calls calls;

    Rpc(LocalNode node) {
        this.node = node;
        this.calls = RpcServer.calls(node, slots, node::now);
    }

    /** @param params the inside of an array */
    JsonNode result(String method, String params) throws Exception {
        JsonNode answer = answer(method, params);
        assertThat(answer.path("error").isNull()).as(answer.toString()).isTrue();
        return answer.path("result");
    }

    /** What is wrong: the code, a space and the message. */
    String error(String method, String params) throws Exception {
        JsonNode error = answer(method, params).path("error");
        return error.path("code").asText() + " " + error.path("message").asText();
    }

    /** The answer's own text. */
    String text(String method, String params) throws Exception {
        assertThat(slots.enter()).isTrue();
        try {
            String request = "{'method': '%s', 'params': [%s], 'id': 1}".formatted(method, params).replace('\'', '"');
            return calls.answer(request.getBytes(StandardCharsets.UTF_8), caller).body();
        } finally {
            slots.leave();
        }
    }

    private JsonNode answer(String method, String params) throws Exception {
        return JSON.readTree(text(method, params));
    }
}
