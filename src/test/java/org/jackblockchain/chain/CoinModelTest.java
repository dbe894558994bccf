package org.jackblockchain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

/** The coins after random blocks, forks, reorganizations and restarts, against a map that is made anew each time. */
class CoinModelTest {
    private static final int SEEDS = 20;
    private static final int BLOCKS = 60;
    /** So short that nearly every block spends, and a reorganization takes chains of spends back. */
    private static final int MATURITY = 3;

    @Test
    void coins_are_those_that_the_active_chain_makes_and_does_not_spend() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var chance = new Random(seed);
            var at = new ChainHarness(ConnectorTest.with(Networks.REGTEST.activations(), MATURITY));
            at.reopen(ChainOptions.DEFAULT.withCachedCoins(1 + chance.nextInt(50)));
            BlockEntry parent = at.chain.genesis();
            for (int i = 0; i < BLOCKS; i++) {
                parent = at.place(block(at, parent, chance, i));
                at.advance();
                if (chance.nextInt(6) == 0)
                    parent = parent.ancestor(Math.max(0, parent.height() - chance.nextInt(6)));
                if (chance.nextInt(10) == 0)
                    at.reopen();
                assertThat(at.coins).as("seed %d, block %d", seed, i).isEqualTo(model(at, at.chain.tip()));
            }
        }
    }

    private static Block block(ChainHarness at, BlockEntry parent, Random chance, int salt) {
        Map<OutPoint, Coin> coins = model(at, parent);
        var transactions = new ArrayList<Transaction>();
        for (int i = 0; i < 6; i++) {
            List<OutPoint> ripe = coins.entrySet().stream().filter(entry -> isRipe(entry.getValue(), parent))
                    .map(Map.Entry::getKey).sorted((a, b) -> a.txid().hex().compareTo(b.txid().hex())).toList();
            if (ripe.isEmpty())
                break;
            OutPoint from = ripe.get(chance.nextInt(ripe.size()));
            long value = Objects.requireNonNull(coins.get(from)).output().value();
            var outputs = List.of(new TxOut(value / 2, BlockBuilder.ANYONE), new TxOut(0, Bytes.ofHex("6a")),
                    new TxOut(value - value / 2, BlockBuilder.ANYONE));
            var tx = new Transaction(2, List.of(new TxIn(from, Bytes.EMPTY, -1, List.of())), outputs, 0);
            apply(tx, parent.height() + 1, coins);
            transactions.add(tx);
        }
        return BlockBuilder.on(at.params, parent).salt(salt).with(transactions.toArray(Transaction[]::new)).mined();
    }

    private static boolean isRipe(Coin coin, BlockEntry parent) {
        return coin.output().value() > 1 && (!coin.coinbase() || parent.height() + 1 - coin.height() >= MATURITY);
    }

    private static Map<OutPoint, Coin> model(ChainHarness at, BlockEntry tip) {
        var coins = new HashMap<OutPoint, Coin>();
        for (int height = 1; height <= tip.height(); height++) {
            for (Transaction tx : at.chain.block(tip.ancestor(height).hash()).orElseThrow().transactions())
                apply(tx, height, coins);
        }
        return coins;
    }

    private static void apply(Transaction tx, int height, Map<OutPoint, Coin> coins) {
        tx.inputs().forEach(input -> coins.remove(input.previous()));
        for (int i = 0; i < tx.outputs().size(); i++) {
            TxOut output = tx.outputs().get(i);
            if (!Scripts.isUnspendable(output.script()))
                coins.put(new OutPoint(tx.txid(), i), new Coin(output, height, tx.isCoinbase()));
        }
    }
}
