package org.jackblockchain.app.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files of text that nobody but their owner reads. Whoever sees such a file sees the whole of it. */
public final class OwnersFile {
    private OwnersFile() {}

    /**
     * Makes the file, unless it is there already: none is ever replaced, so that no key is lost.
     *
     * @return whether this made it; if not, another process was first, and what is in the file counts
     */
    public static boolean create(Path file, String text) throws IOException {
        Path aside = writeAside(file, text);
        try {
            linkOrMove(aside, file);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Makes the file, or puts another text into it. */
    public static void replace(Path file, String text) throws IOException {
        Path aside = writeAside(file, text);
        try {
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static Path writeAside(Path file, String text) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.deleteIfExists(aside);
        try (var out = FileChannel.open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownersOnly(file))) {
            out.write(StandardCharsets.UTF_8.encode(text));
            out.force(true);
        }
        return aside;
    }

    /** A link is never made over a file that is there; a folder without links has to do with less. */
    private static void linkOrMove(Path aside, Path file) throws IOException {
        try {
            Files.createLink(file, aside);
        } catch (UnsupportedOperationException _) {
            Files.move(aside, file);
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }
}
