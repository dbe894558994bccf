package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Bytes;

/** The scripts that a scan looks for, and which descriptor each of them comes from. */
final class ScriptsWanted {
    /** All of them are kept in memory while coins are read. */
    static final int MAX = 1_000_000;

    /** Where to find the descriptor of a script again: the texts of all of them would be too much. */
    private record Source(OutputDescriptor descriptor, int index, int form) {}

    private final Map<Bytes, Source> sources = new HashMap<>();
    private final ChainParams params;

    ScriptsWanted(ChainParams params) {
        this.params = params;
    }

    /** All that some scan objects name. */
    static Set<Bytes> of(JsonNode objects, ChainParams params) {
        var wanted = new ScriptsWanted(params);
        objects.forEach(wanted::add);
        return wanted.sources.keySet();
    }

    /**
     * Adds what a scan object names: a descriptor, or an object with a {@code desc} and maybe a {@code range}.
     *
     * @throws RpcError saying what is wrong
     */
    void add(JsonNode object) {
        IndexRange range = IndexRange.USUAL;
        JsonNode text = object;
        if (object.isObject()) {
            text = object.path("desc");
            if (text.isMissingNode() || text.isNull())
                throw RpcError.invalid("Descriptor needs to be provided in scan object");
            JsonNode given = object.path("range");
            if (!given.isMissingNode() && !given.isNull())
                range = IndexRange.of(given);
        } else if (!object.isTextual()) {
            throw RpcError.invalid("Scan object needs to be either a string or an object");
        }
        add(Args.text(text), range);
    }

    private void add(String text, IndexRange said) {
        List<OutputDescriptor> descriptors = DescriptorParser.parse(text, params).all();
        IndexRange range = descriptors.getFirst().isRange() ? said : IndexRange.ONE;
        for (long index = range.first(); index <= range.last(); index++) {
            for (OutputDescriptor descriptor : descriptors)
                add(text, descriptor, (int) index);
        }
    }

    private void add(String text, OutputDescriptor descriptor, int index) {
        List<OutputDescriptor.Expanded> scripts = descriptor.at(index).orElseThrow(() -> new RpcError(
                RpcError.Code.NOT_FOUND, "Cannot derive script without private keys: '%s'".formatted(text)));
        for (int form = 0; form < scripts.size(); form++)
            sources.put(scripts.get(form).script(), new Source(descriptor, index, form));
        if (sources.size() > MAX)
            throw RpcError.invalid("More than %d scripts at once are too many".formatted(MAX));
    }

    /** The descriptor of a script that is wanted, with checksum; empty for one that is not. */
    Optional<String> descriptorOf(Bytes script) {
        return Optional.ofNullable(sources.get(script)).map(source -> source.descriptor().at(source.index())
                .flatMap(all -> all.get(source.form()).text()).map(Descriptor::withChecksum)
                .orElseGet(() -> plain(script, params.addresses())));
    }

    private static String plain(Bytes script, AddressFormat format) {
        return ScriptJson.of(script, format).get("desc").textValue();
    }
}
