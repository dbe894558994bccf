package org.jackblockchain.chain;

import java.util.Optional;

import org.jackblockchain.consensus.BlockFault;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** What a block does to the coins, forwards and backwards, and the rules that need coins to be judged. */
final class Connector {
    private final ChainParams params;

    Connector(ChainParams params) {
        this.params = params;
    }

    /**
     * Applies a block that keeps {@link org.jackblockchain.consensus.BlockRules} to {@code coins}, or says which rule
     * it breaks; then {@code coins} may hold a part of it and must be dropped.
     */
    Optional<BlockFault> connect(Block block, int height, CoinOverlay coins) {
        Transaction coinbase = block.transactions().getFirst();
        Txid txid = coinbase.txid();
        return overwriteFault(coinbase, txid, coins).or(() -> rewardFault(coinbase, height)).or(() -> {
            for (int i = 0; i < coinbase.outputs().size(); i++) {
                TxOut output = coinbase.outputs().get(i);
                if (Scripts.isUnspendable(output.script()))
                    continue;
                coins.add(new OutPoint(txid, i), new Coin(output, height, true));
            }
            return Optional.empty();
        });
    }

    private static Optional<BlockFault> overwriteFault(Transaction tx, Txid txid, CoinView coins) {
        for (int i = 0; i < tx.outputs().size(); i++) {
            if (coins.coin(new OutPoint(txid, i)).isPresent()) {
                return Optional.of(new BlockFault.OverwritesCoin(txid));
            }
        }
        return Optional.empty();
    }

    private Optional<BlockFault> rewardFault(Transaction coinbase, int height) {
        long paid = coinbase.outputs().stream().mapToLong(TxOut::value).sum();
        long allowed = params.subsidy().at(height);
        return paid > allowed ? Optional.of(new BlockFault.TooHighReward(paid, allowed)) : Optional.empty();
    }

    /** Takes a connected block back: removes what it made. With transactions, {@link BlockUndo} gives back the rest. */
    void disconnect(Block block, CoinOverlay coins) {
        for (Transaction tx : block.transactions()) {
            Txid txid = tx.txid();
            for (int i = 0; i < tx.outputs().size(); i++)
                coins.remove(new OutPoint(txid, i));
        }
    }
}
