package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.Request;
import org.jackblockchain.peer.PeerEvent;

/** What tests and those who write programs use. */
final class TestMethods {
    /** The last second that Core's clock can say. */
    private static final long MAX_TIME = 9_223_372_036L;
    private static final long MAX_HURRY = 3_600;
    private static final int MAX_ECHOED = 10;

    private final RpcNode node;

    TestMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method(Method.HIDDEN, "setmocktime",
                        List.of(Param.required("timestamp", Param.Kind.NUMBER,
                                "Unix time, at which the node's clock then stands; 0 for the machine's clock.")),
                        "Sets the node's clock, on regtest only.", this::setTime),
                new Method(Method.HIDDEN, "mockscheduler",
                        List.of(Param.required("delta_time", Param.Kind.NUMBER, "Seconds, at most an hour.")),
                        "Does what is done now and then so much earlier, on regtest only.", this::hurry),
                new Method(Method.HIDDEN, "syncwithvalidationinterfacequeue", List.of(),
                        "Waits until what follows from blocks that are here is done.", _ -> sync()),
                new Method(Method.HIDDEN, "echo", echoed(), "Answers what it was asked.", TestMethods::echo),
                new Method(Method.HIDDEN, "echoipc",
                        List.of(Param.required("arg", Param.Kind.TEXT, "Anything.")), "Answers what it was asked.",
                        args -> Json.text(args.text(0))),
                new Method(Method.HIDDEN, "echojson", echoed(), "Answers what it was asked.", TestMethods::echo));
    }

    private static List<Param> echoed() {
        return IntStream.range(0, MAX_ECHOED)
                .mapToObj(i -> Param.optional("arg" + i, Param.Kind.ANY, "Anything.")).toList();
    }

    private static JsonNode echo(Args args) {
        // so that callers can see what a bug of ours would look like
        if (args.at(MAX_ECHOED - 1).asText().equals("trigger_internal_bug"))
            throw RpcError.misc("Internal bug detected: request.params[9].get_str() != \"trigger_internal_bug\"");
        ArrayNode values = Json.array();
        args.values().forEach(values::add);
        return values;
    }

    private JsonNode hurry(Args args) throws InterruptedException {
        if (!node.view().params().isForTests())
            throw RpcError.misc("mockscheduler is for regression testing (-regtest mode) only");
        long seconds = args.longNumber(0);
        if (seconds <= 0 || seconds > MAX_HURRY)
            throw RpcError.misc("Delta time must be between 1 and 3600 seconds (1 hr)");
        var event = new PeerEvent.Hurry(Duration.ofSeconds(seconds));
        var _ = node.ask(new Request.Tell(event)).orElseThrow(RpcError::stopping);
        return Json.none();
    }

    private JsonNode setTime(Args args) throws InterruptedException {
        if (!node.view().params().isForTests())
            throw RpcError.misc("setmocktime is for regression testing (-regtest mode) only");
        long time = args.longNumber(0);
        if (time < 0 || time > MAX_TIME)
            throw RpcError.invalid("Mocktime must be in the range [0, %d], not %d.".formatted(MAX_TIME, time));
        node.setTime(time == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(time)));
        return Json.none();
    }

    /** A current view shows all that followed, but for what the indexes make of it. */
    private JsonNode sync() throws InterruptedException {
        BlockEntry tip = node.view().tip();
        for (IndexProgress index : node.indexes())
            index.awaitBlock(tip);
        return Json.none();
    }
}
