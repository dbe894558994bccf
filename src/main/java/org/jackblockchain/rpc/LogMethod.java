package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code logging}: which kinds of lines are written, by Core's names; the lines that JBC can leave out are "net". */
final class LogMethod {
    private final RpcNode node;

    LogMethod(RpcNode node) {
        this.node = node;
    }

    Method method() {
        return new Method("control", "logging",
                List.of(Param.optional("include", Param.Kind.ARRAY, "Kinds of lines to write; all for every one."),
                        Param.optional("exclude", Param.Kind.ARRAY, "Kinds not to write any more.")),
                "Tells which kinds of lines the log has, and changes that. The valid logging categories are: "
                        + LogKinds.names(),
                this::logging);
    }

    private JsonNode logging(Args args) {
        Collection<String> include = names(args.at(0));
        Collection<String> exclude = names(args.at(1));
        Set<String> active = new TreeSet<>(node.logCategories());
        active.addAll(include);
        active.removeAll(exclude);
        if (!active.equals(node.logCategories()))
            node.logCategories(active);
        ObjectNode json = Json.object();
        LogKinds.NAMES.forEach(name -> json.put(name, active.contains(name)));
        return json;
    }

    private static Collection<String> names(JsonNode given) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : given) {
            String name = Args.text(one);
            Set<String> meant = LogKinds.of(name);
            if (meant.isEmpty())
                throw RpcError.invalid("unknown logging category " + name);
            names.addAll(meant);
        }
        return names;
    }
}
