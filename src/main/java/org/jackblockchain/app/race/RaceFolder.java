package org.jackblockchain.app.race;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.jackblockchain.app.config.DataDirectory;
import org.jackblockchain.app.config.NetworkFile;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a race's nodes keep their chains: a folder that is deleted afterwards, or one that is kept. */
record RaceFolder(Path path, boolean kept) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RaceFolder.class);

    /** @throws UserError when the folder to keep is in use already, or cannot be made */
    static RaceFolder open(Optional<Path> keep) {
        try {
            if (keep.isEmpty())
                return new RaceFolder(Files.createTempDirectory("jbc-race-"), false);
            Path folder = DataDirectory.open(keep.get()).folder();
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent())
                    throw new UserError("--keep: " + folder + " is not empty, and each race is a network of its own;"
                            + " choose another folder");
            }
            return new RaceFolder(folder, true);
        } catch (IOException e) {
            throw new UserError("cannot make a folder for the race: " + e.getMessage(), e);
        }
    }

    Path log() {
        return path.resolve("race.log");
    }

    Path node(Racer racer) {
        return path.resolve("node-" + racer.httpPort());
    }

    Path network() {
        return path.resolve("network.json");
    }

    /** With this file any {@code jbc node} can join, or continue the race afterwards. */
    void writeNetwork(ChainParams params) {
        try {
            Files.writeString(network(), NetworkFile.write(params));
        } catch (IOException e) {
            throw new UserError("cannot write " + network() + ": " + e.getMessage(), e);
        }
    }

    /** Deletes a folder that is not kept. What cannot be deleted lies where temporary files lie. */
    @Override
    public void close() {
        try {
            if (!kept)
                delete();
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted", path, e);
        }
    }

    private void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null)
                    throw e;
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
