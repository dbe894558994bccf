package org.jackblockchain.store;

import java.util.function.BiConsumer;

import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.CoinStore;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.OutPoint;

/**
 * Where a node's chain is kept. Any thread may read; one thread writes.
 *
 * <p>Every method may throw {@link StoreException}, and {@link IllegalStateException} once the store is closed.
 */
public interface ChainStore extends BlockStore, CoinStore, AutoCloseable {
    /** All headers and the tip, as the last batch left them. */
    StoredChain load();

    /**
     * Writes all of {@code batch} or nothing; readers see it whole once this returns. What was written survives a
     * crash of the process, but only {@link #flush} makes it survive a power cut.
     *
     * @throws StoreException also on every write after one that failed: what was lost must not be built upon
     * @throws IllegalStateException if the batch holds a body that is already stored; nothing is written then
     */
    void write(StoreBatch batch);

    /**
     * Forgets the coins, the tip and what blocks spent, all at once, so that they can be made again from the bodies;
     * remembers that until {@link #endRebuild}, over restarts too.
     *
     * @param what not {@link Rebuild#NOTHING}; {@link Rebuild#ALL} forgets also which blocks were found invalid
     */
    void beginRebuild(Rebuild what);

    /** What has to be made again because it was begun and not ended. */
    Rebuild underway();

    void endRebuild();

    /** For who watches; from any thread. */
    default StoreStatistics statistics() {
        return StoreStatistics.NONE;
    }

    /** Shows all coins, as they were at one moment between two batches. The visitor must not use this store. */
    default void forEachCoin(BiConsumer<OutPoint, Coin> visitor) {
        forEachCoin(Long.MAX_VALUE, visitor);
    }

    /** As {@link #forEachCoin}, but only the first ones, by transaction and index; {@return whether these were all} */
    boolean forEachCoin(long most, BiConsumer<OutPoint, Coin> visitor);

    /** Waits until all that was written would survive a power cut. */
    void flush();

    /** Flushes and frees the store. Closing again does nothing. */
    @Override
    void close();
}
