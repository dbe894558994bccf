import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs Bitcoin Core's functional tests, unmodified, against bin/jbc-bitcoind, and prints what became of each. Nothing
 * is written into the checkout of Core or into this project.
 */
final class CoreTests {
    /** Those that judge peer-to-peer behaviour, consensus and the first calls of everybody. */
    private static final List<String> TIER_1 = List.of("rpc_uptime", "p2p_getdata", "p2p_ping", "p2p_leak",
            "p2p_initial_headers_sync", "p2p_nobloomfilter_messages", "rpc_getchaintips", "rpc_invalidateblock",
            "feature_minchainwork", "p2p_sendheaders", "p2p_invalid_block", "p2p_mutated_blocks",
            "p2p_compactblocks_hb", "p2p_compactblocks_blocksonly", "p2p_ibd_txrelay", "feature_csv_activation",
            "feature_cltv", "feature_assumevalid", "feature_framework_miniwallet", "mempool_spend_coinbase",
            "mempool_reorg", "mempool_datacarrier", "feature_block");
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final int SKIPPED = 77;
    private static final int USAGE = 2;

    private record Result(String test, String verdict, long seconds, String why) {}

    private final Path home;
    private final Path core;
    private final Path work;

    private CoreTests(Path home, Path core, Path work) {
        this.home = home;
        this.core = core;
        this.work = work;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(arguments));
        boolean keep = words.remove("--keep");
        if (words.size() < 2 || words.get(1).startsWith("-")) {
            System.err.println("usage: core-tests CORE [--keep] [TEST...]   CORE: a checkout of Bitcoin Core v29");
            System.exit(USAGE);
        }
        Path core = Path.of(words.get(1)).toAbsolutePath().normalize();
        if (!Files.isRegularFile(core.resolve("test/functional/test_framework/test_framework.py"))) {
            System.err.println("core-tests: no functional tests in " + core);
            System.exit(USAGE);
        }
        Path work = Files.createTempDirectory("core-tests");
        var tests = new CoreTests(Path.of(words.get(0)).toRealPath(), core, work);
        List<String> names = words.size() > 2 ? words.subList(2, words.size()) : TIER_1;
        boolean good = tests.run(names.stream().map(name -> name.replaceFirst("\\.py$", "")).toList());
        if (keep || !good)
            System.out.println("logs: " + work);
        else
            delete(work);
        System.exit(good ? 0 : 1);
    }

    private boolean run(List<String> names) throws IOException, InterruptedException {
        prepare();
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        var results = new ArrayList<Result>();
        for (String name : names) {
            Result result = run(name);
            results.add(result);
            System.out.printf("%-" + width + "s  %-7s %5d s  %s%n", name, result.verdict(), result.seconds(),
                    result.why());
        }
        System.out.printf("%n%d passed, %d failed, %d skipped%n", count(results, "passed"), count(results, "failed"),
                count(results, "skipped"));
        return count(results, "failed") == 0;
    }

    private static long count(List<Result> results, String verdict) {
        return results.stream().filter(result -> result.verdict().equals(verdict)).count();
    }

    /** What the framework wants to know of a build: where it is, and what is compiled in. */
    private void prepare() throws IOException {
        Files.createDirectories(work.resolve("build/bin"));
        Files.writeString(work.resolve("config.ini"), """
                [environment]
                CLIENT_NAME=JBC
                CLIENT_BUGREPORT=the JBC project
                SRCDIR=%s
                BUILDDIR=%s
                EXEEXT=
                RPCAUTH=%1$s/share/rpcauth/rpcauth.py
                [components]
                ENABLE_CLI=true
                ENABLE_BITCOIND=true
                ENABLE_ZMQ=true
                """.formatted(core, work.resolve("build")));
    }

    private Result run(String name) throws IOException, InterruptedException {
        Path script = core.resolve("test/functional").resolve(name + ".py");
        if (!Files.isRegularFile(script))
            return new Result(name, "failed", 0, "there is no such test");
        Path log = work.resolve(name + ".log");
        var builder = new ProcessBuilder("python3", script.toString(), "--configfile=" + work.resolve("config.ini"),
                "--cachedir=" + work.resolve("cache"), "--tmpdir=" + work.resolve(name),
                "--portseed=" + (ProcessHandle.current().pid() % 1_000)).directory(work.toFile())
                        .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("BITCOIND", home.resolve("bin/jbc-bitcoind").toString());
        builder.environment().put("BITCOINCLI", home.resolve("bin/jbc-cli").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        long begun = System.nanoTime();
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        String verdict = !ended ? "failed" : switch (process.exitValue()) {
            case 0 -> "passed";
            case SKIPPED -> "skipped";
            default -> "failed";
        };
        return new Result(name, verdict, seconds, verdict.equals("failed") ? why(log, ended) : "");
    }

    /** The last line that names an exception. */
    private static String why(Path log, boolean ended) throws IOException {
        if (!ended)
            return "took longer than " + PATIENCE.toMinutes() + " minutes";
        return Files.readAllLines(log).stream().filter(line -> line.matches("[\\w.]*(Error|Exception|Failed)\\b.*"))
                .reduce((_, later) -> later).orElse("");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList())
                Files.delete(file);
        }
    }
}
