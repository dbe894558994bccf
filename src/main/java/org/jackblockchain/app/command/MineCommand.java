package org.jackblockchain.app.command;

import java.io.PrintWriter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jackblockchain.app.Logs;
import org.jackblockchain.app.PoolMining;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.stratum.PoolSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jbc mine} */
@Command(name = "mine", description = {"Mine alone, without a network, and print each block, until Ctrl-C.",
        "With --pool: mine for a pool, or for a node that serves miners (jbc node --stratum)."},
        mixinStandardHelpOptions = true, footer = {
                "", "Example: ten blocks on a chain of their own", "  jbc mine --blocks 10 --data-dir alone",
                "Example: for a node on another machine, and for a second one while the first is away",
                "  jbc mine --pool stratum+tcp://192.0.2.7:3333 --pool stratum+tcp://192.0.2.8:3333 --user rig1"})
final class MineCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(MineCommand.class);
    private static final int LOOK_MILLIS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private NodeFlags flags = new NodeFlags();
    @Mixin
    private Verbosity verbosity = new Verbosity();
    @Option(names = "--blocks", paramLabel = "N", description = "End after this many blocks.")
    private @Nullable Integer blocks;
    @Mixin
    private PoolFlags pool = new PoolFlags();

    @Override
    public Integer call() throws InterruptedException {
        if (pool.areGiven())
            return minePool();
        if (blocks != null && blocks < 1)
            throw new ParameterException(spec.commandLine(), "--blocks has to be at least 1");
        // each block is printed, so it need not be logged as well
        Logs.to(verbosity.level() == Logs.Level.NORMAL ? Logs.Level.QUIET : verbosity.level());
        var settings = new NodeConfiguration(flags, new NodeFlags.Network()).alone();
        StopSignal signal = StopSignal.install();
        int code = 1;
        try (var node = RunningNode.start(settings)) {
            print(node, signal);
            code = Ending.of(node);
        } finally {
            Logs.flush();
            signal.done(code);
        }
        return code;
    }

    private int minePool() throws InterruptedException {
        if (blocks != null || flags.payout != null || flags.name != null)
            throw new ParameterException(spec.commandLine(),
                    "--blocks, --payout and --name do not go with --pool: those are for the pool to say");
        Logs.to(verbosity.level());
        PoolSettings pools = pool.settings(spec.commandLine());
        MinerSettings miner = new NodeConfiguration(flags, new NodeFlags.Network()).miner();
        StopSignal signal = StopSignal.install();
        int code = 1;
        try (var mining = PoolMining.start(pools, miner)) {
            mining.report(signal);
            LOG.info("stopping; {} accepted, {} rejected", mining.pool().accepted(), mining.pool().rejected());
            code = 0;
        } finally {
            Logs.flush();
            signal.done(code);
        }
        return code;
    }

    private void print(RunningNode node, StopSignal signal) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        BlockingQueue<BlockEntry> mined = new LinkedBlockingQueue<>();
        int last = blocks == null ? Integer.MAX_VALUE : node.view().tip().height() + blocks;
        node.onTipMoved(change -> mined.addAll(change.connected()));
        node.mineUpTo(last);
        out.println("mining on height %d of network %s, in %s".formatted(node.view().tip().height(),
                node.settings().params().name(), node.settings().dataDirectory().orElseThrow()));
        int height = node.view().tip().height();
        while (!signal.isWished() && !node.ended().isDone() && height < last) {
            BlockEntry block = mined.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (block != null) {
                height = block.height();
                out.println("block " + height + "  " + block.hash().hex() + "  nonce "
                        + Integer.toUnsignedString(block.header().nonce()));
            }
        }
    }
}
