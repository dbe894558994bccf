package org.jackblockchain.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.jackblockchain.app.config.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jbc status}: asks a running node how it is. */
@Command(name = "status", description = "Ask a running node how it is.", mixinStandardHelpOptions = true,
        showDefaultValues = true, footer = {
                "", "Example:", "  jbc status -p 5001"})
final class StatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
        String answer = ask();
        if (json) {
            out.println(answer);
        } else {
            print(parse(answer), out);
        }
        return 0;
    }

    private String ask() throws InterruptedException {
        String where = host + ":" + port;
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://" + where + "/status.json")).timeout(PATIENCE)
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200)
                throw new UserError("what answers at " + where + " is no jbc node: HTTP " + answer.statusCode());
            return answer.body();
        } catch (IOException e) {
            throw new UserError("no node answers at " + where + "; start one with: jbc node -p " + port, e);
        } catch (IllegalArgumentException e) {
            throw new UserError("there is no address " + where, e);
        }
    }

    private JsonNode parse(String answer) {
        try {
            return new JsonMapper().readTree(answer);
        } catch (JsonProcessingException e) {
            throw new UserError("what answers at " + host + ":" + port + " is no jbc node: its status is no JSON", e);
        }
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
