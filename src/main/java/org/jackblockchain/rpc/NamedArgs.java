package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings parameters by name into the order of a method's own. */
final class NamedArgs {
    /** Holds the first few by position, so that both ways can be mixed. */
    private static final String BY_POSITION = "args";

    private final Map<String, JsonNode> given = new LinkedHashMap<>();

    private NamedArgs(ObjectNode params) {
        for (Map.Entry<String, JsonNode> member : Repeating.members(params)) {
            if (given.put(member.getKey(), member.getValue()) != null)
                throw RpcError.invalid("Parameter %s specified multiple times".formatted(member.getKey()));
        }
    }

    /** @throws RpcError for a name that the method does not know, and for a parameter that is given twice */
    static List<JsonNode> ordered(ObjectNode params, List<Param> wanted) {
        return new NamedArgs(params).ordered(wanted);
    }

    private List<JsonNode> ordered(List<Param> wanted) {
        List<JsonNode> ordered = new ArrayList<>();
        Optional<Integer> first = Optional.empty();
        for (int i = 0; i < wanted.size(); i++) {
            Optional<JsonNode> value = take(wanted.get(i));
            if (value.isEmpty())
                continue;
            if (first.isEmpty())
                first = Optional.of(i);
            while (ordered.size() < i)
                ordered.add(Json.none());
            ordered.add(value.get());
        }
        JsonNode byPosition = given.get(BY_POSITION);
        if (byPosition != null && byPosition.isArray()) {
            given.remove(BY_POSITION);
            int count = byPosition.size();
            if (first.isPresent() && first.get() < count)
                throw RpcError.invalid("Parameter %s specified twice both as positional and named argument"
                        .formatted(wanted.get(first.get()).names()));
            ordered = behind(byPosition, ordered);
        }
        given.keySet().stream().findFirst().ifPresent(name -> {
            throw RpcError.invalid("Unknown named parameter " + name);
        });
        return ordered;
    }

    private static List<JsonNode> behind(JsonNode byPosition, List<JsonNode> named) {
        List<JsonNode> all = new ArrayList<>();
        byPosition.forEach(all::add);
        for (int i = all.size(); i < named.size(); i++)
            all.add(named.get(i));
        return all;
    }

    private Optional<JsonNode> take(Param param) {
        for (String name : param.names().split("\\|", -1)) {
            JsonNode value = given.remove(name);
            if (value != null)
                return Optional.of(value);
        }
        return Optional.empty();
    }
}
