package org.jackblockchain.rpc;

import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

/** Looks for mined transactions. */
final class Finder {
    /** @param position of the transaction in the block */
    record Found(BlockEntry block, Block body, int position) {
        Transaction transaction() {
            return body.transactions().get(position);
        }
    }

    private final RpcNode node;
    private final Blocks blocks;

    Finder(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    static Optional<Integer> position(Block body, Txid txid) {
        List<Transaction> all = body.transactions();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).txid().equals(txid))
                return Optional.of(i);
        }
        return Optional.empty();
    }

    /** @throws RpcError saying why it is not found, in Core's words */
    Found find(NodeView now, Txid txid) throws RpcError, InterruptedException {
        Optional<TransactionPlaces> places = node.transactions();
        boolean complete = places.isPresent() && places.get().awaitBlock(now.tip());
        Optional<Found> found = places.flatMap(index -> index.find(txid)).flatMap(place -> blocks.find(place.block())
                .flatMap(entry -> blocks.body(now, entry).map(body -> new Found(entry, body, place.position()))));
        return found.orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, why(places.isPresent(), complete)
                + ". Use gettransaction for wallet transactions."));
    }

    /** The block that an index has for a transaction. */
    Optional<BlockEntry> block(NodeView now, Txid txid) throws InterruptedException {
        Optional<TransactionPlaces> places = node.transactions();
        if (places.isPresent() && places.get().awaitBlock(now.tip()))
            return places.get().find(txid).flatMap(place -> blocks.find(place.block()));
        return Optional.empty();
    }

    private static String why(boolean indexed, boolean complete) {
        if (!indexed)
            return "No such mempool transaction. Use -txindex or provide a block hash to enable blockchain"
                    + " transaction queries";
        return complete
                ? "No such mempool or blockchain transaction"
                : "No such mempool transaction. Blockchain transactions are still in the process of being indexed";
    }
}
