package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
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

    ControlMethods(RpcNode node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
        this.started = clock.instant();
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "uptime", List.of(), "Seconds since the node started.",
                        _ -> Json.number(clock.instant().getEpochSecond() - started.getEpochSecond())),
                new Method(GROUP, "stop",
                        List.of(Param.optional("wait", Param.Kind.NUMBER,
                                "How long to wait before the answer, in milliseconds.")),
                        "Stops the node.", this::stop));
    }

    private JsonNode stop(Args args) throws InterruptedException {
        node.stop();
        if (args.isGiven(0))
            Thread.sleep(Duration.ofMillis(Math.clamp(args.number(0), 0, (int) MAX_WAIT.toMillis())));
        return Json.text("JBC stopping");
    }
}
