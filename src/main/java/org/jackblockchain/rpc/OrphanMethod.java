package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.peer.WaitingOrphan;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Transaction;

/** {@code getorphantxs}: what waits for its parents. */
final class OrphanMethod {
    private static final int WITH_HEX = 2;

    private final RpcNode node;

    OrphanMethod(RpcNode node) {
        this.node = node;
    }

    Method method() {
        return new Method(Method.HIDDEN, "getorphantxs",
                List.of(Param.optional("verbosity", Param.Kind.ANY,
                        "0 for ids, 1 for what is known of each, 2 for that and its hex. Default: 0.")),
                "Shows the transactions whose parents are not here.", this::show);
    }

    private JsonNode show(Args args) throws InterruptedException {
        if (args.at(0).isBoolean())
            throw new RpcError(RpcError.Code.WRONG_TYPE, "Verbosity was boolean but only integer allowed");
        int verbosity = args.number(0, 0);
        if (verbosity < 0 || verbosity > WITH_HEX)
            throw new RpcError(RpcError.Code.INVALID_PARAMETER, "Invalid verbosity value " + verbosity);
        if (!(node.ask(new Request.ShowOrphans())
                .orElseThrow(RpcError::stopping) instanceof Outcome.Orphans(List<WaitingOrphan> orphans)))
            throw new IllegalStateException("an outcome of another request");
        ArrayNode shown = Json.array();
        for (WaitingOrphan orphan : orphans) {
            if (verbosity == 0)
                shown.add(orphan.transaction().txid().hex());
            else
                shown.add(details(orphan, verbosity));
        }
        return shown;
    }

    private static ObjectNode details(WaitingOrphan orphan, int verbosity) {
        Transaction tx = orphan.transaction();
        ObjectNode json = Json.object().put("txid", tx.txid().hex()).put("wtxid", tx.wtxid().hex())
                .put("bytes", tx.size()).put("vsize", tx.virtualSize()).put("weight", tx.weight())
                .put("entry", orphan.since().getEpochSecond()).put("expiration", orphan.until().getEpochSecond());
        ArrayNode from = json.putArray("from");
        orphan.announcers().forEach(from::add);
        if (verbosity == WITH_HEX)
            json.put("hex", Hex.of(tx.toBytes()));
        return json;
    }
}
