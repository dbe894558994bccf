package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A row of the table of methods.
 *
 * @param group heading in help; {@link #HIDDEN} for one that is not listed there
 * @param says what it does, in a sentence or two
 */
record Method(String group, String name, List<Param> params, String says, Body body) {
    static final String HIDDEN = "hidden";

    /** What is done; throws {@link RpcError} with what is wrong. */
    @FunctionalInterface
    interface Body {
        JsonNode answer(Args args) throws InterruptedException;
    }

    Method {
        params = List.copyOf(params);
    }

    /** Name and parameters in a line; what may be left out stands in brackets. */
    String usage() {
        var line = new StringBuilder(name);
        boolean open = false;
        for (Param param : params) {
            if (param.required() == open)
                line.append(open ? " )" : " (");
            open = !param.required();
            line.append(' ').append(param.usage());
        }
        return line.append(open ? " )" : "").toString();
    }

    String help() {
        var text = new StringBuilder(usage()).append("\n\n").append(says).append('\n');
        if (!params.isEmpty())
            text.append("\nArguments:\n");
        for (int i = 0; i < params.size(); i++) {
            Param param = params.get(i);
            text.append("%d. %s    (%s%s) %s%n".formatted(i + 1, param.name(), param.kind().word(),
                    param.required() ? ", required" : ", optional", param.says()));
        }
        // who asks for one that is not listed knows it already
        if (!group.equals(HIDDEN))
            text.append("\nExample:\n> jbc-cli ").append(example()).append('\n');
        return text.toString();
    }

    /** As a shell takes it, with what is required. */
    private String example() {
        var line = new StringBuilder(name);
        int last = least();
        for (Param param : params.subList(0, last))
            line.append(' ').append(param.example());
        return line.toString();
    }

    /** As many as up to the last one that is required. */
    boolean takes(int count) {
        return count >= least() && count <= params.size();
    }

    private int least() {
        int least = 0;
        for (int i = 0; i < params.size(); i++) {
            if (params.get(i).required())
                least = i + 1;
        }
        return least;
    }
}
