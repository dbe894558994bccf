package org.jackblockchain.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * Loads RocksDB's native code once. Left to itself RocksDB copies 15 MB into the temporary folder and removes it when
 * the process ends in good order; we remove the copy as soon as it is mapped, so that a killed node leaves none.
 */
final class RocksLibrary {
    private static boolean loaded;

    private RocksLibrary() {}

    /** @throws StoreException where the library cannot be unpacked or does not run */
    static synchronized void load() {
        if (loaded)
            return;
        try {
            Path copies = Files.createTempDirectory("jbc-rocksdb-");
            try {
                NativeLibraryLoader.getInstance().loadLibrary(copies.toString());
                RocksDB.loadLibrary();
            } finally {
                remove(copies);
            }
        } catch (IOException | UnsatisfiedLinkError | RuntimeException e) {
            throw StoreException.noLibrary(System.getProperty("java.io.tmpdir"), e);
        }
        loaded = true;
    }

    /** Where a mapped file cannot be deleted (Windows), it goes when the process ends, as RocksDB arranged. */
    private static void remove(Path copies) throws IOException {
        try (var files = Files.newDirectoryStream(copies)) {
            for (Path file : files) {
                if (!file.toFile().delete())
                    return;
            }
        }
        Files.delete(copies);
    }
}
