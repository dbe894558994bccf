package org.jackblockchain.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.rocksdb.RocksDB;

/**
 * In which block a transaction is, for all blocks that were shown to it: a database of its own, which can be deleted
 * and is made again from the chain. What a block that left the chain held stays, unless another block holds it too.
 */
public final class TransactionIndex implements AutoCloseable {
    private static final byte[] TIP = "tip".getBytes(StandardCharsets.UTF_8);

    /** @param position of the transaction in the block */
    public record Place(BlockHash block, int position) {}

    private final Rocks rocks;

    private TransactionIndex(Rocks rocks) {
        this.rocks = rocks;
    }

    /** @throws StoreException if the folder cannot be used */
    public static TransactionIndex open(Path folder) {
        return new TransactionIndex(Rocks.open(folder, Column.INDEX, RocksDB::write));
    }

    /** The last block that it was shown; empty if it was shown none. */
    public Optional<BlockHash> tip() {
        return rocks.get(Column.META, TIP).map(value -> parse("the tip", value, ByteReader::blockHash));
    }

    public Optional<Place> find(Txid txid) {
        return rocks.get(Column.TRANSACTIONS, key(txid))
                .map(value -> parse(txid.hex(), value, in -> new Place(in.blockHash(), in.i32())));
    }

    /** Takes in blocks, of which the last is the newest; all or none. */
    public synchronized void add(List<Block> blocks) {
        rocks.write(changes -> {
            for (Block block : blocks) {
                List<Transaction> all = block.transactions();
                for (int i = 0; i < all.size(); i++)
                    changes.put(Column.TRANSACTIONS, key(all.get(i).txid()),
                            new ByteWriter().hash(block.hash()).i32(i).toArray());
            }
            changes.put(Column.META, TIP, new ByteWriter().hash(blocks.getLast().hash()).toArray());
        });
    }

    /** The chain went back to this block. */
    public synchronized void rewind(BlockHash tip) {
        rocks.write(changes -> changes.put(Column.META, TIP, new ByteWriter().hash(tip).toArray()));
    }

    private static byte[] key(Txid txid) {
        return new ByteWriter().hash(txid).toArray();
    }

    private <T> T parse(String what, byte[] value, Function<ByteReader, T> reader) {
        try {
            return ByteReader.readAll(value, reader);
        } catch (MalformedException e) {
            throw StoreException.corrupted(rocks.folder(), "index of " + what + ": " + e.getMessage()).causedBy(e);
        }
    }

    @Override
    public void close() {
        rocks.close();
    }
}
