package org.jackblockchain.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One open RocksDB database: bytes in columns. Turns RocksDB's failures into {@link StoreException}, refuses writes
 * after one that failed, and keeps late readers away from native memory that was freed.
 */
final class Rocks implements AutoCloseable {
    /** How a batch reaches the database; tests put failing disks here. */
    interface Writer {
        void write(RocksDB database, WriteOptions how, WriteBatch batch) throws RocksDBException;
    }

    private interface Action<T> {
        T run() throws RocksDBException;
    }

    private static final int SCAN_READAHEAD_BYTES = 1 << 20;
    /** Comes after all others: the longest key, that of a coin, has 36 bytes. */
    private static final byte[] LAST_KEY = HexFormat.of().parseHex("ff".repeat(64));
    private static final byte[] LENGTH_ONLY = new byte[0];

    private final Path folder;
    private final RocksOptions options;
    private final RocksDB database;
    private final Map<Column, ColumnFamilyHandle> columns;
    private final Writer writer;
    /** Read-locked by whoever uses the database, write-locked to close it. */
    private final StampedLock gate = new StampedLock();
    private final LongAdder batches = new LongAdder();
    private final LongAdder written = new LongAdder();
    private boolean closed;
    private volatile @Nullable StoreException failure;

    private Rocks(Path folder, RocksOptions options, RocksDB database, Map<Column, ColumnFamilyHandle> columns,
            Writer writer) {
        this.folder = folder;
        this.options = options;
        this.database = database;
        this.columns = columns;
        this.writer = writer;
    }

    /** Opens the database in {@code folder}, or makes an empty one. */
    static Rocks open(Path folder, Set<Column> wanted, Writer writer) {
        RocksLibrary.load();
        Path real = usable(folder);
        var options = new RocksOptions();
        try {
            var handles = new ArrayList<ColumnFamilyHandle>();
            RocksDB database = RocksDB.open(options.database(), real.toString(), options.columns(wanted), handles);
            return new Rocks(real, options, database, byColumn(wanted, handles), writer);
        } catch (RocksDBException e) {
            options.close();
            throw RocksFailure.opening(e, real);
        }
    }

    /** RocksDB answers in the order of the question, which was that of {@link Column}. */
    private static Map<Column, ColumnFamilyHandle> byColumn(Set<Column> wanted, List<ColumnFamilyHandle> handles) {
        var columns = new EnumMap<Column, ColumnFamilyHandle>(Column.class);
        var next = handles.iterator();
        for (Column column : wanted)
            columns.put(column, next.next());
        return columns;
    }

    /** The folder under its one real name, by which RocksDB knows that this process has it open already. */
    private static Path usable(Path folder) {
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder))
                throw StoreException.unusable(folder, "not writable");
            Path real = folder.toRealPath();
            if (!Files.exists(real.resolve("CURRENT")) && holdsData(real))
                throw StoreException.corrupted(real, "its file CURRENT is missing");
            return real;
        } catch (IOException e) {
            throw StoreException.unusable(folder, e.toString()).causedBy(e);
        }
    }

    /** Without CURRENT, RocksDB would take these for leftovers and delete them. */
    private static boolean holdsData(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.{sst,blob,log}")) {
            return files.iterator().hasNext();
        }
    }

    Path folder() {
        return folder;
    }

    Optional<byte[]> get(Column column, byte[] key) {
        return whileOpen("reading", () -> Optional.ofNullable(database.get(handle(column), key)));
    }

    boolean has(Column column, byte[] key) {
        return whileOpen("reading",
                () -> database.get(handle(column), key, LENGTH_ONLY) != RocksDB.NOT_FOUND);
    }

    boolean isEmpty(Column column) {
        return whileOpen("reading", () -> {
            try (var entries = database.newIterator(handle(column))) {
                entries.seekToFirst();
                entries.status();
                return !entries.isValid();
            }
        });
    }

    /** Gives every key and value to {@code visit}, in the order of keys. It must not use this database. */
    void forEach(Column column, BiConsumer<byte[], byte[]> visit) {
        forEach(column, Long.MAX_VALUE, visit);
    }

    /** As above, but only the first ones; {@return whether these were all} */
    boolean forEach(Column column, long most, BiConsumer<byte[], byte[]> visit) {
        return whileOpen("reading", () -> {
            try (var how = new ReadOptions().setReadaheadSize(SCAN_READAHEAD_BYTES).setFillCache(false);
                    var entries = database.newIterator(handle(column), how)) {
                long seen = 0;
                for (entries.seekToFirst(); entries.isValid() && seen < most; entries.next(), seen++)
                    visit.accept(entries.key(), entries.value());
                entries.status();
                return !entries.isValid();
            }
        });
    }

    /** All changes of one batch, collected before they are written. */
    final class Changes {
        private final WriteBatch batch;

        private Changes(WriteBatch batch) {
            this.batch = batch;
        }

        void put(Column column, byte[] key, byte[] value) {
            collect(() -> batch.put(handle(column), key, value));
        }

        /** Deletes all keys, which are shorter than {@link #LAST_KEY}. */
        void clear(Column column) {
            collect(() -> batch.deleteRange(handle(column), new byte[0], LAST_KEY));
        }

        void delete(Column column, byte[] key) {
            collect(() -> batch.delete(handle(column), key));
        }
    }

    private interface Collecting {
        void run() throws RocksDBException;
    }

    /** A batch under way is plain memory. */
    private static void collect(Collecting change) {
        try {
            change.run();
        } catch (RocksDBException e) {
            throw new IllegalStateException("RocksDB refused a change before it was written", e);
        }
    }

    interface Collector {
        void collect(Changes changes);
    }

    void write(Collector collector) {
        write(collector, options.unsynced());
    }

    void writeSynced(Collector collector) {
        write(collector, options.synced());
    }

    private void write(Collector collector, WriteOptions how) {
        whileOpen("writing", () -> {
            refuseAfterFailure();
            try (var batch = new WriteBatch()) {
                collector.collect(new Changes(batch));
                writer.write(database, how, batch);
                batches.increment();
                written.add(batch.getDataSize());
                return true;
            } catch (RocksDBException e) {
                throw remember(RocksFailure.of(e, "writing", folder));
            }
        });
    }

    StoreStatistics statistics() {
        return whileOpen("looking at", () -> new StoreStatistics(batches.sum(), written.sum(),
                database.getAggregatedLongProperty("rocksdb.estimate-num-keys"),
                database.getAggregatedLongProperty("rocksdb.total-sst-files-size"),
                database.getAggregatedLongProperty("rocksdb.total-blob-file-size"),
                database.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables"),
                database.getLongProperty("rocksdb.block-cache-usage")));
    }

    void flush() {
        whileOpen("flushing", () -> {
            refuseAfterFailure();
            try {
                database.syncWal();
                return true;
            } catch (RocksDBException e) {
                throw remember(RocksFailure.of(e, "flushing", folder));
            }
        });
    }

    private void refuseAfterFailure() {
        StoreException earlier = failure;
        if (earlier != null)
            throw earlier.again();
    }

    private StoreException remember(StoreException now) {
        failure = now;
        return now;
    }

    @Override
    public void close() {
        long stamp = gate.writeLock();
        try {
            if (closed)
                return;
            closed = true;
            settle();
        } finally {
            gate.unlockWrite(stamp);
        }
    }

    /** Leaves sorted files instead of a log, for a fast start; frees everything even if the disk refuses. */
    private void settle() {
        try {
            if (failure == null) {
                database.syncWal();
                database.flush(options.waiting(), List.copyOf(columns.values()));
            }
        } catch (RocksDBException e) {
            throw RocksFailure.of(e, "closing", folder);
        } finally {
            columns.values().forEach(ColumnFamilyHandle::close);
            database.close();
            options.close();
        }
    }

    private ColumnFamilyHandle handle(Column column) {
        return Objects.requireNonNull(columns.get(column));
    }

    private <T> T whileOpen(String doing, Action<T> action) {
        long stamp = gate.readLock();
        try {
            if (closed)
                throw new IllegalStateException("the store is closed");
            return action.run();
        } catch (RocksDBException e) {
            throw RocksFailure.of(e, doing, folder);
        } finally {
            gate.unlockRead(stamp);
        }
    }
}
