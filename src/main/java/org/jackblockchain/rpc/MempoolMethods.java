package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What there is to know of transactions that wait for a block: none are taken yet. */
final class MempoolMethods {
    private static final String GROUP = "blockchain";
    private static final long MAX_BYTES = 300_000_000;
    private static final long RELAY_FEE = 1_000;

    MempoolMethods() {}

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "getmempoolinfo", List.of(), "Tells of the memory pool.", _ -> info()),
                new Method(GROUP, "getrawmempool",
                        List.of(Param.optional("verbose", Param.Kind.FLAG, "true for an object by transaction id."),
                                Param.optional("mempool_sequence", Param.Kind.FLAG,
                                        "true to tell its count of changes.")),
                        "The transactions in the memory pool.", MempoolMethods::ids));
    }

    private static JsonNode info() {
        ObjectNode json = Json.object().put("loaded", true).put("size", 0).put("bytes", 0).put("usage", 0);
        json.set("total_fee", Json.coins(0));
        json.put("maxmempool", MAX_BYTES);
        json.set("mempoolminfee", Json.coins(RELAY_FEE));
        json.set("minrelaytxfee", Json.coins(RELAY_FEE));
        json.set("incrementalrelayfee", Json.coins(RELAY_FEE));
        return json.put("unbroadcastcount", 0).put("fullrbf", true);
    }

    private static JsonNode ids(Args args) {
        if (args.flag(0, false))
            return Json.object();
        if (!args.flag(1, false))
            return Json.array();
        ObjectNode json = Json.object();
        json.putArray("txids");
        return json.put("mempool_sequence", 1);
    }
}
