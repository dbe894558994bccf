package org.jackblockchain.store;

import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** The store cannot do its work. The message is for the person who runs the node: what happened and what to do. */
public final class StoreException extends RuntimeException {
    /** What is wrong, as far as a caller may want to act on it. */
    public enum Kind {
        /** Another process, or another node of this one, has the folder open. */
        LOCKED,
        /** The folder cannot be made or written to. */
        UNUSABLE_FOLDER,
        /** The folder holds another network's chain. */
        OTHER_NETWORK,
        /** A later version wrote the folder, in a format that we do not know. */
        NEWER_VERSION,
        /** The folder's content is damaged. */
        CORRUPTED,
        /** No space left on the device. */
        DISK_FULL,
        /** Any other failure of the disk or the operating system. */
        IO
    }

    private final Kind kind;

    private StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    static StoreException lockedByAnother(Path folder) {
        return new StoreException(Kind.LOCKED, "another jbc uses %s; stop it or choose another --data-dir"
                .formatted(folder));
    }

    static StoreException lockedByUs(Path folder) {
        return new StoreException(Kind.LOCKED, "another node of this jbc uses %s; give each its own --data-dir"
                .formatted(folder));
    }

    static StoreException unusable(Path folder, String why) {
        return new StoreException(Kind.UNUSABLE_FOLDER,
                "cannot keep a chain in %s (%s); make it writable or choose another --data-dir"
                        .formatted(folder, why));
    }

    /** {@code theirs} and {@code ours} name a network each. */
    static StoreException otherNetwork(Path folder, String theirs, String ours) {
        return new StoreException(Kind.OTHER_NETWORK,
                "%s holds the chain of network %s, but this node is on %s; choose that network or another --data-dir"
                        .formatted(folder, theirs, ours));
    }

    static StoreException newerVersion(Path folder, String sign) {
        return new StoreException(Kind.NEWER_VERSION,
                "%s was written by a newer jbc (%s); update jbc or choose another --data-dir".formatted(folder, sign));
    }

    static StoreException corrupted(Path folder, String what) {
        return new StoreException(Kind.CORRUPTED, "the database in %s is corrupted (%s); delete the folder %s to sync"
                .formatted(folder, what, folder) + " again");
    }

    static StoreException diskFull(String doing, Path folder) {
        return new StoreException(Kind.DISK_FULL,
                "disk full while %s %s: free space and start again; nothing is lost but the last block"
                        .formatted(doing, folder));
    }

    static StoreException io(String doing, Path folder, String why) {
        return new StoreException(Kind.IO, "%s %s failed: %s; check the disk and start again"
                .formatted(doing, folder, why));
    }

    static StoreException noLibrary(@Nullable String temporaryFolder, Throwable cause) {
        return new StoreException(Kind.IO, ("RocksDB's native library cannot be loaded from %s (%s);"
                + " choose another temporary folder with -Djava.io.tmpdir").formatted(temporaryFolder, cause))
                .causedBy(cause);
    }

    StoreException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /** The same failure, met again: with its own stack trace and the first one as its cause. */
    StoreException again() {
        return new StoreException(kind, getMessage()).causedBy(this);
    }
}
