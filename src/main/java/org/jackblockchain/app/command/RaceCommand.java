package org.jackblockchain.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

import org.jackblockchain.app.Ports;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.app.race.RaceSettings;
import org.jackblockchain.app.race.RaceShow;
import org.jackblockchain.stratum.StratumSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jbc race} */
@Command(name = "race", description = "Let several nodes compete on this machine, and see who wins.",
        mixinStandardHelpOptions = true, showDefaultValues = true, footer = {
                "", "Example: four nodes, until one of them has won block 20", "  jbc race --blocks 20"})
final class RaceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "4", description = "How many compete.")
    private int nodes;
    @Option(names = "--interval", paramLabel = "TIME", defaultValue = "5s", converter = DurationConverter.class,
            description = "The mean time between blocks that difficulty aims at.")
    private Duration interval = Duration.ZERO;
    @Option(names = "--blocks", paramLabel = "N", description = "End the race at this height. Default: at Ctrl-C.")
    private @Nullable Integer blocks;
    @Option(names = {"-p",
            "--port"}, paramLabel = "PORT", defaultValue = "5000",
            description = "HTTP port of the first node; the others take the next free ones, and P2P ports are 100"
                    + " above.")
    private int port;
    @Option(names = "--plain", description = "A line for each event instead of a picture: for logs and pipes.")
    private boolean plain;
    @Option(names = "--engine", paramLabel = "NAME", defaultValue = "auto",
            description = "What the nodes mine with: auto (the fastest), vector or portable.")
    private String engine = "auto";
    @Option(names = "--keep", paramLabel = "DIR", description = "Keep chains, network file and log in this folder.")
    private @Nullable Path keep;

    @Option(names = "--tx-rate", paramLabel = "N", defaultValue = "0",
            description = "Transactions a second: the nodes spend what they win, which then matures in "
                    + "5 blocks.")
    private int txRate;

    @Mixin
    private StratumFlags stratum = new StratumFlags();

    @Mixin
    private RpcFlags rpc = new RpcFlags();

    @Override
    public Integer call() throws InterruptedException {
        check(nodes >= 1 && nodes <= RaceSettings.MAX_NODES, "--nodes has to be from 1 to " + RaceSettings.MAX_NODES);
        check(interval.compareTo(RaceSettings.MIN_INTERVAL) >= 0 && interval.compareTo(RaceSettings.MAX_INTERVAL) <= 0,
                "--interval has to be from 100ms to 1h");
        check(blocks == null || blocks >= 1, "--blocks has to be at least 1");
        check(txRate >= 0 && txRate <= RaceSettings.MAX_TX_RATE,
                "--tx-rate has to be from 0 to " + RaceSettings.MAX_TX_RATE);
        check(port >= 1 && port <= Ports.MAX, "--port has to be from 1 to " + Ports.MAX);
        var settings = new RaceSettings(nodes, interval, blocks == null ? OptionalInt.empty() : OptionalInt.of(blocks),
                port, Optional.ofNullable(keep), EngineNames.parse(engine), stratum(),
                rpc.settings()).withTxRate(txRate);
        StopSignal signal = StopSignal.install();
        int code = 1;
        try {
            code = RaceShow.run(settings, plain, spec.commandLine().getOut(), signal);
            return code;
        } finally {
            signal.done(code);
        }
    }

    private Optional<StratumSettings> stratum() {
        Integer first = stratum.port;
        if (first == null)
            return Optional.empty();
        check(first >= 1 && first + nodes - 1 <= Ports.MAX,
                "--stratum has to be from 1 to " + (Ports.MAX - nodes + 1) + ", as each node takes a port");
        return Optional.of(NodeConfiguration.stratum(first, Optional.ofNullable(stratum.listen),
                Optional.ofNullable(stratum.certificate), Optional.ofNullable(stratum.key)));
    }

    private void check(boolean fine, String rule) {
        if (!fine)
            throw new ParameterException(spec.commandLine(), rule);
    }
}
