package org.jackblockchain.chain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jspecify.annotations.Nullable;

/**
 * What the chain changed since its last batch was taken, laid over the stores: reads see it before it is written.
 */
final class Pending {
    private final BlockStore blockStore;
    private final Map<BlockHash, StoredHeader> headers = new HashMap<>();
    private final Map<BlockHash, Block> blocks = new HashMap<>();
    private final Map<BlockHash, BlockUndo> undo = new HashMap<>();
    private final CoinCache storedCoins;
    private CoinOverlay coins;
    private Optional<BlockHash> tip = Optional.empty();

    Pending(BlockStore blockStore, CoinCache storedCoins) {
        this.blockStore = blockStore;
        this.storedCoins = storedCoins;
        this.coins = new CoinOverlay(storedCoins);
    }

    void header(TreeNode node) {
        headers.put(node.entry.hash(), node.stored());
    }

    void block(BlockHash hash, Block block) {
        blocks.put(hash, block);
    }

    Optional<Block> block(BlockHash hash) {
        @Nullable
        Block fresh = blocks.get(hash);
        return fresh != null ? Optional.of(fresh) : blockStore.block(hash);
    }

    Optional<BlockUndo> undo(BlockHash hash) {
        @Nullable
        BlockUndo fresh = undo.get(hash);
        return fresh != null ? Optional.of(fresh) : blockStore.undo(hash);
    }

    CoinView coins() {
        return coins;
    }

    /** A view to try one block on. */
    CoinOverlay coinsForOneBlock() {
        return new CoinOverlay(coins);
    }

    void connected(BlockHash hash, CoinOverlay view, BlockUndo spent) {
        view.applyTo(coins);
        undo.put(hash, spent);
    }

    void disconnected(CoinOverlay view) {
        view.applyTo(coins);
    }

    void tip(BlockHash hash) {
        tip = Optional.of(hash);
    }

    StoreBatch take() {
        var batch = new StoreBatch(headers, blocks, undo, coins.changes(), tip);
        storedCoins.apply(batch.coins());
        headers.clear();
        blocks.clear();
        undo.clear();
        coins = new CoinOverlay(storedCoins);
        tip = Optional.empty();
        return batch;
    }
}
