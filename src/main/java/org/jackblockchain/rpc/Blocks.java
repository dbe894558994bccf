package org.jackblockchain.rpc;

import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;

/** Headers by their hash, and bodies, for threads that are not the node's. */
final class Blocks {
    private final RpcNode node;

    Blocks(RpcNode node) {
        this.node = node;
    }

    /** @throws RpcError if no header of this hash was ever placed */
    BlockEntry header(BlockHash hash) {
        return node.header(hash).orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Block not found"));
    }

    /** The block whose hash an argument is, or whose height in the active chain. */
    BlockEntry hashOrHeight(NodeView now, Args args, int index) {
        if (!args.at(index).isNumber())
            return header(args.hash(index, "hash_or_height"));
        int height = args.number(index);
        if (height < 0)
            throw RpcError.invalid("Target block height %d is negative".formatted(height));
        if (height > now.tip().height())
            throw RpcError.invalid("Target block height %d after current tip %d".formatted(height,
                    now.tip().height()));
        return now.tip().ancestor(height);
    }

    Optional<BlockEntry> find(BlockHash hash) {
        return node.header(hash);
    }

    Optional<Block> body(NodeView view, BlockEntry entry) {
        return entry.height() == 0 ? Optional.of(view.params().genesis()) : node.blocks().block(entry.hash());
    }

    /** What the inputs of a block's transaction spent; nothing for a coinbase, or for a block never connected. */
    Optional<List<Coin>> spent(BlockEntry entry, int position) {
        return undo(entry).filter(undo -> position >= 1 && position <= undo.spent().size())
                .map(undo -> undo.spent().get(position - 1));
    }

    /** What a block spent; empty for one that was never connected. */
    Optional<BlockUndo> undo(BlockEntry entry) {
        return entry.height() == 0 ? Optional.of(BlockUndo.NOTHING) : node.blocks().undo(entry.hash());
    }
}
