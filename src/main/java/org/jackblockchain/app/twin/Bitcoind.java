package org.jackblockchain.app.twin;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.jackblockchain.app.Build;
import org.jackblockchain.app.HttpError;
import org.jackblockchain.app.Logs;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code jbc-bitcoind}: a node that is started, watched and stopped like Bitcoin Core's. */
public final class Bitcoind {
    private static final Logger LOG = LoggerFactory.getLogger(Bitcoind.class);
    private static final int FAILED = 1;
    /** What bitcoind says whatever keeps others from calling. */
    static final String NO_HTTP = "Unable to start HTTP server. See debug log for details.";

    private final Arguments arguments;
    private final PrintWriter out;
    private final PrintWriter err;

    private Bitcoind(Arguments arguments, PrintWriter out, PrintWriter err) {
        this.arguments = arguments;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code, 0 for a node that was stopped */
    public static int run(List<String> line, PrintWriter out, PrintWriter err) {
        try {
            return new Bitcoind(parsed(line), out, err).run();
        } catch (StartError e) {
            return failed(e.line(), err);
        } catch (HttpError e) {
            LOG.error("{}", e.getMessage());
            return failed("Error: " + NO_HTTP, err);
        } catch (UserError | StoreException e) {
            return failed("Error: " + e.getMessage(), err);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } finally {
            Logs.silence();
        }
    }

    private static int failed(String line, PrintWriter err) {
        LOG.error(line);
        err.println(line);
        return FAILED;
    }

    private static Arguments parsed(List<String> line) {
        // until there is a file to log to, nobody hears anything
        Logs.silence();
        try {
            return Arguments.parse(line);
        } catch (StartError e) {
            throw new StartError("Error parsing command line arguments: " + e.getMessage(), e);
        }
    }

    private int run() throws InterruptedException {
        if (asksForHelp())
            return help();
        Path base = configure();
        if (!arguments.words().isEmpty())
            throw new StartError("Command line contains unexpected token '%s', see bitcoind -h for a list of options."
                    .formatted(arguments.words().getFirst()));
        try (TwinFolder folder = TwinFolder.make(base, arguments)) {
            return run(folder);
        } catch (IOException e) {
            throw new StartError("cannot leave " + base + " tidy: " + e.getMessage(), e);
        }
    }

    private boolean asksForHelp() {
        return List.of("?", "h", "help", "help-debug", "version").stream()
                .anyMatch(name -> arguments.flag(name, false));
    }

    private int help() {
        out.println("JBC daemon version " + Build.version());
        if (!arguments.flag("version", false)) {
            out.println();
            out.println("Usage:  bitcoind [options]                     Start JBC as Bitcoin Core would be started");
            out.println();
            out.println(Flags.help());
        }
        out.flush();
        return 0;
    }

    /** Reads the files, and chooses the network. @return the data directory */
    private Path configure() {
        Optional<String> given = arguments.value("datadir").filter(path -> !path.isEmpty());
        given.filter(path -> !Files.isDirectory(Path.of(path))).ifPresent(path -> {
            throw new StartError("Specified data directory \"%s\" does not exist.".formatted(path));
        });
        Path start = given.map(Path::of).orElseGet(TwinFolder::standard).toAbsolutePath().normalize();
        var reader = new ConfReader(arguments);
        Optional<Path> read = readFile(start, reader);
        arguments.select(TwinConfiguration.network(arguments));
        Path base = arguments.value("datadir").filter(path -> !path.isEmpty()).map(Path::of).orElse(start)
                .toAbsolutePath().normalize();
        if (!base.equals(start) && !Files.isDirectory(base))
            throw new StartError("Error reading configuration file: specified data directory \"%s\" does not exist."
                    .formatted(base));
        warnOf(reader);
        IgnoredFile.check(arguments, read, start, base).ifPresent(this::warn);
        return base;
    }

    /** @return the file that counts, whether it is there or not; empty where none is wished for */
    private Optional<Path> readFile(Path base, ConfReader reader) {
        if (arguments.isNegated("conf"))
            return Optional.empty();
        Optional<String> named = arguments.value("conf");
        Path file = base.resolve(named.orElse("bitcoin.conf"));
        arguments.note("Config file: " + file + (Files.exists(file) ? "" : " (not found, skipping)"));
        if (Files.exists(file))
            reader.read(file);
        else if (named.isPresent())
            throw new StartError("Error reading configuration file: specified config file \"%s\" could not be opened."
                    .formatted(named.get()));
        return Optional.of(file);
    }

    private void warnOf(ConfReader reader) {
        reader.warnings().forEach(err::println);
        String strays = String.join(System.lineSeparator(), reader.strays().stream()
                .map(stray -> "%s:%d Section [%s] is not recognized.".formatted(stray.file(), stray.line(),
                        stray.section()))
                .toList());
        if (!strays.isEmpty())
            warn(strays);
        for (String name : arguments.misplaced())
            warn("Config setting for -%s only applied on %s network when in [%2$s] section.".formatted(name,
                    arguments.network()));
    }

    private void warn(String text) {
        arguments.note("Warning: " + text);
        err.println("Warning: " + text);
    }

    private int run(TwinFolder folder) throws InterruptedException {
        if (arguments.flag("daemon", false) || arguments.flag("daemonwait", false))
            throw new StartError("-daemon is not supported on this operating system");
        SettingsFile.of(arguments, folder.net()).ifPresent(file -> file.use(arguments));
        Interaction.settle(arguments);
        Set<String> logged = new LogFlags(arguments).kinds();
        var configuration = new TwinConfiguration(arguments);
        NodeSettings settings = configuration.node(folder);
        folder.lock();
        startLog(folder, logged);
        folder.writePid();
        StopSignal signal = StopSignal.install();
        int code = FAILED;
        try (var node = RunningNode.start(settings)) {
            checkTip(node, settings);
            var notify = new Notify(arguments);
            LOG.info("init message: Done loading");
            notify.started(node);
            var _ = node.ended().whenComplete((_, _) -> signal.wish());
            var _ = node.stopWished().thenRun(signal::wish);
            signal.await();
            code = ended(node);
            notify.stopping();
            LOG.info("Shutdown: In progress...");
        } finally {
            LOG.info("Shutdown: done");
            signal.done(code);
        }
        return code;
    }

    private void startLog(TwinFolder folder, Set<String> logged) {
        Optional<Path> file = folder.files().log();
        file.filter(path -> !Files.isDirectory(path.resolveSibling("."))).ifPresent(path -> {
            throw new StartError("Could not open debug log file " + path);
        });
        boolean console = arguments.flag("printtoconsole", true);
        Logs.asBitcoind(file, console, logged);
        LOG.info("JBC version {}", Build.version());
        arguments.notes().forEach(LOG::info);
        LOG.info("Using data directory {}", folder.net());
        arguments.tell(LOG::info);
    }

    /** A chain from the future is more likely a clock that is wrong. */
    private static void checkTip(RunningNode node, NodeSettings settings) {
        Instant latest = settings.manners().clock().instant().plus(settings.params().maxClockDrift());
        if (Instant.ofEpochSecond(node.view().tip().header().time()).isAfter(latest))
            throw StartError.asked("""
                    The block database contains a block which appears to be from the future. This may be due to your \
                    computer's date and time being set incorrectly. Only rebuild the block database if you are sure \
                    that your computer's date and time are correct.
                    Please restart with -reindex or -reindex-chainstate to recover.""");
    }

    private int ended(RunningNode node) throws InterruptedException {
        if (!node.ended().isCompletedExceptionally())
            return 0;
        try {
            node.ended().get();
        } catch (ExecutionException e) {
            LOG.error("Error: A fatal internal error occurred, see debug.log for details", e.getCause());
            err.println("Error: A fatal internal error occurred, see debug.log for details: " + e.getCause());
        }
        return FAILED;
    }
}
