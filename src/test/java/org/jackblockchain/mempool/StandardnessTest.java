package org.jackblockchain.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackblockchain.mempool.TestPool.COIN;
import static org.jackblockchain.mempool.TestPool.out;
import static org.jackblockchain.mempool.TestPool.spend;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

/** The pool's own rules, each on both sides of its border. */
class StandardnessTest {
    private static final long FEE = 100_000;
    private static final long REST = 50 * COIN - FEE;
    private final TestPool at = new TestPool().funded(6);

    private Transaction with(int version, TxOut... outputs) {
        Transaction plain = spend(at.coin(), REST);
        return new Transaction(version, plain.inputs(), List.of(outputs), 0);
    }

    private static TxOut to(long value) {
        return new TxOut(value, TestPool.ANYONE);
    }

    private static TxOut data(int scriptBytes) {
        return new TxOut(0, Bytes.ofHex("6a" + "00".repeat(scriptBytes - 1)));
    }

    @Test
    void versions_are_1_to_3() {
        assertThat(at.offer(with(0, to(REST)))).isEqualTo("version");
        assertThat(at.offer(with(4, to(REST)))).isEqualTo("version");
        assertThat(at.offer(with(1, to(REST)))).isEmpty();
        assertThat(at.offer(with(3, to(REST)))).isEmpty();
    }

    @Test
    void data_is_short_and_stands_in_one_output() {
        assertThat(at.offer(with(2, to(REST), data(Policy.DEFAULT_DATA_CARRIER_BYTES + 1)))).isEqualTo("scriptpubkey");
        assertThat(at.offer(with(2, to(REST), data(Policy.DEFAULT_DATA_CARRIER_BYTES)))).isEmpty();
        assertThat(at.offer(with(2, to(REST), data(2), data(2)))).isEqualTo("multi-op-return");
    }

    @Test
    void who_wants_no_data_takes_none() {
        var strict = new TestPool(Policy.DEFAULT.withDataCarrierBytes(OptionalInt.empty())).funded(1);
        Transaction plain = spend(strict.coin(), REST);
        var tx = new Transaction(2, plain.inputs(), List.of(to(REST), data(1)), 0);

        assertThat(strict.offer(tx)).isEqualTo("scriptpubkey");
    }

    @Test
    void an_output_is_worth_what_it_costs_to_spend() {
        // 43 bytes of output and 67 of input, at 3 a byte
        assertThat(Standardness.dustThreshold(to(0), Policy.DEFAULT.dustRelay())).isEqualTo(330);
        assertThat(at.offer(with(2, to(REST), to(329)))).isEqualTo("dust");
        assertThat(at.offer(with(2, to(REST), to(330)))).isEmpty();
    }

    @Test
    void fees_reach_the_minimum() {
        OutPoint coin = at.coin();
        long size = spend(coin, REST).virtualSize();

        assertThat(at.offer(spend(coin, 50 * COIN - size + 1))).isEqualTo("min relay fee not met");
        assertThat(at.offer(spend(coin, 50 * COIN - size))).isEmpty();
    }

    @Test
    void chains_are_25_long() {
        Transaction last = at.add(spend(at.coin(), REST));
        for (int i = 2; i <= 25; i++)
            last = at.add(spend(out(last, 0), REST - i * FEE));

        assertThat(at.offer(spend(out(last, 0), REST - 30 * FEE))).isEqualTo("too-long-mempool-chain");
    }

    @Test
    void a_parent_has_25_descendants_and_one_more_that_is_small() {
        var values = new ArrayList<Long>();
        for (int i = 0; i < 26; i++)
            values.add(COIN);
        Transaction parent = at.add(spend(at.coin(), values.stream().mapToLong(Long::longValue).toArray()));
        at.pool.prioritise(parent.txid(), 0);
        for (int i = 0; i < 24; i++)
            at.add(spend(out(parent, i), COIN - FEE));

        assertThat(at.offer(spend(out(parent, 24), COIN - FEE))).isEmpty();
        assertThat(at.offer(spend(out(parent, 25), COIN - FEE))).isEqualTo("too-long-mempool-chain");
    }

    @Test
    void what_is_too_old_goes_when_something_comes() {
        Transaction old = at.add(spend(at.coin(), REST));
        at.now = at.now.plus(Policy.DEFAULT.expiry());
        at.add(spend(at.coin(), REST));
        assertThat(at.ids()).contains(old.txid());

        at.now = at.now.plusSeconds(1);
        at.add(spend(at.coin(), REST));
        assertThat(at.ids()).hasSize(2).doesNotContain(old.txid());
    }

    @Test
    void blocks_that_the_operator_takes_away_give_back_long_chains_from_below() {
        var wide = new TestPool(Policy.DEFAULT.withLimits(new ChainLimits(60, 101_000, 25, 101_000))).funded(1);
        Transaction last = spend(wide.coin(), REST);
        var first = wide.chain.tip().height() + 1;
        for (int block = 0; block < 2; block++) {
            var body = new ArrayList<Transaction>();
            for (int i = 0; i < 20; i++) {
                body.add(wide.add(last));
                last = spend(out(last, 0), last.valueOut() - FEE);
            }
            wide.mine(body.toArray(Transaction[]::new));
        }

        wide.invalidate(wide.chain.activeAt(first).orElseThrow());

        assertThat(wide.ids()).hasSize(40);
    }
}
