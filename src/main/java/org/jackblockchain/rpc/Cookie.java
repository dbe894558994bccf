package org.jackblockchain.rpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

import org.jackblockchain.primitives.Hex;

/**
 * A password for programs on this machine: made anew at each start, in a file that only its owner can read, gone when
 * the node stops.
 */
final class Cookie implements AutoCloseable {
    private static final String USER = "__cookie__";
    private static final int PASSWORD_BYTES = 32;

    private final Path file;
    private final String userAndPassword;

    private Cookie(Path file, String userAndPassword) {
        this.file = file;
        this.userAndPassword = userAndPassword;
    }

    /**
     * Written aside and moved into place, so that nobody reads half of it.
     *
     * @param readers who may read it, besides its owner, where files have permissions
     */
    static Cookie at(Path file, RpcSettings.CookieReaders readers) throws IOException {
        byte[] password = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(password);
        String content = USER + ":" + Hex.of(password);
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        if (Files.isRegularFile(aside, LinkOption.NOFOLLOW_LINKS))
            Files.delete(aside);
        try (var out = FileChannel.open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownersOnly(aside))) {
            out.write(StandardCharsets.US_ASCII.encode(content));
        }
        if (isPosix(aside))
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString(readers.permissions()));
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return new Cookie(file, content);
    }

    private static FileAttribute<?>[] ownersOnly(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    String userAndPassword() {
        return userAndPassword;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the RPC cookie stays behind", e);
        }
    }
}
