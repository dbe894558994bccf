package org.jackblockchain.app.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

import org.jackblockchain.app.Logs;
import org.jackblockchain.app.config.DataDirectory;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.http.ChainJson;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.store.ChainStore;
import org.jackblockchain.store.RocksStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jbc export}: the active chain as JSON, for a node that does not run. */
@Command(name = "export", description = {"Write a stopped node's chain as JSON: a file for each block, or one stream.",
        "A running node answers the same at /blockchain.json."}, mixinStandardHelpOptions = true,
        footer = {"",
                "Example: files like the tutorial's, and a stream",
                "  jbc export --data-dir one --to chaindata", "  jbc export --data-dir one > chain.json"})
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Option(names = "--network", paramLabel = "NAME|FILE", description = "As for jbc node.")
    private @Nullable String network;
    @Option(names = "--data-dir", paramLabel = "DIR", description = "As for jbc node.")
    private @Nullable Path dataDir;
    @Option(names = "--conf", paramLabel = "FILE", description = "As for jbc node.")
    private @Nullable Path conf;
    @Option(names = "--to", paramLabel = "DIR", description = "Write 000000.json, 000001.json, … into this folder."
            + " Default: one stream to standard output.")
    private @Nullable Path folder;
    @Option(names = "--from", paramLabel = "HEIGHT", defaultValue = "0", description = "The first block.")
    private int from;
    @Option(names = "--limit", paramLabel = "N", defaultValue = "2147483647", description = "At most so many blocks.")
    private int limit;

    @Override
    public Integer call() throws IOException {
        if (from < 0 || limit < 0)
            throw new ParameterException(spec.commandLine(), "--from and --limit have to be 0 at least");
        Logs.to(Logs.Level.QUIET);
        var flags = new NodeFlags();
        flags.network = network;
        flags.dataDir = dataDir;
        flags.conf = conf;
        var configuration = new NodeConfiguration(flags, new NodeFlags.Network());
        Path chainFolder = new DataDirectory(configuration.dataDir()).chain();
        if (!Files.isDirectory(chainFolder))
            throw new UserError(
                    "there is no chain in " + configuration.dataDir() + "; choose the --data-dir of a node");
        try (ChainStore store = RocksStore.open(chainFolder, configuration.params())) {
            var chain = new Chain(configuration.params(), store, store, store.load());
            export(chain.tip(), configuration.params().genesis(), store);
        }
        return 0;
    }

    private void export(BlockEntry tip, Block genesis, ChainStore store) throws IOException {
        int to = (int) Math.min(tip.height() + 1L, (long) from + limit);
        if (folder == null) {
            ChainJson.writeAll(tip, Math.min(from, to), to, genesis, store, new FileOutputStream(FileDescriptor.out));
            return;
        }
        Path into = DataDirectory.open(folder).folder();
        for (BlockEntry block : ascending(tip, from, to)) {
            Path file = into.resolve("%06d.json".formatted(block.height()));
            ChainJson.writeOne(block, genesis, store, Files.newOutputStream(file));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("wrote " + Math.max(0, to - from) + " blocks to " + into);
    }

    private static Deque<BlockEntry> ascending(BlockEntry tip, int from, int to) {
        var blocks = new ArrayDeque<BlockEntry>();
        BlockEntry block = from < to ? tip.ancestor(to - 1) : null;
        while (block != null && block.height() >= from) {
            blocks.addFirst(block);
            block = block.parent();
        }
        return blocks;
    }
}
