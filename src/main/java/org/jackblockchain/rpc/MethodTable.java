package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every method by its name. */
final class MethodTable {
    /** Asked for by those who check a client's table of parameters against ours. */
    private static final String CONVERSIONS = "dump_all_command_conversions";

    private final Map<String, Method> methods = new TreeMap<>();

    MethodTable(List<Method> rows) {
        var all = new ArrayList<>(rows);
        all.add(new Method("control", "help",
                List.of(Param.optional("command", Param.Kind.TEXT,
                        "The method to explain. Default: all, a line each.")),
                "Lists the methods, or explains one.", this::help));
        for (Method method : all) {
            if (methods.put(method.name(), method) != null)
                throw new IllegalArgumentException("two methods " + method.name());
        }
    }

    /**
     * Calls a method.
     *
     * @param params an array, or an object of named ones
     * @param caller as in {@link Args}
     * @throws RpcError with what is wrong
     */
    JsonNode call(String name, JsonNode params, String caller) throws InterruptedException {
        Method method = find(name)
                .orElseThrow(() -> new RpcError(RpcError.Code.METHOD_NOT_FOUND, "Method not found"));
        List<JsonNode> values = params instanceof ObjectNode named
                ? NamedArgs.ordered(named, method.params())
                : params.valueStream().toList();
        if (!method.takes(values.size()))
            throw RpcError.misc(method.help());
        var args = new Args(values, caller);
        checkKinds(method, args);
        return method.body().answer(args);
    }

    /** What a method takes at a position, counted from 0; a text where that is not known. */
    Param.Kind kind(String name, int position) {
        return find(name).map(Method::params).filter(params -> position < params.size())
                .map(params -> params.get(position).kind()).orElse(Param.Kind.TEXT);
    }

    /** What a method takes by a name; a text where that is not known. */
    Param.Kind kind(String name, String param) {
        return find(name).stream().flatMap(method -> method.params().stream())
                .filter(known -> List.of(known.names().split("\\|", -1)).contains(param)).findFirst().map(Param::kind)
                .orElse(Param.Kind.TEXT);
    }

    private Optional<Method> find(String name) {
        return Optional.ofNullable(methods.get(name));
    }

    private static void checkKinds(Method method, Args args) {
        var wrong = new LinkedHashMap<String, String>();
        for (int i = 0; i < method.params().size(); i++) {
            Param param = method.params().get(i);
            if (!param.accepts(args.at(i)))
                wrong.put("Position %d (%s)".formatted(i + 1, param.names()),
                        Args.mismatch(args.at(i), param.kind()));
        }
        if (wrong.isEmpty())
            return;
        var lines = wrong.entrySet().stream()
                .map(entry -> "    \"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue())).toList();
        throw new RpcError(RpcError.Code.WRONG_TYPE, "Wrong type passed:\n{\n" + String.join(",\n", lines) + "\n}");
    }

    private JsonNode help(Args args) {
        return args.isGiven(0) && args.text(0).equals(CONVERSIONS) ? conversions() : Json.text(text(args));
    }

    /** Of each parameter by each of its names: the method, its place, the name, and whether it is a text. */
    private ArrayNode conversions() {
        ArrayNode all = Json.array();
        for (Method method : methods.values()) {
            for (int i = 0; i < method.params().size(); i++) {
                Param param = method.params().get(i);
                for (String name : param.names().split("\\|", -1))
                    all.addArray().add(method.name()).add(i).add(name).add(param.kind() == Param.Kind.TEXT);
            }
        }
        return all;
    }

    private String text(Args args) {
        if (args.isGiven(0))
            return find(args.text(0)).map(Method::help).map(help -> help.substring(0, help.length() - 1))
                    .orElse("help: unknown command: " + args.text(0));
        var groups = new TreeMap<String, List<String>>();
        methods.values().stream().filter(method -> !method.group().equals(Method.HIDDEN))
                .sorted(Comparator.comparing(Method::name))
                .forEach(method -> groups.computeIfAbsent(method.group(), _ -> new ArrayList<>()).add(method.usage()));
        var sections = groups.entrySet().stream()
                .map(group -> "== " + capital(group.getKey()) + " ==\n" + String.join("\n", group.getValue())).toList();
        return String.join("\n\n", sections);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
