package org.jackblockchain.app.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

class SelfPaymentsTest {
    private final PayoutKey key = PayoutKey.random();
    private final SelfPayments payments = new SelfPayments(key, 5);

    private static Block paying(Bytes script) {
        Block genesis = Networks.REGTEST.genesis();
        Transaction coinbase = genesis.transactions().getFirst();
        return new Block(genesis.header(), List.of(new Transaction(2, coinbase.inputs(),
                List.of(new TxOut(5_000_000_000L, script)), 0)));
    }

    @Test
    void a_reward_is_split_when_it_is_mature_and_the_parts_are_spent_on_in_turn() {
        payments.mined(paying(key.script()), 10);

        assertThat(payments.next(13)).isEmpty();
        SelfPayments.Next split = payments.next(14).orElseThrow();
        assertThat(split.transaction().outputs()).hasSize(20);
        assertThat(payments.next(14)).as("nothing until it is taken").isEmpty();
        payments.taken(split);
        SelfPayments.Next first = payments.next(14).orElseThrow();
        assertThat(first.transaction().inputs().getFirst().previous().txid()).isEqualTo(split.transaction().txid());
        assertThat(first.coin().output().value() - first.transaction().valueOut())
                .isGreaterThanOrEqualTo(first.transaction().virtualSize());
        assertThat(payments.next(14).orElseThrow().coin()).isNotEqualTo(first.coin());
    }

    @Test
    void what_is_postponed_comes_again_and_the_rewards_of_others_never() {
        payments.mined(paying(Bytes.ofHex("51")), 1);
        assertThat(payments.next(100)).isEmpty();

        payments.mined(paying(key.script()), 1);
        SelfPayments.Next split = payments.next(100).orElseThrow();
        payments.postponed(split);
        assertThat(payments.next(100).orElseThrow().coin()).isEqualTo(split.coin());
    }
}
