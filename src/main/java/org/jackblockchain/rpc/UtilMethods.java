package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;

/** What needs no chain: addresses, descriptors. */
final class UtilMethods {
    private static final String GROUP = "util";
    /** What may be a secret key in base58. */
    private static final Pattern SECRET = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{51,52}");
    private static final int OP_1 = 0x51;
    private static final int OP_16 = 0x60;

    private final RpcNode node;

    UtilMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        Param descriptor = Param.required("descriptor", Param.Kind.TEXT,
                "raw(…), addr(…), or one of keys, such as wpkh(…).");
        return List.of(
                new Method(GROUP, "validateaddress",
                        List.of(Param.required("address", Param.Kind.TEXT, "The address.")),
                        "Return information about the given bitcoin address.",
                        args -> address(args.text(0), node.view().params())),
                new Method(GROUP, "getdescriptorinfo", List.of(descriptor), "Tells of a descriptor.",
                        args -> info(args.text(0), node.view().params())),
                new Method(GROUP, "deriveaddresses",
                        List.of(descriptor, Param.optional("range", Param.Kind.ANY, "For descriptors with keys.")),
                        "The addresses of a descriptor.", args -> addresses(args.text(0), node.view().params())),
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

    private static JsonNode info(String text, ChainParams params) {
        var _ = DescriptorScript.of(text, params);
        String body = text.contains("#") ? text.substring(0, text.indexOf('#')) : text;
        // secrets are for the caller alone: what is told names their public keys
        String shown = SECRET.matcher(body).replaceAll(match -> SecretKeys.parse(match.group())
                .map(key -> key.point().hex()).orElse(match.group()));
        String given = Descriptor.withChecksum(body);
        boolean solvable = !body.startsWith("raw(") && !body.startsWith("addr(");
        return Json.object().put("descriptor", Descriptor.withChecksum(shown))
                .put("checksum", given.substring(body.length() + 1)).put("isrange", false)
                .put("issolvable", solvable).put("hasprivatekeys", !shown.equals(body));
    }

    private static JsonNode addresses(String text, ChainParams params) {
        if (!text.contains("#"))
            throw new RpcError(RpcError.Code.NOT_FOUND, "Missing checksum");
        ArrayNode json = Json.array();
        json.add(Address.of(DescriptorScript.of(text, params), params.addresses()).orElseThrow(() -> new RpcError(
                RpcError.Code.NOT_FOUND, "Descriptor does not have a corresponding address")));
        return json;
    }
}
