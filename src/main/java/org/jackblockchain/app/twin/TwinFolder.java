package org.jackblockchain.app.twin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import org.jackblockchain.app.NodeFiles;
import org.jspecify.annotations.Nullable;

/**
 * The data directory as bitcoind lays it out: the network's folder, in it {@code blocks}, {@code chainstate} and
 * {@code indexes} with all that has to be kept, and plain files for the rest.
 */
final class TwinFolder implements AutoCloseable {
    /** Where bitcoind's own blocks begin; its chain and ours must not meet. */
    private static final String CORES_BLOCKS = "blk00000.dat";

    private final Path base;
    private final Path net;
    private final Path blocks;
    private final Path pid;
    private final Optional<Path> cookie;
    private final Optional<Path> log;
    private final Optional<Path> capture;
    private final Deque<FileLock> locks = new ArrayDeque<>();
    private boolean pidWritten;

    /** @param blocksBase where the network's {@code blocks} are kept, usually the data directory itself */
    private TwinFolder(Path base, Path blocksBase, Arguments arguments) {
        this.base = base;
        this.net = base.resolve(arguments.network());
        this.blocks = blocksBase.resolve(arguments.network()).resolve("blocks");
        this.pid = net.resolve(arguments.value("pid").filter(name -> !name.isEmpty()).orElse("bitcoind.pid"));
        this.cookie = arguments.isNegated("rpccookiefile")
                ? Optional.empty()
                : Optional.of(net.resolve(arguments.value("rpccookiefile").filter(name -> !name.isEmpty())
                        .orElse(".cookie")));
        this.log = arguments.isNegated("debuglogfile")
                ? Optional.empty()
                : Optional.of(net.resolve(arguments.value("debuglogfile").filter(name -> !name.isEmpty())
                        .orElse("debug.log")));
        this.capture = arguments.flag("capturemessages", false)
                ? Optional.of(net.resolve("message_capture"))
                : Optional.empty();
    }

    /** Where bitcoind keeps its data unless it is told otherwise. */
    static Path standard() {
        return Path.of(System.getProperty("user.home", "."), ".bitcoin");
    }

    /**
     * Makes what is missing.
     *
     * @throws StartError if that cannot be
     */
    static TwinFolder make(Path base, Arguments arguments) {
        Path blocksBase = arguments.value("blocksdir").map(Path::of).map(Path::toAbsolutePath).orElse(base);
        if (arguments.value("blocksdir").isPresent() && !Files.isDirectory(blocksBase))
            throw new StartError("Specified blocks directory \"%s\" does not exist."
                    .formatted(arguments.value("blocksdir").orElseThrow()));
        var folder = new TwinFolder(base, blocksBase, arguments);
        try {
            if (!Files.isDirectory(base))
                Files.createDirectories(base.resolve("wallets"));
            if (!Files.isDirectory(folder.net))
                Files.createDirectories(folder.net.resolve("wallets"));
            Files.createDirectories(folder.blocks);
        } catch (IOException e) {
            throw new StartError("cannot make the folders in %s: %s".formatted(base, e.getMessage()), e);
        }
        if (Files.exists(folder.blocks.resolve(CORES_BLOCKS)))
            throw new StartError("%s holds the blocks of Bitcoin Core; JBC needs a data directory of its own"
                    .formatted(folder.blocks));
        return folder;
    }

    Path base() {
        return base;
    }

    Path net() {
        return net;
    }

    NodeFiles files() {
        return new NodeFiles(net.resolve("chainstate"), net.resolve("peers.txt"), net.resolve("mempool.dat"),
                net.resolve("fee_estimates.dat"),
                net.resolve("banlist.json"), net.resolve("indexes"),
                net.resolve("payout.key"),
                Optional.empty(), cookie, log, capture);
    }

    /** Takes the folders for this process alone, and makes those in them. */
    void lock() {
        lock(net);
        lock(blocks);
        try {
            Files.createDirectories(net.resolve("chainstate"));
            Files.createDirectories(net.resolve("indexes"));
        } catch (IOException e) {
            throw new StartError("cannot make the folders in %s: %s".formatted(net, e.getMessage()), e);
        }
    }

    private void lock(Path folder) {
        @Nullable
        FileLock lock = null;
        try {
            FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            try {
                lock = channel.tryLock();
            } finally {
                if (lock == null)
                    channel.close();
            }
        } catch (IOException e) {
            throw new StartError("Cannot write to directory '%s'; check permissions.".formatted(folder), e);
        } catch (OverlappingFileLockException e) {
            throw taken(folder, e);
        }
        if (lock == null)
            throw taken(folder, null);
        locks.push(lock);
    }

    private static StartError taken(Path folder, @Nullable Throwable cause) {
        String message = "Cannot obtain a lock on directory %s. JBC is probably already running.".formatted(folder);
        return cause == null ? new StartError(message) : new StartError(message, cause);
    }

    /** Leaves this process's number where others look for it. */
    void writePid() {
        try {
            Files.writeString(pid, ProcessHandle.current().pid() + "\n");
            pidWritten = true;
        } catch (IOException e) {
            throw new StartError("Unable to create the PID file '%s': %s".formatted(pid, e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (pidWritten)
            Files.deleteIfExists(pid);
        while (!locks.isEmpty())
            locks.pop().acquiredBy().close();
    }
}
