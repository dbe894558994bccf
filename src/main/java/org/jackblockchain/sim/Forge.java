package org.jackblockchain.sim;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Transaction;

/** Makes blocks outside of time: on any block, dated at will, with the work really done. */
final class Forge {
    private static final Bytes PAYOUT = Bytes.ofHex("52");

    private final ChainParams params;
    private final Ledger ledger;
    private final SimStore store;
    private final Chain chain;
    private long extraNonce;

    Forge(ChainParams params, Ledger ledger, long firstExtraNonce) {
        this.params = params;
        this.ledger = ledger;
        this.store = new SimStore(params.genesis().hash());
        this.chain = new Chain(params, store, store, StoredChain.FRESH);
        this.extraNonce = firstExtraNonce;
    }

    static Block honest(ChainParams params, BlockEntry parent, long time, Bytes payout, String tag) {
        var draft = Draft.of(Templates.next(params, parent, payout, tag));
        var job = draft.job(0, Math.max(time, draft.template().minTime()));
        return worked(job.header(), List.of(job.coinbase()));
    }

    /** A valid block, unlike any before. */
    Block next(BlockEntry parent, long time) {
        var draft = Draft.of(Templates.next(params, parent, PAYOUT, "forged"));
        ledger.forged();
        var job = draft.job(extraNonce++, Math.max(time, draft.template().minTime()));
        return worked(job.header(), List.of(job.coinbase()));
    }

    /** The header with a nonce that meets its own bits. */
    static Block worked(BlockHeader header, List<Transaction> transactions) {
        Target target = header.bits().target().orElseThrow();
        BlockHeader tried = header;
        while (!target.isMetBy(tried.hash()))
            tried = tried.withNonce(tried.nonce() + 1);
        return new Block(tried, transactions);
    }

    /** The same block in this forge's own tree, with all below it. */
    BlockEntry follow(Ledger.Entry tip) {
        Deque<Ledger.Entry> missing = new ArrayDeque<>();
        Ledger.Entry at = tip;
        while (at != null && chain.find(at.hash()).filter(chain::hasBody).isEmpty() && at.height() > 0) {
            missing.push(at);
            at = at.parent();
        }
        missing.forEach(entry -> take(entry.block()));
        return entry(tip.hash());
    }

    /** Takes a block of its own making, whose parent it has. */
    BlockEntry take(Block block) {
        Instant whenever = block.header().instant();
        if (!(chain.placeBlock(block, whenever) instanceof Placement.Placed(BlockEntry entry, _)))
            throw new IllegalStateException("the forge made a bad block: " + block);
        store.write(chain.takeBatch());
        return entry;
    }

    BlockEntry entry(BlockHash hash) {
        return chain.find(hash).orElseThrow();
    }

    /** So many blocks on {@code parent}, oldest first, at regular times. */
    List<Block> chain(BlockEntry parent, int length, long firstTime, long spacingSeconds) {
        List<Block> blocks = new ArrayList<>();
        BlockEntry at = parent;
        for (int i = 0; i < length; i++) {
            Block block = next(at, firstTime + i * spacingSeconds);
            at = take(block);
            blocks.add(block);
        }
        return blocks;
    }
}
