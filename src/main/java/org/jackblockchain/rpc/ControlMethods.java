package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The program itself. */
final class ControlMethods {
    private static final String GROUP = "control";
    /** The longest that {@code stop} can be asked to wait. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final RpcNode node;
    private final InstantSource clock;
    private final Instant started;
    private final ActiveCalls active;

    ControlMethods(RpcNode node, InstantSource clock, ActiveCalls active) {
        this.active = active;
        this.node = node;
        this.clock = clock;
        this.started = clock.instant();
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "uptime", List.of(), "Seconds since the node started.",
                        _ -> Json.number(clock.instant().getEpochSecond() - started.getEpochSecond())),
                new Method(GROUP, "getrpcinfo", List.of(),
                        "Tells of calls that are being answered, and where the log is.",
                        _ -> info()),
                new Method(GROUP, "stop",
                        List.of(Param.optional("wait", Param.Kind.NUMBER,
                                "How long to wait before the answer, in milliseconds.")),
                        "Stops the node.", this::stop),
                new Method("zmq", "getzmqnotifications", List.of(), "What is published by ZeroMQ, and where.",
                        _ -> notifications()));
    }

    private JsonNode notifications() {
        ArrayNode json = Json.array();
        node.notifications().forEach(wish -> json.addObject().put("type", wish.topic().type())
                .put("address", wish.address()).put("hwm", wish.highWaterMark()));
        return json;
    }

    private JsonNode info() {
        ObjectNode json = Json.object();
        json.set("active_commands", active.json());
        return json.put("logpath", node.logFile());
    }

    private JsonNode stop(Args args) throws InterruptedException {
        if (args.isGiven(0))
            Thread.sleep(Duration.ofMillis(Math.clamp(args.number(0), 0, (int) MAX_WAIT.toMillis())));
        node.stop();
        return Json.text("JBC stopping");
    }
}
