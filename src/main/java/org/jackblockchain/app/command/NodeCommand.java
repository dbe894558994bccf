package org.jackblockchain.app.command;

import java.util.concurrent.Callable;

import org.jackblockchain.app.Logs;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jbc node} */
@Command(name = "node", description = "Run a node, until Ctrl-C.", mixinStandardHelpOptions = true, footer = {"",
        "Example: the tutorial's nodes, each in a terminal of its own",
        "  jbc node -m --data-dir one", "  jbc node -m -p 5001 --data-dir two",
        "  jbc node -m -p 5002 --data-dir three", "  jbc node -m -p 5003 --data-dir four"})
final class NodeCommand implements Callable<Integer> {
    @Mixin
    private NodeFlags flags = new NodeFlags();
    @Mixin
    private NodeFlags.Network network = new NodeFlags.Network();
    @Mixin
    private Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() throws InterruptedException {
        Logs.to(verbosity.level());
        NodeSettings settings = new NodeConfiguration(flags, network).node();
        StopSignal signal = StopSignal.install();
        int code = 1;
        try (var node = RunningNode.start(settings)) {
            Greeting.log(node);
            var _ = node.ended().whenComplete((_, _) -> signal.wish());
            var _ = node.stopWished().thenRun(signal::wish);
            signal.await();
            code = Ending.of(node);
        } finally {
            Logs.flush();
            signal.done(code);
        }
        return code;
    }
}
