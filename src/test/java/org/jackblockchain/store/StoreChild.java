package org.jackblockchain.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.chain.Rung;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredHeader;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;

/**
 * Another process with a store open: it writes {@link #step} after step without end, and prints the number of each one
 * once it is written. It starts where the store was left.
 */
final class StoreChild implements AutoCloseable {
    /** Now and then a body large enough for a blob file, so that buffers fill and are flushed within the test. */
    private static final int LARGE = 400_000;

    private final Process process;
    private final BufferedReader printed;

    private StoreChild(Process process) {
        this.process = process;
        this.printed = process.inputReader(StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) {
        try (var store = RocksStore.open(Path.of(arguments[0]), Samples.NETWORK)) {
            for (int n = store.load().headers().size();; n++) {
                store.write(step(n));
                System.out.println(n);
            }
        }
    }

    static StoreChild start(Path folder) throws IOException {
        return start(List.of(), folder);
    }

    /** {@code wrapper} is a command that runs the rest of its arguments. */
    static StoreChild start(List<String> wrapper, Path folder) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(wrapper);
        command.addAll(List.of(java, "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx256m",
                "-Djava.io.tmpdir=" + Files.createDirectories(temporaryOf(folder)),
                "-cp", System.getProperty("java.class.path"), StoreChild.class.getName(), folder.toString()));
        return new StoreChild(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    }

    /** The child's own temporary folder. */
    static Path temporaryOf(Path folder) {
        return folder.resolveSibling("tmp");
    }

    /** Waits until the child has written {@code steps} more. */
    void awaitSteps(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            if (printed.readLine() == null)
                throw new AssertionError("the child ended early");
        }
    }

    /** Ends the process as {@code kill -9} does; returns the number of the last step it said was written. */
    int kill() throws IOException, InterruptedException {
        // Process.destroyForcibly would also close what the child printed.
        process.toHandle().destroyForcibly();
        return lastStep();
    }

    /** Waits for the end of the process; returns the number of the last step it said was written, or -1. */
    int lastStep() throws IOException, InterruptedException {
        int last = -1;
        for (String line = printed.readLine(); line != null; line = printed.readLine())
            last = Integer.parseInt(line);
        process.waitFor();
        return last;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The {@code n}th batch of an endless chain: each connects one block, makes a coin and spends the one before. */
    static StoreBatch step(int n) {
        Block block = block(n);
        BlockHash hash = block.hash();
        Map<OutPoint, Optional<Coin>> coins = n == 0
                ? Map.of(coinOf(n), Optional.of(new Samples(n).coin()))
                : Map.of(coinOf(n), Optional.of(new Samples(n).coin()), coinOf(n - 1), Optional.empty());
        var header = new StoredHeader(block.header(), Rung.CONNECTED, false, n + 1);
        return new StoreBatch(Map.of(hash, header), Map.of(hash, block), Map.of(hash, new Samples(n).undo()), coins,
                Optional.of(hash));
    }

    static Block block(int n) {
        return new Samples(n).block(n % 8 == 0 ? LARGE : 150);
    }

    private static OutPoint coinOf(int n) {
        return new Samples(~n).outPoint();
    }
}
