package org.jackblockchain.store;

import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in our words what RocksDB reports. It has no codes for some of it, so a few phrases of its own decide. */
final class RocksFailure {
    private RocksFailure() {}

    /** @param doing what was under way, in the form "writing" */
    static StoreException of(RocksDBException e, String doing, Path folder) {
        return classify(e, doing, folder).causedBy(e);
    }

    /** For what can go wrong only before a store is open. */
    static StoreException opening(RocksDBException e, Path folder) {
        String why = message(e);
        if (why.contains("lock hold by current process"))
            return StoreException.lockedByUs(folder).causedBy(e);
        if (why.contains("lock file"))
            return StoreException.lockedByAnother(folder).causedBy(e);
        if (why.contains("Column families not opened"))
            return StoreException.newerVersion(folder, "it has parts that this one does not know").causedBy(e);
        if (why.contains("Permission denied") || why.contains("Read-only file system"))
            return StoreException.unusable(folder, why).causedBy(e);
        // Our options never change, so what RocksDB has against them comes from damaged files.
        return switch (code(e)) {
            case InvalidArgument, NotSupported, NotFound -> StoreException.corrupted(folder, why).causedBy(e);
            default -> of(e, "opening", folder);
        };
    }

    private static StoreException classify(RocksDBException e, String doing, Path folder) {
        String why = message(e);
        if (isNoSpace(e))
            return StoreException.diskFull(doing, folder);
        if (code(e) == Status.Code.Corruption || why.contains("No such file"))
            return StoreException.corrupted(folder, why);
        return StoreException.io(doing, folder, why);
    }

    private static boolean isNoSpace(RocksDBException e) {
        Status status = status(e);
        return (status != null && status.getSubCode() == Status.SubCode.NoSpace)
                || message(e).contains("No space left on device");
    }

    private static Status.Code code(RocksDBException e) {
        Status status = status(e);
        return status == null ? Status.Code.Undefined : status.getCode();
    }

    private static @Nullable Status status(RocksDBException e) {
        return e.getStatus();
    }

    private static String message(RocksDBException e) {
        return Objects.requireNonNullElse(e.getMessage(), "unknown error");
    }
}
