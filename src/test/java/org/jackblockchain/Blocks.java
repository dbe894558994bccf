package org.jackblockchain;

import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainChange;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Merkle;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.store.MemoryStore;

/** Blocks for tests, on networks where proof of work takes a few hashes. */
public final class Blocks {
    private static final Bytes ANYONE = Bytes.ofHex("51");

    private Blocks() {}

    /** A valid block on {@code parent}, a minute after it; another tag makes another block. */
    public static Block next(ChainParams params, BlockEntry parent, String tag) {
        var draft = Draft.of(Templates.next(params, parent, ANYONE, tag));
        var job = draft.job(0, parent.header().time() + 60);
        return mined(new Block(job.header(), List.of(job.coinbase())));
    }

    /** The same block with a nonce that proves its work. */
    public static Block mined(Block block) {
        Target target = block.header().bits().target().orElseThrow();
        int nonce = 0;
        BlockHeader header = block.header();
        while (!target.isMetBy(header.hash()))
            header = header.withNonce(++nonce);
        return new Block(header, block.transactions());
    }

    /** A block whose coinbase pays more than the subsidy: valid until it is connected. */
    public static Block greedy(ChainParams params, BlockEntry parent) {
        Block honest = next(params, parent, "greedy");
        Transaction coinbase = honest.transactions().getFirst();
        var outputs = new ArrayList<TxOut>(coinbase.outputs());
        outputs.set(0, new TxOut(outputs.getFirst().value() + 1, ANYONE));
        var richer = new Transaction(coinbase.version(), coinbase.inputs(), outputs, coinbase.lockTime());
        BlockHeader header = honest.header();
        var root = Merkle.root(List.of(richer.txid()));
        return mined(new Block(new BlockHeader(header.version(), header.previous(), root, header.time(), header.bits(),
                0), List.of(richer)));
    }

    /** A chain of blocks, oldest first, on the tip of a chain of its own that holds {@code base}. */
    public static List<Block> chain(ChainParams params, List<Block> base, int length, String tag) {
        var store = new MemoryStore();
        var chain = new Chain(params, store, store, store.load());
        base.forEach(block -> extend(chain, store, block));
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < length; i++) {
            Block block = next(params, chain.tip(), tag);
            extend(chain, store, block);
            blocks.add(block);
        }
        return blocks;
    }

    /** Places a block and moves the tip as far as it goes. */
    public static List<ChainChange> extend(Chain chain, MemoryStore store, Block block) {
        var placement = chain.placeBlock(block, block.header().instant());
        if (!(placement instanceof Placement.Placed))
            throw new IllegalArgumentException(placement.toString());
        return advance(chain, store);
    }

    /** Moves the tip as far as it goes and stores each step. */
    public static List<ChainChange> advance(Chain chain, MemoryStore store) {
        var changes = new ArrayList<ChainChange>();
        for (var change = chain.advance(); change.isPresent(); change = chain.advance()) {
            store.write(chain.takeBatch());
            changes.add(change.get());
        }
        store.write(chain.takeBatch());
        return changes;
    }
}
