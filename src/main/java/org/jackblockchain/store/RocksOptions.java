package org.jackblockchain.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * RocksDB set up for a small node: several run in one process, blocks have 300 bytes to 4 MB, and nothing but coins is
 * ever deleted. Owns the native options, which must outlive the database.
 */
final class RocksOptions implements AutoCloseable {
    /** What is written but not yet in sorted files, over all columns; also about the length of the log to replay. */
    private static final long WRITE_BUFFER_BYTES = 16 << 20;
    /** Read cache of all stores of the process together. */
    private static final long CACHE_BYTES = 16 << 20;
    /** Bodies from this size on go to files of their own and are never rewritten; below, the pointer costs more. */
    private static final long MIN_BLOB_BYTES = 4 << 10;
    private static final long BLOB_FILE_BYTES = 256 << 20;
    private static final long ARENA_BLOCK_BYTES = 256 << 10;
    private static final long MAX_MANIFEST_BYTES = 4 << 20;
    private static final long MAX_LOG_BYTES = 256 << 10;
    private static final int MAX_OPEN_FILES = 128;
    private static final int BLOOM_BITS_PER_KEY = 10;

    private final DBOptions database;
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);
    private final ColumnFamilyOptions plain = columnOptions();
    private final ColumnFamilyOptions bodies = columnOptions().setEnableBlobFiles(true)
            .setMinBlobSize(MIN_BLOB_BYTES).setBlobFileSize(BLOB_FILE_BYTES);
    private final WriteOptions unsynced = new WriteOptions();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final FlushOptions waiting = new FlushOptions().setWaitForFlush(true);

    RocksOptions() {
        database = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
        // All columns reach their sorted files together: after a power cut none is ahead of the log.
        database.setAtomicFlush(true).setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery);
        database.setDbWriteBufferSize(WRITE_BUFFER_BYTES).setMaxOpenFiles(MAX_OPEN_FILES);
        database.setMaxBackgroundJobs(2).setMaxFileOpeningThreads(1).setSkipStatsUpdateOnDbOpen(true);
        // The node's thread is the one writer.
        database.setAllowConcurrentMemtableWrite(false).setEnableWriteThreadAdaptiveYield(false);
        database.setMaxManifestFileSize(MAX_MANIFEST_BYTES);
        database.setInfoLogLevel(InfoLogLevel.WARN_LEVEL).setMaxLogFileSize(MAX_LOG_BYTES).setKeepLogFileNum(2);
        database.setStatsDumpPeriodSec(0).setStatsPersistPeriodSec(0);
    }

    private ColumnFamilyOptions columnOptions() {
        return new ColumnFamilyOptions().setWriteBufferSize(WRITE_BUFFER_BYTES).setArenaBlockSize(ARENA_BLOCK_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION).setTableFormatConfig(tables());
    }

    private BlockBasedTableConfig tables() {
        return new BlockBasedTableConfig().setBlockCache(SharedCache.CACHE).setFilterPolicy(bloom);
    }

    DBOptions database() {
        return database;
    }

    List<ColumnFamilyDescriptor> columns(Set<Column> wanted) {
        var columns = new ArrayList<ColumnFamilyDescriptor>();
        for (Column column : wanted)
            columns.add(new ColumnFamilyDescriptor(column.nameBytes(), column == Column.BLOCKS ? bodies : plain));
        return columns;
    }

    /** The log reaches the operating system with each write, so that a killed process loses nothing. */
    WriteOptions unsynced() {
        return unsynced;
    }

    WriteOptions synced() {
        return synced;
    }

    FlushOptions waiting() {
        return waiting;
    }

    @Override
    public void close() {
        waiting.close();
        synced.close();
        unsynced.close();
        bodies.close();
        plain.close();
        bloom.close();
        database.close();
    }

    /** Made at the first use, after the native library was loaded; lives as long as the process. */
    private static final class SharedCache {
        static final Cache CACHE = new LRUCache(CACHE_BYTES);
    }
}
