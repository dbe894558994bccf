package org.jackblockchain.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.rocksdb.RocksDB;

/** The database's column families, in the order in which they are opened. {@link Records} knows their contents. */
enum Column {
    /** RocksDB's default column, which always exists: whose chain it is ({@link Identity}) and its tip. */
    META, HEADERS, BLOCKS, UNDO, COINS;

    byte[] nameBytes() {
        return this == META
                ? RocksDB.DEFAULT_COLUMN_FAMILY.clone()
                : name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }
}
