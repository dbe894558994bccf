package org.jackblockchain.store;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.rocksdb.RocksDB;

/** The database's column families, in the order in which they are opened. {@link Records} knows their contents. */
enum Column {
    /** RocksDB's default column, which always exists: whose chain it is ({@link Identity}) and its tip. */
    META,
    HEADERS,
    BLOCKS,
    UNDO,
    COINS,
    /** Of an index alone: where transactions are. */
    TRANSACTIONS,
    /** Of another: compact filters of blocks. */
    FILTERS,
    /** Their hashes and headers. */
    FILTER_HEADERS,
    /** Of another: the coins in numbers. */
    STATISTICS;

    /** Those of a chain. */
    static final Set<Column> CHAIN = Collections.unmodifiableSet(EnumSet.range(META, COINS));
    /** Those of an index of transactions. */
    static final Set<Column> INDEX = Collections.unmodifiableSet(EnumSet.of(META, TRANSACTIONS));

    /** Those of an index of compact filters. */
    static final Set<Column> FILTER_INDEX = Collections.unmodifiableSet(EnumSet.of(META, FILTERS, FILTER_HEADERS));

    /** Those of an index of the coins in numbers. */
    static final Set<Column> STATISTICS_INDEX = Collections.unmodifiableSet(EnumSet.of(META, STATISTICS));

    byte[] nameBytes() {
        return this == META
                ? RocksDB.DEFAULT_COLUMN_FAMILY.clone()
                : name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }
}
