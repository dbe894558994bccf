package org.jackblockchain.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

class TransactionRulesTest {
    private static final Txid MADE = Txid.of("11".repeat(32));
    private static final int THRESHOLD = 500_000_000;

    private static TxIn input(int index, int sequence) {
        return new TxIn(new OutPoint(MADE, index), Bytes.EMPTY, sequence, List.of());
    }

    private static Transaction tx(int lockTime, TxIn... inputs) {
        return new Transaction(2, List.of(inputs), List.of(new TxOut(1, Bytes.EMPTY)), lockTime);
    }

    @Test
    void two_outputs_of_one_transaction_may_be_spent_together_but_not_one_twice() {
        assertThat(TransactionRules.firstFault(tx(0, input(0, 0), input(1, 0)))).isEmpty();
        assertThat(TransactionRules.firstFault(tx(0, input(0, 0), input(1, 0), input(0, 1))))
                .contains(TransactionFault.DUPLICATE_INPUTS);
    }

    @Test
    void only_a_lone_input_may_spend_nothing() {
        var nothing = new TxIn(OutPoint.COINBASE, Bytes.ofHex("5151"), 0, List.of());

        assertThat(TransactionRules.firstFault(tx(0, nothing))).isEmpty();
        assertThat(TransactionRules.firstFault(tx(0, input(0, 0), nothing)))
                .contains(TransactionFault.SPENDS_NOTHING);
    }

    @Test
    void a_lock_below_the_threshold_is_a_height_and_from_there_on_a_time() {
        TxIn bound = input(0, 0);

        assertThat(TransactionRules.isFinal(tx(THRESHOLD - 1, bound), THRESHOLD, 0)).isTrue();
        assertThat(TransactionRules.isFinal(tx(THRESHOLD - 1, bound), THRESHOLD - 1, Long.MAX_VALUE)).isFalse();
        assertThat(TransactionRules.isFinal(tx(THRESHOLD, bound), 1, THRESHOLD + 1)).isTrue();
        assertThat(TransactionRules.isFinal(tx(THRESHOLD, bound), Integer.MAX_VALUE, THRESHOLD)).isFalse();
    }

    @Test
    void the_highest_lock_is_a_time_in_2106() {
        assertThat(TransactionRules.isFinal(tx(-1, input(0, 0)), 1, 0xffff_ffffL)).isFalse();
        assertThat(TransactionRules.isFinal(tx(-1, input(0, 0)), 1, 0x1_0000_0000L)).isTrue();
    }

    @Test
    void a_lock_is_lifted_when_all_inputs_are_final_and_not_when_some_are() {
        assertThat(TransactionRules.isFinal(tx(7, input(0, TxIn.FINAL), input(1, TxIn.FINAL)), 7, 0)).isTrue();
        assertThat(TransactionRules.isFinal(tx(7, input(0, TxIn.FINAL), input(1, 0)), 7, 0)).isFalse();
        assertThat(TransactionRules.isFinal(tx(7, input(0, TxIn.FINAL), input(1, 0)), 8, 0)).isTrue();
    }
}
