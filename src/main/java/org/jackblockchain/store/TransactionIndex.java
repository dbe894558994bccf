package org.jackblockchain.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.rocksdb.RocksDB;

/**
 * In which block a transaction is, for all blocks that were shown to it. What a block that left the chain held stays,
 * unless another block holds it too.
 */
public final class TransactionIndex implements BlockIndex {
    /** @param position of the transaction in the block */
    public record Place(BlockHash block, int position) {}

    private final Rocks rocks;
    private final IndexTip tip;

    private TransactionIndex(Rocks rocks) {
        this.rocks = rocks;
        this.tip = new IndexTip(rocks);
    }

    /** @throws StoreException if the folder cannot be used */
    public static TransactionIndex open(Path folder) {
        return new TransactionIndex(Rocks.open(folder, Column.INDEX, RocksDB::write));
    }

    @Override
    public Optional<BlockHash> tip() {
        return tip.get();
    }

    public Optional<Place> find(Txid txid) {
        return rocks.get(Column.TRANSACTIONS, key(txid))
                .map(value -> tip.parse(txid.hex(), value, in -> new Place(in.blockHash(), in.i32())));
    }

    @Override
    public synchronized void add(int firstHeight, List<Block> blocks) {
        rocks.write(changes -> {
            for (Block block : blocks) {
                List<Transaction> all = block.transactions();
                for (int i = 0; i < all.size(); i++)
                    changes.put(Column.TRANSACTIONS, key(all.get(i).txid()),
                            new ByteWriter().hash(block.hash()).i32(i).toArray());
            }
            tip.put(changes, blocks.getLast().hash());
        });
    }

    @Override
    public synchronized void rewind(BlockHash block) {
        rocks.write(changes -> tip.put(changes, block));
    }

    private static byte[] key(Txid txid) {
        return new ByteWriter().hash(txid).toArray();
    }

    @Override
    public void close() {
        rocks.close();
    }
}
