package org.jackblockchain.app.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

import org.jackblockchain.app.config.Coins;
import org.jackblockchain.app.config.NetworkFile;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Genesis;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.Retarget;
import org.jackblockchain.consensus.Subsidy;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Work;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jbc network}: networks of one's own. */
@Command(name = "network", description = "Make a network of one's own.", mixinStandardHelpOptions = true,
        subcommands = NetworkCommand.New.class, footer = {
                "", "Example:", "  jbc network new --name lab --interval 5s > lab.json",
                "  jbc node -m --network lab.json"})
final class NetworkCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code jbc network new} */
    @Command(name = "new", description = "Mine a first block and print the network's file, which every node on it"
            + " reads.", mixinStandardHelpOptions = true, showDefaultValues = true,
            footer = {"", "Example:",
                    "  jbc network new --name lab --interval 5s > lab.json",
                    "  jbc node -m --network lab.json"})
    static final class New implements Callable<Integer> {
        /** Hashes that mining the first block should take at most, on average: a minute or so. */
        private static final double MAX_GENESIS_HASHES = 1L << 29;
        private static final double PATIENT_HASHES = 1L << 21;

        private static final Logger LOG = LoggerFactory.getLogger(NetworkCommand.class);

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--name", required = true, paramLabel = "NAME",
                description = "1 to 32 of a-z, 0-9 and -; also names the folder of its data.")
        private String name = "";
        @Option(names = "--interval", paramLabel = "TIME", defaultValue = "15s", converter = DurationConverter.class,
                description = "The mean time between blocks.")
        private Duration interval = Duration.ZERO;
        @Option(names = "--easiest", paramLabel = "BITS", defaultValue = "1e00ffff",
                description = "The target that difficulty starts at and never falls below, as a header's bits.")
        private String easiest = "";
        @Option(names = "--subsidy", paramLabel = "COINS", defaultValue = "50", description = "New coins in a block.")
        private String subsidy = "";
        @Option(names = "--halving", paramLabel = "BLOCKS", defaultValue = "2102400",
                description = "Blocks until the subsidy is halved.")
        private int halving;
        @Option(names = "--finality", paramLabel = "BLOCKS", defaultValue = "100",
                description = "A reorganization of more blocks is refused; 0: none is.")
        private int finality;
        @Option(names = "--window", paramLabel = "BLOCKS", defaultValue = "60",
                description = "Blocks that the difficulty of the next follows from.")
        private int window;
        @Option(names = "--maturity", paramLabel = "BLOCKS", defaultValue = "100",
                description = "Blocks until a reward can be spent.")
        private int maturity;
        @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "jbc", description = "How addresses start.")
        private String prefix = "";
        @Option(names = "--text", paramLabel = "TEXT",
                description = "What the first block says. Default: the network's name and the time.")
        private @Nullable String text;
        @Option(names = "--first-peer", paramLabel = "HOST:PORT", description = "A peer to try first. Repeatable."
                + " Default: this machine's P2P ports 5100 to 5103.")
        private @Nullable List<String> firstPeers;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            Block genesis = genesis(err);
            var params = new ChainParams(name, NetworkFile.magic(genesis), Networks.JBC.httpPort(),
                    Networks.JBC.p2pPortOffset(), genesis, bits(), interval, lwma(), new Subsidy(amount(), halving()),
                    maturity, Activations.FROM_BLOCK_ONE, Networks.JBC.maxClockDrift(),
                    finality == 0 ? OptionalInt.empty() : OptionalInt.of(finality),
                    new AddressFormat(prefix, OptionalInt.empty(), OptionalInt.empty()),
                    firstPeers == null ? Networks.JBC.firstPeers() : firstPeers, List.of(), Work.ZERO);
            String file = NetworkFile.write(params);
            // what the reader would refuse must not be written
            NetworkFile.check(file);
            out.print(file);
            out.flush();
            return 0;
        }

        private Block genesis(PrintWriter err) {
            CompactTarget bits = bits();
            double hashes = bits.target().orElseThrow().work().hashes().doubleValue();
            if (hashes > MAX_GENESIS_HASHES)
                throw wrong("--easiest", "mining the first block would take too long; start easier: difficulty rises by"
                        + " itself");
            if (hashes > PATIENT_HASHES) {
                err.println("mining the first block, about %.0f million hashes…".formatted(hashes / 1e6));
                err.flush();
            }
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String words = text != null ? text : name + ", " + now;
            if (words.isEmpty() || words.getBytes(StandardCharsets.UTF_8).length > Genesis.MAX_TEXT_BYTES)
                throw wrong("--text", "has to have 1 to " + Genesis.MAX_TEXT_BYTES + " bytes in UTF-8");
            return mine(words, now, bits);
        }

        /** Now and then no nonce of a second will do, so the seconds before it are tried as well. */
        private Block mine(String words, Instant now, CompactTarget bits) {
            for (Instant time = now;; time = time.minusSeconds(1)) {
                try {
                    return Genesis.mine(words, time, bits, amount());
                } catch (IllegalArgumentException e) {
                    LOG.debug("{}: {}", time, e.getMessage());
                }
            }
        }

        private CompactTarget bits() {
            if (!easiest.matches("[0-9a-f]{8}"))
                throw wrong("--easiest", "\"" + easiest + "\" is not eight hex digits, as a header's bits");
            CompactTarget bits = CompactTarget.of(easiest);
            if (bits.target().isEmpty())
                throw wrong("--easiest", easiest + " is no target that a hash can meet");
            return bits;
        }

        private long amount() {
            try {
                return Coins.parse(subsidy);
            } catch (IllegalArgumentException e) {
                throw wrong("--subsidy", e.getMessage());
            }
        }

        private int halving() {
            if (halving < 1)
                throw wrong("--halving", "has to be at least 1");
            return halving;
        }

        private Retarget lwma() {
            if (window < 1)
                throw wrong("--window", "has to be at least 1");
            return new Retarget.Lwma(window);
        }

        private static UserError wrong(String flag, @Nullable String why) {
            return new UserError(flag + ": " + why);
        }
    }
}
