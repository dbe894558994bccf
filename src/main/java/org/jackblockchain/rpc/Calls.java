package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON-RPC itself, in the dialects that Core speaks: 1.0 and 1.1, where an error is one of HTTP as well, and 2.0, where
 * it is not, and where a call without an id wants no answer.
 */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    /** Calls in one batch. */
    static final int MAX_BATCH = 1_000;

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    /** @param body empty where there is nothing to say */
    record Reply(int status, String body) {}

    /** @param id empty where none was given; what is no object has a null one */
    private record Dialect(boolean two, Optional<JsonNode> id) {
        static final Dialect UNKNOWN = new Dialect(false, Optional.of(Json.none()));

        boolean isNotification() {
            return two && id.isEmpty();
        }

        ObjectNode result(JsonNode result) {
            ObjectNode reply = Json.object();
            if (two)
                reply.put("jsonrpc", "2.0");
            reply.set("result", result);
            if (!two)
                reply.putNull("error");
            id.ifPresent(value -> reply.set("id", value));
            return reply;
        }

        ObjectNode error(RpcError error) {
            ObjectNode reply = Json.object();
            if (two)
                reply.put("jsonrpc", "2.0");
            else
                reply.putNull("result");
            reply.set("error", error.json());
            id.ifPresent(value -> reply.set("id", value));
            return reply;
        }
    }

    private record Call(String method, JsonNode params, String caller) {}

    private final MethodTable methods;
    private final ActiveCalls active;
    private final Whitelists whitelists;

    Calls(MethodTable methods) {
        this(methods, new ActiveCalls(), Whitelists.NONE);
    }

    Calls(MethodTable methods, ActiveCalls active, Whitelists whitelists) {
        this.methods = methods;
        this.active = active;
        this.whitelists = whitelists;
    }

    /**
     * Answers what stands in the body of a request: one call, or a batch.
     *
     * @param caller as in {@link Args}
     */
    Reply answer(byte[] body, String caller) throws InterruptedException {
        Optional<JsonNode> request = Json.parse(body);
        if (request.isEmpty())
            return failed(Dialect.UNKNOWN, new RpcError(RpcError.Code.PARSE, "Parse error"));
        if (!isAllowed(request.get(), caller)) {
            LOG.warn("RPC User {} not allowed to call a method that is asked for", caller);
            return new Reply(FORBIDDEN, "");
        }
        return switch (request.get()) {
            case ObjectNode one -> single(one, caller);
            case ArrayNode many -> batch(many, caller);
            default -> failed(Dialect.UNKNOWN, new RpcError(RpcError.Code.PARSE, "Top-level object parse error"));
        };
    }

    /** One that is not allowed spoils a batch. */
    private boolean isAllowed(JsonNode request, String caller) {
        if (!(request instanceof ArrayNode many))
            return whitelists.admits(caller, request.path("method").asText());
        return many.valueStream().allMatch(one -> whitelists.admits(caller, one.path("method").asText()));
    }

    private Reply single(ObjectNode request, String caller) throws InterruptedException {
        Dialect dialect = new Dialect(false, idOf(request));
        try {
            dialect = dialectOf(request);
            Call call = read(request, caller);
            ObjectNode reply = dialect.two() ? caught(call, dialect) : dialect.result(perform(call));
            return dialect.isNotification() ? new Reply(NO_CONTENT, "") : ok(reply);
        } catch (RpcError e) {
            return failed(dialect, e);
        }
    }

    private Reply batch(ArrayNode requests, String caller) throws InterruptedException {
        if (requests.size() > MAX_BATCH)
            return failed(Dialect.UNKNOWN, new RpcError(RpcError.Code.INVALID_REQUEST,
                    "a batch of %d calls; at most %d are taken".formatted(requests.size(), MAX_BATCH)));
        ArrayNode replies = Json.array();
        for (JsonNode request : requests)
            inBatch(request, caller).ifPresent(replies::add);
        return replies.isEmpty() && !requests.isEmpty() ? new Reply(NO_CONTENT, "") : ok(replies);
    }

    private Optional<ObjectNode> inBatch(JsonNode member, String caller) throws InterruptedException {
        if (!(member instanceof ObjectNode request))
            return Optional.of(Dialect.UNKNOWN.error(invalid("Invalid Request object")));
        Dialect dialect = new Dialect(false, idOf(request));
        try {
            dialect = dialectOf(request);
            ObjectNode reply = caught(read(request, caller), dialect);
            return dialect.isNotification() ? Optional.empty() : Optional.of(reply);
        } catch (RpcError e) {
            return dialect.isNotification() ? Optional.empty() : Optional.of(dialect.error(e));
        }
    }

    private ObjectNode caught(Call call, Dialect dialect) throws InterruptedException {
        try {
            return dialect.result(perform(call));
        } catch (RpcError e) {
            return dialect.error(e);
        }
    }

    private JsonNode perform(Call call) throws InterruptedException {
        LOG.debug("ThreadRPCServer method={} user={}", call.method().replaceAll("[^ -~]", ""),
                call.caller().replaceAll("[^ -~]", ""));
        long number = active.begin(call.method());
        try {
            return methods.call(call.method(), call.params(), call.caller());
        } catch (RpcError e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} failed", call.method(), e);
            throw RpcError.misc("internal error");
        } finally {
            active.end(number);
        }
    }

    private static Optional<JsonNode> idOf(ObjectNode request) {
        return Optional.ofNullable(request.get("id"));
    }

    private static Dialect dialectOf(ObjectNode request) {
        JsonNode version = field(request, "jsonrpc");
        if (version.isNull())
            return new Dialect(false, idOf(request));
        if (!version.isTextual())
            throw invalid("jsonrpc field must be a string");
        return switch (version.textValue()) {
            case "1.0" -> new Dialect(false, idOf(request));
            case "2.0" -> new Dialect(true, idOf(request));
            default -> throw invalid("JSON-RPC version not supported");
        };
    }

    private static Call read(ObjectNode request, String caller) {
        JsonNode method = field(request, "method");
        if (method.isNull())
            throw invalid("Missing method");
        if (!method.isTextual())
            throw invalid("Method must be a string");
        JsonNode params = field(request, "params");
        if (!params.isNull() && !params.isContainerNode())
            throw invalid("Params must be an array or object");
        return new Call(method.textValue(), params.isNull() ? Json.array() : params, caller);
    }

    private static JsonNode field(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? Json.none() : value;
    }

    private static RpcError invalid(String message) {
        return new RpcError(RpcError.Code.INVALID_REQUEST, message);
    }

    private static Reply ok(JsonNode reply) {
        return new Reply(OK, Json.text(reply) + "\n");
    }

    private static Reply failed(Dialect dialect, RpcError error) {
        int status = switch (error.code()) {
            case INVALID_REQUEST -> BAD_REQUEST;
            case METHOD_NOT_FOUND -> NOT_FOUND;
            default -> SERVER_ERROR;
        };
        return new Reply(status, Json.text(dialect.error(error)) + "\n");
    }
}
