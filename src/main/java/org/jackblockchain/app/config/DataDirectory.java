package org.jackblockchain.app.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jackblockchain.mining.Tag;

/** The folder where a node keeps all that it needs again: chain, addresses, key, and what the operator puts there. */
public record DataDirectory(Path folder) {
    private static final long MAX_TAG_FILE_BYTES = 4_096;

    /** {@code ~/.jbc/<network>} */
    public static Path standard(String network) {
        return home().resolve(".jbc").resolve(network);
    }

    /** {@code ~} as the shell would have it, where the shell did not see it, as in {@code jbc.conf}. */
    public static Path expand(String path) {
        return path.startsWith("~/") ? home().resolve(path.substring(2)) : Path.of(path);
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home", "."));
    }

    /**
     * Makes the folder if it is not there, and sees that it can be written to.
     *
     * @throws UserError if not
     */
    public static DataDirectory open(Path folder) {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, ".probe", "");
            Files.delete(probe);
            return new DataDirectory(folder.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new UserError("cannot write to the data directory %s (%s); choose another with --data-dir"
                    .formatted(folder, reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return Objects.requireNonNullElseGet(reason, () -> switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is a file";
            case NoSuchFileException _ -> "it cannot be made there";
            default -> e.getClass().getSimpleName();
        });
    }

    public Path conf() {
        return folder.resolve("jbc.conf");
    }

    public Path payoutKey() {
        return folder.resolve("payout.key");
    }

    /** The words that the keys come from. */
    public Path phrase() {
        return folder.resolve("phrase.txt");
    }

    /** How many addresses of the phrase were given out. */
    public Path addresses() {
        return folder.resolve("addresses.txt");
    }

    /** The password for programs on this machine, while a node runs. */
    public Path cookie() {
        return folder.resolve(".cookie");
    }

    /** The database. */
    public Path chain() {
        return folder.resolve("chain");
    }

    /**
     * The first line of {@code data.txt}, as in the tutorial: the words in each block that this node mines.
     *
     * @throws UserError when it does not fit into a block
     */
    public Optional<String> tag() {
        Path file = folder.resolve("data.txt");
        if (!Files.exists(file))
            return Optional.empty();
        try {
            if (Files.size(file) > MAX_TAG_FILE_BYTES)
                throw new UserError(file + " is too long: a block has room for " + Tag.MAX_BYTES + " bytes");
            List<String> lines = Files.readAllLines(file);
            return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).findFirst().map(Tag::checked);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + " as text in UTF-8: " + reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": " + e.getMessage(), e);
        }
    }
}
