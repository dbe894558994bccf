package org.jackblockchain.app.command;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.jackblockchain.app.Logs;
import org.jackblockchain.app.Quantities;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jbc bench}: how fast this machine mines. */
@Command(name = "bench",
        description = {"Measure how many hashes a second each engine computes, and with how many threads.",
                "Everything else on the machine should rest meanwhile."},
        mixinStandardHelpOptions = true,
        showDefaultValues = true, footer = {
                "", "Example: the fastest engine on one thread, as JSON",
                "  jbc bench --engine auto --threads 1 --json"})
final class BenchCommand implements Callable<Integer> {
    private static final int MAX_SECONDS = 3_600;

    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Option(names = "--engine", paramLabel = "NAME", description = "auto, vector or portable. Default: each of them.")
    private @Nullable String engine;
    @Option(names = "--threads", paramLabel = "N", description = "Default: 1, 2, 4 and so on, up to one a core.")
    private @Nullable Integer threads;
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "How many one-second samples.")
    private int seconds;
    @Option(names = "--network", paramLabel = "NAME|FILE", defaultValue = "jbc",
            description = "The network whose blocks the time is estimated for.")
    private String network = "";
    @Option(names = {"-p", "--port"}, paramLabel = "PORT",
            description = "HTTP port of a running node, for the present difficulty. Default: the network's.")
    private @Nullable Integer port;
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** A line of the answer; rates in hashes a second. */
    private record Row(String engine, int threads, double median, double least, double most, double secondsToBlock) {}

    /** @param source where it is from, for people */
    private record Difficulty(Target target, String source) {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (seconds < 1 || seconds > MAX_SECONDS)
            throw new ParameterException(spec.commandLine(), "--seconds has to be from 1 to " + MAX_SECONDS);
        Logs.to(Logs.Level.QUIET);
        PrintWriter out = spec.commandLine().getOut();
        Difficulty difficulty = difficulty(NodeConfiguration.network(network));
        if (!json) {
            out.println("blocks of network %s at difficulty %s, %s".formatted(network,
                    text(difficulty.target().difficulty()), difficulty.source()));
            out.println("%-9s %7s %12s %12s %12s   %s".formatted("engine", "threads", "median", "least", "most",
                    "a block"));
        }
        StopSignal signal = StopSignal.install();
        List<Row> rows = new ArrayList<>();
        try {
            measure(difficulty, rows, signal, out);
        } finally {
            signal.done(0);
        }
        if (json)
            out.println(toJson(rows, difficulty));
        return 0;
    }

    private void measure(Difficulty difficulty, List<Row> rows, StopSignal signal, PrintWriter out)
            throws InterruptedException {
        for (EngineWish wish : wishes()) {
            for (int count : threadCounts()) {
                Optional<EngineBench.Result> result = EngineBench.run(settings(wish, count), seconds, signal);
                if (result.isEmpty())
                    return;
                Row row = row(result.get(), count, difficulty.target());
                rows.add(row);
                if (!json)
                    print(row, out);
            }
        }
    }

    private MinerSettings settings(EngineWish wish, int count) {
        try {
            return new MinerSettings(count, wish, 1);
        } catch (IllegalArgumentException e) {
            throw new UserError("--threads: " + e.getMessage(), e);
        }
    }

    private List<EngineWish> wishes() {
        if (engine != null)
            return List.of(EngineNames.parse(engine));
        return EngineBench.hasVector()
                ? List.of(EngineWish.PORTABLE, EngineWish.VECTOR)
                : List.of(EngineWish.PORTABLE);
    }

    private List<Integer> threadCounts() {
        if (threads != null)
            return List.of(threads);
        int cores = Runtime.getRuntime().availableProcessors();
        var counts = new TreeSet<>(Stream.iterate(1, count -> count < cores, count -> 2 * count).toList());
        counts.add(cores);
        return List.copyOf(counts);
    }

    private static Row row(EngineBench.Result result, int count, Target target) {
        double expected = target.work().hashes().doubleValue();
        return new Row(result.engine(), count, result.median(), result.least(), result.most(),
                expected / result.median());
    }

    private static void print(Row row, PrintWriter out) {
        out.println("%-9s %7d %12s %12s %12s   %s".formatted(row.engine(), row.threads(),
                Quantities.rate(row.median()), Quantities.rate(row.least()), Quantities.rate(row.most()),
                Quantities.time(Duration.ofMillis((long) Math.min(1e15, row.secondsToBlock() * 1e3)))));
        out.flush();
    }

    private static String text(double difficulty) {
        return difficulty >= 1 ? Quantities.scaled(difficulty) : String.format(Locale.ROOT, "%.3g", difficulty);
    }

    /** A running node knows the present one. */
    private Difficulty difficulty(ChainParams params) throws InterruptedException {
        int asked = port == null ? params.httpPort() : port;
        try {
            String answer = NodeStatus.ask("127.0.0.1", asked);
            var status = NodeStatus.parse(answer, "127.0.0.1", asked);
            if (!status.path("network").asText().equals(params.name())) {
                throw new UserError("the node at port " + asked + " is on network "
                        + status.path("network").asText() + ", not on " + params.name());
            }
            return new Difficulty(CompactTarget.of(status.path("bits").asText()).target().orElseThrow(),
                    "as the node at port " + asked + " says");
        } catch (UserError e) {
            if (port != null)
                throw e;
            return new Difficulty(params.easiestTarget(), "its easiest: no node of it runs at port " + asked);
        }
    }

    private String toJson(List<Row> rows, Difficulty difficulty) throws IOException {
        var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        ObjectNode root = mapper.createObjectNode().put("network", network)
                .put("difficulty", difficulty.target().difficulty())
                .put("processors", Runtime.getRuntime().availableProcessors()).put("seconds", seconds);
        var results = root.putArray("results");
        for (Row row : rows) {
            results.addObject().put("engine", row.engine()).put("threads", row.threads())
                    .put("hashes_per_second", Math.round(row.median())).put("least", Math.round(row.least()))
                    .put("most", Math.round(row.most())).put("seconds_to_block", row.secondsToBlock());
        }
        return mapper.writeValueAsString(root);
    }
}
