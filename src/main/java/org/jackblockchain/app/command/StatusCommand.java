package org.jackblockchain.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jbc status}: asks a running node how it is. */
@Command(name = "status", description = "Ask a running node how it is.", mixinStandardHelpOptions = true,
        showDefaultValues = true, footer = {
                "", "Example:", "  jbc status -p 5001"})
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Option(names = {"-p", "--port"}, paramLabel = "PORT", defaultValue = "5000", description = "Its HTTP port.")
    private int port;
    @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1", description = "Where it runs.")
    private String host = "";
    @Option(names = "--json", description = "Print the answer as it came.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        String answer = NodeStatus.ask(host, port);
        if (json) {
            out.println(answer);
        } else {
            print(NodeStatus.parse(answer, host, port), out);
        }
        return 0;
    }

    /** Every field on a line of its own, so that a newer node's are shown as well. */
    private static void print(JsonNode status, PrintWriter out) {
        int width = status.properties().stream().mapToInt(field -> field.getKey().length()).max().orElse(0);
        for (var field : status.properties()) {
            String label = field.getKey().replace('_', ' ');
            out.println(label + " ".repeat(width - label.length() + 2) + text(field.getValue()));
        }
    }

    private static String text(JsonNode value) {
        if (value.isObject())
            return value.properties().stream().map(field -> field.getKey().replace('_', ' ') + " "
                    + text(field.getValue())).reduce((a, b) -> a + ", " + b).orElse("none");
        return value.isArray() ? value.size() + " in all" : value.asText();
    }
}
