package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;

/** Output descriptors, as callers read them. */
final class DescriptorMethods {
    private static final String GROUP = "util";

    private final RpcNode node;

    DescriptorMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        Param descriptor = Param.required("descriptor", Param.Kind.TEXT,
                "raw(…), addr(…), or one of keys, such as wpkh(…).");
        return List.of(
                new Method(GROUP, "getdescriptorinfo", List.of(descriptor), "Tells of a descriptor.", this::info),
                new Method(GROUP, "deriveaddresses",
                        List.of(descriptor, Param.optional("range", Param.Kind.ANY,
                                "For a row of keys: where it ends, or where it begins and ends.")),
                        "The addresses of a descriptor with checksum.", this::addresses));
    }

    private JsonNode info(Args args) {
        String text = args.text(0);
        DescriptorParser.Parsed parsed = DescriptorParser.parse(text, node.view().params());
        OutputDescriptor first = parsed.first();
        ObjectNode json = Json.object().put("descriptor", Descriptor.withChecksum(first.text()));
        if (parsed.all().size() > 1) {
            ArrayNode all = json.putArray("multipath_expansion");
            parsed.all().forEach(one -> all.add(Descriptor.withChecksum(one.text())));
        }
        // secrets are for the caller alone: what is shown has none, but the checksum is that of what was said
        int end = text.indexOf('#');
        return json.put("checksum", DescriptorParser.checksum(end < 0 ? text : text.substring(0, end)))
                .put("isrange", first.isRange()).put("issolvable", first.isSolvable())
                .put("hasprivatekeys", parsed.hasSecrets());
    }

    private JsonNode addresses(Args args) {
        Optional<IndexRange> given = args.isGiven(1) ? Optional.of(IndexRange.of(args.at(1))) : Optional.empty();
        DescriptorParser.Parsed parsed = DescriptorParser.parse(args.text(0), node.view().params(), true);
        boolean row = parsed.first().isRange();
        if (!row && given.isPresent())
            throw RpcError.invalid("Range should not be specified for an un-ranged descriptor");
        if (row && given.isEmpty())
            throw RpcError.invalid("Range must be specified for a ranged descriptor");
        IndexRange range = given.orElse(IndexRange.ONE);
        if (parsed.all().size() == 1)
            return addresses(parsed.first(), range);
        ArrayNode all = Json.array();
        parsed.all().forEach(one -> all.add(addresses(one, range)));
        return all;
    }

    private ArrayNode addresses(OutputDescriptor descriptor, IndexRange range) {
        AddressFormat format = node.view().params().addresses();
        ArrayNode json = Json.array();
        for (long index = range.first(); index <= range.last(); index++) {
            List<OutputDescriptor.Expanded> scripts = descriptor.at((int) index)
                    .orElseThrow(() -> wrong("Cannot derive script without private keys"));
            for (OutputDescriptor.Expanded one : scripts) {
                Optional<String> address = Address.of(one.script(), format);
                // of a combo, the bare key has none
                if (address.isEmpty() && scripts.size() == 1)
                    throw wrong("Descriptor does not have a corresponding address");
                address.ifPresent(json::add);
            }
        }
        return json;
    }

    private static RpcError wrong(String why) {
        return new RpcError(RpcError.Code.NOT_FOUND, why);
    }
}
