package org.jackblockchain.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.chain.StoredHeader;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.OutPoint;
import org.rocksdb.RocksDB;

/**
 * A store in a folder, by RocksDB. Each {@link StoreBatch} is one atomic RocksDB batch in its log, so a process killed
 * at any instant leaves a store that opens as after some earlier batch, without repair.
 *
 * <p>{@link Records} gives the format of the columns, {@link Identity} that of what says whose chain it is. Beside it
 * stands the key "tip", the hash of the active chain's tip, absent at genesis; and
 * the key "rebuild", what of it, while the rest is made again from the bodies.
 */
public final class RocksStore implements ChainStore {
    private static final byte[] REBUILD = "rebuild".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TIP = "tip".getBytes(StandardCharsets.UTF_8);

    private final Rocks rocks;
    private final BlockHash genesis;

    private RocksStore(Rocks rocks, BlockHash genesis) {
        this.rocks = rocks;
        this.genesis = genesis;
    }

    /**
     * Opens the chain kept in {@code folder}, which is made if need be. The folder is this store's alone until it is
     * closed.
     *
     * @throws StoreException of any kind: in use, not writable, another network's, too new, damaged…
     */
    public static RocksStore open(Path folder, ChainParams params) {
        return open(folder, params, RocksDB::write);
    }

    static RocksStore open(Path folder, ChainParams params, Rocks.Writer writer) {
        Rocks rocks = Rocks.open(folder, Column.CHAIN, writer);
        try {
            Identity.settle(rocks, params);
        } catch (RuntimeException e) {
            closeAfter(e, rocks);
            throw e;
        }
        return new RocksStore(rocks, params.genesis().hash());
    }

    private static void closeAfter(RuntimeException failure, Rocks rocks) {
        try {
            rocks.close();
        } catch (StoreException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    @Override
    public StoredChain load() {
        var headers = new HashMap<BlockHash, StoredHeader>();
        rocks.forEach(Column.HEADERS, (key, value) -> {
            BlockHash hash = parse("a header's key", key, Records::hash);
            headers.put(hash, parse("header " + hash, value, bytes -> Records.header(hash, bytes)));
        });
        return new StoredChain(headers, tip(headers));
    }

    private Optional<BlockHash> tip(Map<BlockHash, StoredHeader> headers) {
        Optional<BlockHash> tip = rocks.get(Column.META, TIP).map(value -> parse("the tip", value, Records::hash));
        tip.filter(hash -> !headers.containsKey(hash) && !hash.equals(genesis)).ifPresent(lost -> {
            throw StoreException.corrupted(rocks.folder(), "the tip " + lost + " has no header");
        });
        return tip;
    }

    @Override
    public Optional<Block> block(BlockHash hash) {
        return rocks.get(Column.BLOCKS, Records.key(hash))
                .map(value -> parse("block " + hash, value, bytes -> Records.block(hash, bytes)));
    }

    @Override
    public Optional<BlockUndo> undo(BlockHash hash) {
        return rocks.get(Column.UNDO, Records.key(hash))
                .map(value -> parse("undo " + hash, value, Records::undo));
    }

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        return rocks.get(Column.COINS, Records.key(outPoint))
                .map(value -> parse("coin " + outPoint, value, Records::coin));
    }

    @Override
    public synchronized void write(StoreBatch batch) {
        batch.blocks().keySet().forEach(this::refuseIfStored);
        rocks.write(changes -> {
            batch.headers().forEach((hash, header) -> changes.put(Column.HEADERS, Records.key(hash),
                    Records.header(header)));
            batch.blocks().forEach((hash, block) -> changes.put(Column.BLOCKS, Records.key(hash), block.toBytes()));
            batch.undo().forEach((hash, undo) -> changes.put(Column.UNDO, Records.key(hash), Records.undo(undo)));
            batch.coins().forEach((outPoint, coin) -> put(changes, outPoint, coin));
            batch.tip().ifPresent(tip -> changes.put(Column.META, TIP, Records.key(tip)));
        });
    }

    @Override
    public synchronized void beginRebuild(Rebuild what) {
        Map<BlockHash, StoredHeader> headers = load().headers();
        rocks.write(changes -> {
            changes.clear(Column.COINS);
            changes.clear(Column.UNDO);
            changes.delete(Column.META, TIP);
            changes.put(Column.META, REBUILD, what.name().getBytes(StandardCharsets.UTF_8));
            headers.forEach((hash, header) -> changes.put(Column.HEADERS, Records.key(hash),
                    Records.header(header.unjudged(what == Rebuild.ALL))));
        });
    }

    @Override
    public Rebuild underway() {
        return rocks.get(Column.META, REBUILD).map(value -> new String(value, StandardCharsets.UTF_8))
                .map(name -> name.equals(Rebuild.COINS.name()) ? Rebuild.COINS : Rebuild.ALL)
                .orElse(Rebuild.NOTHING);
    }

    @Override
    public synchronized void endRebuild() {
        rocks.writeSynced(changes -> changes.delete(Column.META, REBUILD));
    }

    private void refuseIfStored(BlockHash hash) {
        if (rocks.has(Column.BLOCKS, Records.key(hash)))
            throw new IllegalStateException("the body of " + hash + " is stored already");
    }

    private static void put(Rocks.Changes changes, OutPoint outPoint, Optional<Coin> coin) {
        byte[] key = Records.key(outPoint);
        coin.ifPresentOrElse(made -> changes.put(Column.COINS, key, Records.coin(made)),
                () -> changes.delete(Column.COINS, key));
    }

    @Override
    public StoreStatistics statistics() {
        return rocks.statistics();
    }

    @Override
    public boolean forEachCoin(long most, BiConsumer<OutPoint, Coin> visitor) {
        return rocks.forEach(Column.COINS, most, (key, value) -> {
            OutPoint place = parse("the key of a coin", key, Records::outPoint);
            visitor.accept(place, parse("coin " + place, value, Records::coin));
        });
    }

    @Override
    public void flush() {
        rocks.flush();
    }

    @Override
    public void close() {
        rocks.close();
    }

    private <T> T parse(String what, byte[] bytes, Function<byte[], T> reader) {
        try {
            return reader.apply(bytes);
        } catch (MalformedException e) {
            throw StoreException.corrupted(rocks.folder(), what + ": " + e.getMessage()).causedBy(e);
        }
    }
}
