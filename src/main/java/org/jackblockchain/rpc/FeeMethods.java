package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What to pay to be mined soon. Nothing is learned from what is mined, so the answers are those of a new node. */
final class FeeMethods {
    private static final int MAX_TARGET = 1_008;
    private static final String NO_DATA = "Insufficient data or no feerate found";
    private static final List<Horizon> HORIZONS = List.of(new Horizon("short", 0.962, 1, 12),
            new Horizon("medium", 0.9952, 2, 48), new Horizon("long", 0.99931, 24, MAX_TARGET));
    private static final Param TARGET = Param.required("conf_target", Param.Kind.NUMBER, "In blocks, 1 to 1008.");
    private static final double INFINITE = 1e99;

    /**
     * How Core looks back.
     *
     * @param decay of what is remembered, with each block
     * @param scale blocks that are counted as one
     * @param most the longest wait that it tells of, in blocks
     */
    private record Horizon(String name, double decay, int scale, int most) {}

    List<Method> methods() {
        return List.of(
                new Method("util", "estimatesmartfee",
                        List.of(TARGET, Param.optional("estimate_mode", Param.Kind.TEXT,
                                "unset, economical or conservative.")),
                        "What to pay to be mined soon; so far nothing is learned from what is mined.",
                        FeeMethods::estimate),
                new Method(Method.HIDDEN, "estimaterawfee",
                        List.of(TARGET, Param.optional("threshold", Param.Kind.NUMBER, "The part that has to be mined"
                                + " by then. Default: 0.95.")),
                        "The same, as it was found; so far nothing is.", FeeMethods::raw));
    }

    private static int target(Args args) {
        int target = args.number(0);
        if (target < 1 || target > MAX_TARGET)
            throw RpcError.invalid("Invalid conf_target, must be between 1 and " + MAX_TARGET);
        return target;
    }

    private static JsonNode estimate(Args args) {
        int target = target(args);
        String mode = args.isGiven(1) ? args.text(1).toLowerCase(Locale.ROOT) : "unset";
        if (!Set.of("unset", "economical", "conservative").contains(mode))
            throw RpcError.invalid("Invalid estimate_mode parameter, must be one of: \"unset\", \"economical\","
                    + " \"conservative\"");
        ObjectNode json = Json.object();
        json.set("errors", Json.array(NO_DATA));
        return json.put("blocks", target);
    }

    private static JsonNode raw(Args args) {
        int target = target(args);
        double threshold = args.isGiven(1) ? args.at(1).doubleValue() : 0;
        if (threshold < 0 || threshold > 1)
            throw RpcError.invalid("Invalid threshold");
        ObjectNode json = Json.object();
        for (Horizon horizon : HORIZONS) {
            if (target <= horizon.most())
                json.set(horizon.name(), nothing(horizon));
        }
        return json;
    }

    private static ObjectNode nothing(Horizon horizon) {
        ObjectNode json = Json.object();
        json.set("decay", Json.number(horizon.decay()));
        json.put("scale", horizon.scale());
        ObjectNode fail = json.putObject("fail").put("startrange", 0);
        fail.set("endrange", Json.number(INFINITE));
        fail.put("withintarget", 0).put("totalconfirmed", 0).put("inmempool", 0).put("leftmempool", 0);
        json.set("errors", Json.array(NO_DATA + " which meets threshold"));
        return json;
    }
}
