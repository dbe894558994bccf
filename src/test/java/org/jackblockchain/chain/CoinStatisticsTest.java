package org.jackblockchain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MuHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

/** The coins in numbers, block by block. */
class CoinStatisticsTest {
    private static final Bytes ANYONE = Bytes.ofHex("51");
    private static final Bytes NOBODY = Bytes.ofHex("6a00");
    private static final CoinStatistics START = CoinStatistics.ofGenesis(50);

    private static Transaction transaction(List<OutPoint> spends, TxOut... outputs) {
        List<TxIn> inputs = spends.stream().map(place -> new TxIn(place, Bytes.EMPTY, TxIn.FINAL, List.of())).toList();
        return new Transaction(2, inputs, List.of(outputs), 0);
    }

    private static Block block(Transaction... transactions) {
        return new Block(Networks.REGTEST.genesis().header(), List.of(transactions));
    }

    private static Transaction coinbase(TxOut... outputs) {
        return transaction(List.of(OutPoint.COINBASE), outputs);
    }

    private static Bytes set(MuHash hash) {
        return Bytes.of(hash.toBytes());
    }

    @Test
    void what_genesis_made_is_lost_and_no_coin() {
        assertThat(START.coins()).isZero();
        assertThat(START.set()).isEqualTo(set(new MuHash()));
        assertThat(START.totals()).isEqualTo(new CoinStatistics.Totals(50, 0, 0, 0, 50, 0, 0));
        assertThat(START.totals().unspendable()).isEqualTo(50);
    }

    @Test
    void a_coinbase_makes_coins_and_may_leave_some_of_its_reward() {
        Transaction coinbase = coinbase(new TxOut(35, ANYONE), new TxOut(5, ANYONE), new TxOut(2, NOBODY));

        CoinStatistics after = START.after(block(coinbase), BlockUndo.NOTHING, 1, 50);

        assertThat(after.coins()).isEqualTo(2);
        assertThat(after.amount()).isEqualTo(40);
        assertThat(after.bogusBytes()).isEqualTo(2 * 51);
        assertThat(after.set()).isEqualTo(set(new MuHash()
                .add(CoinStatistics.element(new OutPoint(coinbase.txid(), 0),
                        new Coin(new TxOut(35, ANYONE), 1, true)))
                .add(CoinStatistics.element(new OutPoint(coinbase.txid(), 1),
                        new Coin(new TxOut(5, ANYONE), 1, true)))));
        assertThat(after.totals().minus(START.totals()))
                .isEqualTo(new CoinStatistics.Totals(50, 0, 0, 40, 0, 2, 8));
    }

    @Test
    void a_spend_takes_coins_out_and_its_fee_goes_to_the_coinbase() {
        // Given a coin of 50
        Transaction first = coinbase(new TxOut(50, ANYONE));
        CoinStatistics before = START.after(block(first), BlockUndo.NOTHING, 1, 50);
        var place = new OutPoint(first.txid(), 0);

        // When it is spent, for a fee of 3, 7 of it to nobody
        Transaction spend = transaction(List.of(place), new TxOut(40, ANYONE), new TxOut(7, NOBODY));
        Transaction second = coinbase(new TxOut(53, ANYONE));
        var undo = new BlockUndo(List.of(List.of(new Coin(new TxOut(50, ANYONE), 1, true))));
        CoinStatistics after = before.after(block(second, spend), undo, 2, 50);

        // Then
        assertThat(after.coins()).isEqualTo(2);
        assertThat(after.amount()).isEqualTo(93);
        assertThat(after.bogusBytes()).isEqualTo(2 * 51);
        assertThat(after.set()).isEqualTo(set(new MuHash()
                .add(CoinStatistics.element(new OutPoint(second.txid(), 0),
                        new Coin(new TxOut(53, ANYONE), 2, true)))
                .add(CoinStatistics.element(new OutPoint(spend.txid(), 0),
                        new Coin(new TxOut(40, ANYONE), 2, false)))));
        assertThat(after.totals().minus(before.totals()))
                .isEqualTo(new CoinStatistics.Totals(50, 50, 40, 53, 0, 7, 0));
        assertThat(after.amount() + after.totals().unspendable()).isEqualTo(after.totals().subsidy());
    }

    @Test
    void reads_back_what_it_wrote() {
        CoinStatistics some = START.after(block(coinbase(new TxOut(35, ANYONE))), BlockUndo.NOTHING, 1, 50);
        var out = new ByteWriter();
        some.write(out);

        assertThat(ByteReader.readAll(out.toArray(), CoinStatistics::read)).isEqualTo(some);
    }
}
