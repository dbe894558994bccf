package org.jackblockchain.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;

/** Takes the last blocks back and connects them again, on coins that nobody else sees: what is stored must fit. */
final class Recheck {
    /** Blocks that are taken back at most: what they change is held in memory. */
    static final int MAX_BLOCKS = 1_000;

    private final Pending pending;
    private final Connector connector;

    Recheck(Pending pending, Connector connector) {
        this.pending = pending;
        this.connector = connector;
    }

    /** @param reconnect whether they must also keep all rules again, scripts included */
    boolean isSound(BlockEntry tip, int blocks, boolean reconnect) {
        CoinOverlay coins = pending.coinsForOneBlock();
        Deque<BlockEntry> undone = new ArrayDeque<>();
        int lowest = Math.max(1, tip.height() - Math.min(blocks, MAX_BLOCKS) + 1);
        for (int height = tip.height(); height >= lowest; height--) {
            BlockEntry entry = tip.ancestor(height);
            Optional<Block> block = pending.block(entry.hash());
            Optional<BlockUndo> undo = pending.undo(entry.hash());
            if (block.isEmpty() || undo.isEmpty() || !undo(block.get(), height, undo.get().spent(), coins))
                return false;
            undone.push(entry);
        }
        return !reconnect || undone.stream().allMatch(entry -> connects(entry, coins));
    }

    /** Whether each coin that the block made is there as it made it, once later ones are taken back. */
    private static boolean undo(Block block, int height, List<List<Coin>> spent, CoinOverlay coins) {
        List<Transaction> transactions = block.transactions();
        if (spent.size() != transactions.size() - 1)
            return false;
        for (int i = transactions.size() - 1; i >= 0; i--) {
            Transaction tx = transactions.get(i);
            if (!removed(tx, height, coins) || (i > 0 && spent.get(i - 1).size() != tx.inputs().size()))
                return false;
            for (int input = 0; i > 0 && input < tx.inputs().size(); input++)
                coins.add(tx.inputs().get(input).previous(), spent.get(i - 1).get(input));
        }
        return true;
    }

    private static boolean removed(Transaction tx, int height, CoinOverlay coins) {
        for (int i = 0; i < tx.outputs().size(); i++) {
            var place = new OutPoint(tx.txid(), i);
            var made = new Coin(tx.outputs().get(i), height, tx.isCoinbase());
            boolean isCoin = !Scripts.isUnspendable(made.output().script());
            if (isCoin && !coins.coin(place).equals(Optional.of(made)))
                return false;
            coins.remove(place);
        }
        return true;
    }

    private boolean connects(BlockEntry entry, CoinOverlay coins) {
        BlockEntry parent = entry.parent();
        return parent != null && pending.block(entry.hash())
                .filter(block -> connector.connect(block, parent, true, coins).firstFault().isEmpty()).isPresent();
    }
}
