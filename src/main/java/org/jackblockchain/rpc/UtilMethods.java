package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;

/** What needs no chain. */
final class UtilMethods {
    private static final String GROUP = "util";
    private static final int OP_1 = 0x51;
    private static final int OP_16 = 0x60;

    private final RpcNode node;

    UtilMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "validateaddress",
                        List.of(Param.required("address", Param.Kind.TEXT, "The address.")),
                        "Return information about the given bitcoin address.",
                        args -> address(args.text(0), node.view().params())),
                new Method(GROUP, "getindexinfo",
                        List.of(Param.optional("index_name", Param.Kind.TEXT, "Only this one.")),
                        "Tells of indexes, and how far they are.", this::indexes));
    }

    private JsonNode indexes(Args args) {
        ObjectNode json = Json.object();
        for (IndexProgress index : node.indexes()) {
            if (!args.isGiven(0) || args.text(0).equals(index.name()))
                json.putObject(index.name()).put("synced", index.isSynced())
                        .put("best_block_height", index.best().map(BlockEntry::height).orElse(0));
        }
        return json;
    }

    private static JsonNode address(String text, ChainParams params) {
        ObjectNode json = Json.object();
        switch (Address.parse(text, params.addresses())) {
            case Address.Parsed.Locking(Bytes script) -> valid(json, text, script);
            case Address.Parsed.Invalid(String why, List<Integer> places) -> {
                ArrayNode located = json.put("isvalid", false).putArray("error_locations");
                places.forEach(located::add);
                json.put("error", why);
            }
        }
        return json;
    }

    private static void valid(ObjectNode json, String text, Bytes script) {
        json.put("isvalid", true).put("address", text).put("scriptPubKey", script.hex());
        int first = script.at(0) & 0xff;
        boolean witness = first == 0 || (first >= OP_1 && first <= OP_16);
        Solution solution = Solution.of(script);
        json.put("isscript", List.of("scripthash", "witness_v0_scripthash", "witness_v1_taproot")
                .contains(solution.type().text())).put("iswitness", witness);
        if (witness)
            json.put("witness_version", first == 0 ? 0 : first - OP_1 + 1)
                    .put("witness_program", script.slice(2, script.length()).hex());
    }
}
