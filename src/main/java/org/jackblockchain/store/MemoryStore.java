package org.jackblockchain.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.chain.StoredHeader;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;

/** A store that ends with the process: for tests, and for nodes that keep nothing. */
public final class MemoryStore implements ChainStore {
    private final Map<BlockHash, StoredHeader> headers = new HashMap<>();
    private final Map<BlockHash, Block> blocks = new HashMap<>();
    private final Map<BlockHash, BlockUndo> undo = new HashMap<>();
    private final Map<OutPoint, Coin> coins = new HashMap<>();
    private Optional<BlockHash> tip = Optional.empty();
    private Rebuild rebuild = Rebuild.NOTHING;
    private boolean closed;

    @Override
    public synchronized StoredChain load() {
        checkOpen();
        return new StoredChain(Map.copyOf(headers), tip);
    }

    @Override
    public synchronized Optional<Block> block(BlockHash hash) {
        checkOpen();
        return Optional.ofNullable(blocks.get(hash));
    }

    @Override
    public synchronized Optional<BlockUndo> undo(BlockHash hash) {
        checkOpen();
        return Optional.ofNullable(undo.get(hash));
    }

    @Override
    public synchronized Optional<Coin> coin(OutPoint outPoint) {
        checkOpen();
        return Optional.ofNullable(coins.get(outPoint));
    }

    @Override
    public synchronized void write(StoreBatch batch) {
        checkOpen();
        for (BlockHash hash : batch.blocks().keySet()) {
            if (blocks.containsKey(hash))
                throw new IllegalStateException("the body of " + hash + " is stored already");
        }
        headers.putAll(batch.headers());
        blocks.putAll(batch.blocks());
        undo.putAll(batch.undo());
        batch.coins().forEach(this::put);
        tip = batch.tip().or(() -> tip);
    }

    @Override
    public synchronized void beginRebuild(Rebuild what) {
        checkOpen();
        coins.clear();
        undo.clear();
        tip = Optional.empty();
        headers.replaceAll((_, header) -> header.unjudged(what == Rebuild.ALL));
        rebuild = what;
    }

    @Override
    public synchronized Rebuild underway() {
        return rebuild;
    }

    @Override
    public synchronized void endRebuild() {
        rebuild = Rebuild.NOTHING;
    }

    private void put(OutPoint outPoint, Optional<Coin> coin) {
        coin.ifPresentOrElse(made -> coins.put(outPoint, made), () -> coins.remove(outPoint));
    }

    @Override
    public synchronized boolean forEachCoin(long most, BiConsumer<OutPoint, Coin> visitor) {
        checkOpen();
        coins.entrySet().stream()
                .sorted((one, other) -> Arrays.compareUnsigned(Records.key(one.getKey()), Records.key(other.getKey())))
                .limit(most).forEach(coin -> visitor.accept(coin.getKey(), coin.getValue()));
        return coins.size() <= most;
    }

    @Override
    public synchronized void flush() {
        checkOpen();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void checkOpen() {
        if (closed)
            throw new IllegalStateException("the store is closed");
    }
}
