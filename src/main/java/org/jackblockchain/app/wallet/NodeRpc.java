package org.jackblockchain.app.wallet;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.rpc.JsonRpcPost;

/** Asks the node that runs in a data directory on this machine, by JSON-RPC and its cookie. */
public final class NodeRpc {
    /** Calls in one request. */
    static final int BATCH = 200;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final int PATIENCE_MILLIS = (int) Duration.ofMinutes(2).toMillis();
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = -5;

    /** The node answered that it cannot. */
    static final class Refused extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final int code;

        Refused(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    private final URI address;
    private final String login;
    private final int port;

    private NodeRpc(int port, String login) {
        this.address = URI.create("http://127.0.0.1:" + port + "/");
        this.login = login;
        this.port = port;
    }

    /**
     * @param cookie of the node, there while it runs
     * @throws UserError when no node runs
     */
    public static NodeRpc at(int port, Path cookie) {
        try {
            return new NodeRpc(port, Files.readString(cookie).strip());
        } catch (IOException e) {
            throw new UserError("no node with a cookie runs in " + cookie.toAbsolutePath().normalize().getParent()
                    + "; start one with jbc node, or choose its --data-dir", e);
        }
    }

    /**
     * The result of one call.
     *
     * @throws UserError when there is none, with the node's words
     */
    JsonNode call(String method, Object... params) {
        try {
            return result(send(request(method, params)));
        } catch (Refused e) {
            throw new UserError("the node says to " + method + ": " + e.getMessage(), e);
        }
    }

    /** The result of one call; empty for what the node does not know. */
    Optional<JsonNode> find(String method, Object... params) {
        try {
            return Optional.of(result(send(request(method, params)))).filter(result -> !result.isNull());
        } catch (Refused e) {
            if (e.code == NOT_FOUND)
                return Optional.empty();
            throw new UserError("the node says to " + method + ": " + e.getMessage(), e);
        }
    }

    /** The results of calls that differ in their parameters. */
    List<JsonNode> calls(String method, List<Object[]> params) {
        var results = new ArrayList<JsonNode>(params.size());
        for (int from = 0; from < params.size(); from += BATCH) {
            ArrayNode batch = JSON.createArrayNode();
            params.subList(from, Math.min(params.size(), from + BATCH))
                    .forEach(one -> batch.add(request(method, one)));
            JsonNode answers = send(batch);
            try {
                answers.forEach(answer -> results.add(result(answer)));
            } catch (Refused e) {
                throw new UserError("the node says to " + method + ": " + e.getMessage(), e);
            }
        }
        if (results.size() != params.size())
            throw new UserError("the node at port " + port + " answered " + results.size() + " calls of "
                    + params.size());
        return results;
    }

    private static ObjectNode request(String method, Object... params) {
        ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        return request.set("params", JSON.valueToTree(params));
    }

    private static JsonNode result(JsonNode answer) {
        JsonNode error = answer.path("error");
        if (error.isObject())
            throw new Refused(error.path("code").asInt(), error.path("message").asText());
        return answer.path("result");
    }

    private JsonNode send(JsonNode body) {
        try {
            HttpURLConnection connection = JsonRpcPost.open(address, login);
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.getOutputStream().write(JSON.writeValueAsBytes(body));
            if (connection.getResponseCode() == UNAUTHORIZED)
                throw new UserError("the node at port " + port + " is another one than that of this data directory;"
                        + " say -p PORT or --data-dir DIR");
            return JSON.readTree(JsonRpcPost.answer(connection));
        } catch (IOException e) {
            throw new UserError("no node answers at port " + port + " (" + e.getMessage() + "); say its -p PORT", e);
        }
    }
}
