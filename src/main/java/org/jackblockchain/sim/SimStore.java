package org.jackblockchain.sim;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.CoinStore;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.chain.StoredHeader;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;

/**
 * A store that loses what was not flushed, as a write-ahead log does: some of the last batches, each whole, and none
 * before one that is kept. It also sees to it that what is stored is not overwritten by something else.
 */
public final class SimStore implements BlockStore, CoinStore {
    /** Batches that wait for a flush. */
    static final int MAX_UNFLUSHED = 256;

    private static final Comparator<BlockHash> BY_WORDS = Comparator.comparingLong(BlockHash::w3)
            .thenComparingLong(BlockHash::w2).thenComparingLong(BlockHash::w1).thenComparingLong(BlockHash::w0);

    /** What is stored as of one moment. */
    private static final class Content {
        private final Map<BlockHash, StoredHeader> headers = new HashMap<>();
        private final Map<BlockHash, Block> blocks = new HashMap<>();
        private final Map<BlockHash, BlockUndo> undo = new HashMap<>();
        private final Map<OutPoint, Coin> coins = new HashMap<>();
        private Optional<BlockHash> tip = Optional.empty();

        void apply(StoreBatch batch) {
            headers.putAll(batch.headers());
            blocks.putAll(batch.blocks());
            undo.putAll(batch.undo());
            batch.coins().forEach((outPoint, coin) -> coin.ifPresentOrElse(made -> coins.put(outPoint, made),
                    () -> coins.remove(outPoint)));
            tip = batch.tip().or(() -> tip);
        }

        void become(Content other) {
            replace(headers, other.headers);
            replace(blocks, other.blocks);
            replace(undo, other.undo);
            replace(coins, other.coins);
            tip = other.tip;
        }

        private static <K, V> void replace(Map<K, V> mine, Map<K, V> theirs) {
            mine.clear();
            mine.putAll(theirs);
        }
    }

    /** What reads see. */
    private final Content seen = new Content();
    /** What a crash leaves at least. */
    private final Content flushed = new Content();
    private final Deque<StoreBatch> unflushed = new ArrayDeque<>();
    private final BlockHash genesis;

    public SimStore(BlockHash genesis) {
        this.genesis = genesis;
    }

    /** Writes one batch; reads see it at once. */
    public void write(StoreBatch batch) {
        batch.headers().forEach(this::checkHeader);
        batch.blocks().keySet().forEach(this::checkBody);
        batch.undo().forEach(this::checkUndo);
        seen.apply(batch);
        unflushed.add(batch);
        checkTip(batch);
        if (unflushed.size() > MAX_UNFLUSHED)
            flush();
    }

    private void checkHeader(BlockHash hash, StoredHeader header) {
        StoredHeader old = seen.headers.get(hash);
        if (old == null)
            return;
        if (!old.header().equals(header.header()))
            throw new Violation("the header of " + hash + " is overwritten by another");
        if (header.rung().compareTo(old.rung()) < 0)
            throw new Violation("block " + hash + " falls from " + old.rung() + " to " + header.rung());
        if (old.sequence() != 0 && old.sequence() != header.sequence())
            throw new Violation("block " + hash + " changes its place in the order");
    }

    private void checkBody(BlockHash hash) {
        if (seen.blocks.containsKey(hash))
            throw new Violation("the body of " + hash + " is stored again");
    }

    private void checkUndo(BlockHash hash, BlockUndo undo) {
        BlockUndo old = seen.undo.get(hash);
        if (old != null && !old.equals(undo))
            throw new Violation("the undo data of " + hash + " is overwritten by other");
    }

    private void checkTip(StoreBatch batch) {
        if (batch.tip().isEmpty())
            return;
        BlockHash tip = batch.tip().get();
        if (!tip.equals(genesis) && !(seen.headers.containsKey(tip) && seen.blocks.containsKey(tip)))
            throw new Violation("the tip " + tip + " is stored without its header or body");
    }

    /** From now on a crash leaves all that was written. */
    public void flush() {
        unflushed.forEach(flushed::apply);
        unflushed.clear();
    }

    public int unflushed() {
        return unflushed.size();
    }

    /**
     * The machine went down: only some of the batches since the last flush are there, the first {@code kept}.
     *
     * @param kept between 0 and {@link #unflushed}
     */
    public void crash(int kept) {
        Objects.checkIndex(kept, unflushed.size() + 1);
        int lost = unflushed.size() - kept;
        for (int i = 0; i < lost; i++)
            unflushed.removeLast();
        flush();
        if (lost > 0)
            seen.become(flushed);
    }

    /** What a node finds when it starts. */
    public StoredChain load() {
        var headers = new TreeMap<BlockHash, StoredHeader>(BY_WORDS);
        headers.putAll(seen.headers);
        return new StoredChain(Collections.unmodifiableMap(headers), seen.tip);
    }

    @Override
    public Optional<Block> block(BlockHash hash) {
        return Optional.ofNullable(seen.blocks.get(hash));
    }

    @Override
    public Optional<BlockUndo> undo(BlockHash hash) {
        return Optional.ofNullable(seen.undo.get(hash));
    }

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        return Optional.ofNullable(seen.coins.get(outPoint));
    }

    /** The tip, empty while it is genesis. */
    public Optional<BlockHash> tip() {
        return seen.tip;
    }

    /** All coins, for those who compare. */
    public Map<OutPoint, Coin> coins() {
        return Collections.unmodifiableMap(seen.coins);
    }

    /** All headers, for those who compare. */
    public Map<BlockHash, StoredHeader> headers() {
        return Collections.unmodifiableMap(seen.headers);
    }

    boolean hasBody(BlockHash hash) {
        return seen.blocks.containsKey(hash);
    }
}
