package org.jackblockchain.app.wallet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** What stands on the chain for a text or a file: the bytes of the text, or {@code JBC}, 1 and the file's SHA-256. */
public final class FileData {
    /** {@code JBC} and the number of this format. */
    static final Bytes PREFIX = Bytes.ofHex("4a424301");
    private static final int HASH_BYTES = 32;

    private FileData() {}

    /** @throws UserError for an empty text, or one with more bytes than fit */
    public static Bytes ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > DataOutput.MAX_BYTES)
            throw new UserError("the text has %d bytes; 1 to %d fit; put a hash of more with --file FILE"
                    .formatted(bytes.length, DataOutput.MAX_BYTES));
        return Bytes.of(bytes);
    }

    /** @throws UserError when the file cannot be read */
    public static Bytes ofFile(Path file) {
        return new ByteWriter().bytes(PREFIX).bytes(hash(file)).toBytes();
    }

    /** The SHA-256 that stands for a file, if these bytes are that. */
    public static Optional<Bytes> hashIn(Bytes data) {
        boolean ours = data.length() == PREFIX.length() + HASH_BYTES && data.slice(0, PREFIX.length()).equals(PREFIX);
        return ours ? Optional.of(data.slice(PREFIX.length(), data.length())) : Optional.empty();
    }

    /** How data stands for a file. */
    enum Match {
        BYTES,
        HASH,
        NONE
    }

    /** Whether data is a file's bytes, or its hash with our prefix or without, as others put it. */
    static Match match(Bytes data, Path file) {
        try {
            if (Files.size(file) == data.length() && Arrays.equals(Files.readAllBytes(file), data.toArray()))
                return Match.BYTES;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        boolean bare = data.length() == HASH_BYTES;
        Optional<Bytes> claimed = bare ? Optional.of(data) : hashIn(data);
        return claimed.filter(hash -> hash.equals(hash(file))).isPresent() ? Match.HASH : Match.NONE;
    }

    private static Bytes hash(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return Bytes.of(digest.digest());
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static UserError unreadable(Path file, IOException e) {
        return new UserError("cannot read " + file + ": " + e.getMessage(), e);
    }
}
