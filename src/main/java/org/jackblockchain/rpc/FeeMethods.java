package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.mempool.fees.FeeHorizon;
import org.jackblockchain.mempool.fees.FeeRange;
import org.jackblockchain.mempool.fees.RawFee;
import org.jackblockchain.mempool.fees.SmartFee;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;

/** What to pay to be mined soon, as far as the node has seen what others paid and how long they waited. */
final class FeeMethods {
    private static final int MAX_TARGET = FeeHorizon.LONG.longest();
    private static final double USUAL_PART = 0.95;
    private static final double HUNDREDTHS = 100;
    private static final String NO_DATA = "Insufficient data or no feerate found";
    private static final Param TARGET = Param.required("conf_target", Param.Kind.NUMBER, "In blocks, 1 to 1008.");

    private final RpcNode node;

    FeeMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method("util", "estimatesmartfee",
                        List.of(TARGET, Param.optional("estimate_mode", Param.Kind.TEXT,
                                "unset, economical or conservative: a fall of fees is believed later.")),
                        "What to pay to be mined soon, and within how many blocks that is.", this::estimate),
                new Method(Method.HIDDEN, "estimaterawfee",
                        List.of(TARGET, Param.optional("threshold", Param.Kind.NUMBER, "The part that has to be mined"
                                + " by then. Default: 0.95.")),
                        "The same by each of three memories, and the counts that it rests on.", this::raw));
    }

    private int target(Args args) {
        if (!node.takesTransactions())
            throw new RpcError(RpcError.Code.INTERNAL, "Fee estimation disabled");
        int target = args.number(0);
        if (target < 1 || target > MAX_TARGET)
            throw RpcError.invalid("Invalid conf_target, must be between 1 and " + MAX_TARGET);
        return target;
    }

    private JsonNode estimate(Args args) throws InterruptedException {
        int target = target(args);
        String mode = args.isGiven(1) ? args.text(1).toLowerCase(Locale.ROOT) : "unset";
        if (!Set.of("unset", "economical", "conservative").contains(mode))
            throw RpcError.invalid("Invalid estimate_mode parameter, must be one of: \"unset\", \"economical\","
                    + " \"conservative\"");
        var question = new Request.EstimateFee(target, mode.equals("conservative"));
        if (!(ask(question) instanceof Outcome.Fee(SmartFee(Optional<FeeRate> rate, int blocks))))
            throw RpcError.stopping();
        ObjectNode json = Json.object();
        if (rate.isPresent())
            json.set("feerate", MempoolMethods.rate(FeeRate.max(rate.get(), node.view().mempool().minimum())));
        else
            json.set("errors", Json.array(NO_DATA));
        return json.put("blocks", blocks);
    }

    private JsonNode raw(Args args) throws InterruptedException {
        int target = target(args);
        double part = args.isGiven(1) ? args.at(1).doubleValue() : USUAL_PART;
        if (!(part >= 0 && part <= 1))
            throw RpcError.invalid("Invalid threshold");
        if (!(ask(new Request.EstimateRawFee(target, part)) instanceof Outcome.RawFees(Map<FeeHorizon, RawFee> fees)))
            throw RpcError.stopping();
        ObjectNode json = Json.object();
        for (FeeHorizon horizon : FeeHorizon.values()) {
            RawFee fee = fees.get(horizon);
            if (fee != null)
                json.set(horizon.name().toLowerCase(Locale.ROOT), json(horizon, fee));
        }
        return json;
    }

    private Outcome ask(Request question) throws InterruptedException {
        return node.ask(question).orElseThrow(RpcError::stopping);
    }

    private static ObjectNode json(FeeHorizon horizon, RawFee fee) {
        ObjectNode json = Json.object();
        OptionalDouble rate = fee.rate();
        if (rate.isPresent())
            json.set("feerate", Json.coins(Math.round(rate.getAsDouble())));
        json.set("decay", Json.number(horizon.decay()));
        json.put("scale", horizon.scale());
        if (rate.isPresent())
            json.set("pass", json(fee.passed()));
        if (rate.isEmpty() || fee.failed().isThere())
            json.set("fail", json(fee.failed()));
        if (rate.isEmpty())
            json.set("errors", Json.array(NO_DATA + " which meets threshold"));
        return json;
    }

    private static ObjectNode json(FeeRange range) {
        ObjectNode json = Json.object();
        json.set("startrange", Json.number(Math.rint(range.from())));
        json.set("endrange", Json.number(Math.rint(range.to())));
        json.set("withintarget", hundredths(range.inTime()));
        json.set("totalconfirmed", hundredths(range.mined()));
        json.put("inmempool", range.waiting());
        json.set("leftmempool", hundredths(range.gone()));
        return json;
    }

    private static JsonNode hundredths(double count) {
        return Json.number(Math.round(count * HUNDREDTHS) / HUNDREDTHS);
    }
}
