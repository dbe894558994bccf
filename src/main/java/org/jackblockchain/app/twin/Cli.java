package org.jackblockchain.app.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.app.Build;
import org.jackblockchain.app.Logs;
import org.jackblockchain.rpc.ParameterKinds;

/** {@code jbc-cli}: calls a node from a command line, as bitcoin-cli does. */
public final class Cli {
    private static final int FAILED = 1;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final int INVALID_PARAMETER = -8;
    /** What stands for several calls. */
    private static final List<String> COMMANDS = List.of("-addrinfo", "-generate", "-getinfo", "-netinfo");

    /** Parameters by position were given in two ways. */
    private static final class Twice extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;
    }

    private final Arguments arguments;
    private final InputStream in;
    private final PrintWriter out;
    private final PrintWriter err;

    private Cli(Arguments arguments, InputStream in, PrintWriter out, PrintWriter err) {
        this.arguments = arguments;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code: 0, 1, or the number of the node's error without its sign */
    public static int run(List<String> line, InputStream in, PrintWriter out, PrintWriter err) {
        Logs.silence();
        try {
            Arguments arguments = parsed(line);
            return new Cli(arguments, in, out, err).run();
        } catch (StartError e) {
            err.println("error: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static Arguments parsed(List<String> line) {
        try {
            return Arguments.parse(line, Flags::findClients);
        } catch (StartError e) {
            throw new StartError("Error parsing command line arguments: " + e.getMessage(), e);
        }
    }

    private int run() throws InterruptedException {
        if (arguments.flag("version", false) || arguments.flag("help", false) || arguments.flag("?", false)
                || arguments.flag("h", false))
            return help();
        Path base = DataFolder.configure(arguments);
        List<String> commands = COMMANDS.stream().filter(name -> arguments.isSet(name.substring(1))).toList();
        if (commands.size() > 1)
            throw new StartError("Only one of %s may be specified.".formatted(String.join(", ", commands)));
        var words = new ArrayList<>(arguments.words());
        var input = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        Optional<String> password = arguments.flag("stdinrpcpass", false)
                ? Optional.of(line(input))
                : Optional.empty();
        if (arguments.flag("stdin", false))
            input.lines().forEach(words::add);
        var caller = new RpcCaller(arguments, base.resolve(arguments.network()), password);
        if (arguments.flag("getinfo", false))
            return getInfo(caller, words);
        if (words.isEmpty())
            throw new StartError("too few parameters (need at least command)");
        return call(caller, words.getFirst(), words.subList(1, words.size()));
    }

    private static String line(BufferedReader input) {
        try {
            return Optional.ofNullable(input.readLine()).orElseThrow(() -> new StartError(
                    "-stdinrpcpass specified but failed to read from standard input"));
        } catch (IOException e) {
            throw new StartError("cannot read standard input: " + e.getMessage(), e);
        }
    }

    private int help() {
        out.println("JBC RPC client version " + Build.version());
        if (!arguments.flag("version", false)) {
            out.println();
            out.println("Usage:  bitcoin-cli [options] <command> [params]     Send command to JBC");
            out.println("or:     bitcoin-cli [options] -named <command> [name=value]...");
            out.println("or:     bitcoin-cli [options] help                  List commands");
            out.println("or:     bitcoin-cli [options] help <command>        Get help for a command");
            out.println();
            out.println(Flags.clientHelp());
        }
        out.flush();
        return 0;
    }

    private int call(RpcCaller caller, String method, List<String> words) throws InterruptedException {
        try {
            return ask(caller, method, words);
        } catch (Twice _) {
            return failed(INVALID_PARAMETER, "Parameter args specified multiple times");
        }
    }

    private int ask(RpcCaller caller, String method, List<String> words) throws InterruptedException {
        var kinds = new ParameterKinds();
        JsonNode params = arguments.flag("named", false) ? named(kinds, method, words) : ordered(kinds, method, words);
        JsonNode reply = patiently(caller, method, params);
        JsonNode error = reply.path("error");
        if (error.isObject())
            return failed(error.path("code").asInt(), error.path("message").asText());
        print(reply.path("result"));
        return 0;
    }

    private int failed(int code, String message) {
        err.println("error code: " + code);
        err.println("error message:");
        err.println(message);
        return Math.abs(code);
    }

    private void print(JsonNode result) {
        if (result.isTextual())
            out.println(result.textValue());
        else if (!result.isNull() && !result.isMissingNode())
            out.println(pretty(result));
        out.flush();
    }

    private static String pretty(JsonNode value) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER).withObjectEmptySeparator("")
                .withArrayEmptySeparator("")).withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values", e);
        }
    }

    private static ArrayNode ordered(ParameterKinds kinds, String method, List<String> words) {
        ArrayNode params = JSON.createArrayNode();
        for (String word : words) {
            int position = params.size();
            params.add(kinds.json(method, position, word).orElseThrow(() -> noJson(word)));
        }
        return params;
    }

    private static StartError noJson(String word) {
        return new StartError("Error parsing JSON: " + word);
    }

    private static ObjectNode named(ParameterKinds kinds, String method, List<String> words) {
        ObjectNode params = JSON.createObjectNode();
        ArrayNode byPosition = JSON.createArrayNode();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                int position = byPosition.size();
                byPosition.add(kinds.json(method, position, word).orElseThrow(() -> noJson(word)));
            } else {
                String name = word.substring(0, equals);
                String value = word.substring(equals + 1);
                params.set(name, (name.equals("args") ? parsed(value) : kinds.json(method, name, value))
                        .orElseThrow(() -> noJson(value)));
            }
        }
        if (!byPosition.isEmpty() && params.has("args"))
            throw new Twice();
        if (!byPosition.isEmpty())
            params.set("args", byPosition);
        return params;
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /** With {@code -rpcwait}, until the node answers. */
    private JsonNode patiently(RpcCaller caller, String method, JsonNode params) throws InterruptedException {
        boolean waits = arguments.flag("rpcwait", false);
        long limit = arguments.number("rpcwaittimeout").orElse(0);
        long end = System.nanoTime() + Duration.ofSeconds(limit).toNanos();
        while (true) {
            try {
                return caller.call(method, params);
            } catch (RpcCaller.NotThere e) {
                if (!waits)
                    throw new StartError("timeout on transient error: " + e.getMessage(), e);
                if (limit > 0 && System.nanoTime() - end >= 0)
                    throw new StartError("timeout on transient error: " + e.getMessage(), e);
                Thread.sleep(RETRY);
            }
        }
    }

    private int getInfo(RpcCaller caller, List<String> words) throws InterruptedException {
        if (!words.isEmpty())
            throw new StartError("-getinfo takes no arguments");
        boolean colour = switch (arguments.text("color").orElse("auto")) {
            case "always" -> true;
            case "never", "auto" -> false;
            default -> throw new StartError(
                    "Invalid value for -color option. Valid values: always, auto, never.");
        };
        JsonNode network = patiently(caller, "getnetworkinfo", JSON.createArrayNode()).path("result");
        JsonNode chain = patiently(caller, "getblockchaininfo", JSON.createArrayNode()).path("result");
        out.println(Info.text(network, chain, colour));
        out.flush();
        return 0;
    }

    /** Where {@code -datadir} and {@code -conf} lead; shared with the daemon's rules, but nothing is made. */
    private static final class DataFolder {
        static Path configure(Arguments arguments) {
            Optional<String> given = arguments.value("datadir").filter(path -> !path.isEmpty());
            given.filter(path -> !Files.isDirectory(Path.of(path))).ifPresent(path -> {
                throw new StartError("Specified data directory \"%s\" does not exist.".formatted(path));
            });
            Path base = given.map(Path::of).orElseGet(TwinFolder::standard).toAbsolutePath().normalize();
            Path file = base.resolve(arguments.value("conf").orElse("bitcoin.conf"));
            if (!arguments.isNegated("conf") && Files.exists(file))
                new ConfReader(arguments).read(file);
            arguments.select(TwinConfiguration.network(arguments));
            return arguments.value("datadir").filter(path -> !path.isEmpty()).map(Path::of).orElse(base)
                    .toAbsolutePath().normalize();
        }
    }
}
