package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An object in which keys stand more than once. The first value counts; who cares can ask for all of them. */
@SuppressWarnings("unchecked") // as its parent leaves the type of a copy open
final class Repeating extends ObjectNode {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Map.Entry<String, JsonNode>> repeated = new ArrayList<>();

    Repeating() {
        super(JsonNodeFactory.instance);
    }

    /** Takes a member as it was read. */
    void take(String key, JsonNode value) {
        if (has(key))
            repeated.add(Map.entry(key, value));
        else
            set(key, value);
    }

    /** All members of an object: those that count, then those that stand there again. */
    static List<Map.Entry<String, JsonNode>> members(ObjectNode object) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        if (object instanceof Repeating some)
            members.addAll(some.repeated);
        return members;
    }
}
