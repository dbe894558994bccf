package org.jackblockchain.store;

/**
 * What a store holds and did, in bytes unless said otherwise.
 *
 * @param batches that were written since it was opened
 * @param written since it was opened, before what the database itself makes of it
 * @param keys about how many are stored
 * @param tables in sorted files
 * @param blobs in files of large values
 * @param memory of what is not in sorted files yet
 * @param cache of what was read
 */
public record StoreStatistics(long batches, long written, long keys, long tables, long blobs, long memory,
        long cache) {
    /** Of a store that does not count. */
    public static final StoreStatistics NONE = new StoreStatistics(0, 0, 0, 0, 0, 0, 0);
}
