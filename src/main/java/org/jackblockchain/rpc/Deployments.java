package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.node.NodeView;

/** {@code getdeploymentinfo}: which rules bind, and since when. */
final class Deployments {
    private final RpcNode node;
    private final Blocks blocks;

    Deployments(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    Method method() {
        return new Method("blockchain", "getdeploymentinfo",
                List.of(Param.optional("blockhash", Param.Kind.TEXT,
                        "The block after which to look. Default: the tip.")),
                "Tells which changes of consensus are active.", this::answer);
    }

    private JsonNode answer(Args args) {
        NodeView now = node.view();
        BlockEntry entry = args.isGiven(0) ? blocks.header(args.hash(0, "blockhash")) : now.tip();
        ObjectNode json = Json.object().put("hash", entry.hash().hex()).put("height", entry.height());
        ObjectNode deployments = json.putObject("deployments");
        Activations heights = now.params().activations();
        bury(deployments, "bip34", heights.bip34(), entry);
        bury(deployments, "bip66", heights.bip66(), entry);
        bury(deployments, "bip65", heights.bip65(), entry);
        bury(deployments, "csv", heights.csv(), entry);
        bury(deployments, "segwit", heights.segwit(), entry);
        taproot(deployments);
        return json;
    }

    /** Active from the block on after which the next one is bound. */
    private static void bury(ObjectNode deployments, String name, int height, BlockEntry entry) {
        deployments.putObject(name).put("type", "buried").put("active", entry.height() + 1 >= height)
                .put("height", height);
    }

    /** Binds everywhere from the first block, in the form of what was voted for (BIP9). */
    private static void taproot(ObjectNode deployments) {
        ObjectNode taproot = deployments.putObject("taproot").put("type", "bip9").put("height", 0).put("active", true);
        taproot.putObject("bip9").put("start_time", -1).put("timeout", Long.MAX_VALUE).put("min_activation_height", 0)
                .put("status", "active").put("since", 0).put("status_next", "active");
    }
}
