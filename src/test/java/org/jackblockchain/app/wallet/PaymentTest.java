package org.jackblockchain.app.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

class PaymentTest {
    private static final SigningKey KEY = SigningKey.byKeyHash(Sha256.once(new byte[]{1}));
    private static final SigningKey OLD = SigningKey.of(PayoutKey.random());
    private static final Map<Bytes, SigningKey> KEYS = Map.of(KEY.script(), KEY, OLD.script(), OLD);
    private static final TxOut DATA = new TxOut(0, DataOutput.script(Bytes.of(new byte[80])));
    private static final long RATE = 1_000;

    private static OwnCoin coin(int id, long value, int height, SigningKey key) {
        return new OwnCoin(new OutPoint(new Txid(0, 0, 0, id), 0), new TxOut(value, key.script()), height, false);
    }

    private static Optional<Payment> pay(TxOut output, OwnCoin... coins) {
        return Payment.of(List.of(output), List.of(coins), KEY.script(), RATE, KEYS);
    }

    @Test
    void pays_at_least_the_rate_and_little_more_whatever_the_key() {
        for (SigningKey key : List.of(KEY, OLD)) {
            Payment payment = pay(DATA, coin(1, 100_000, 5, key)).orElseThrow();
            Transaction tx = payment.signed(KEYS);

            assertThat(payment.fee()).isEqualTo(100_000 - tx.valueOut()).isBetween((long) tx.virtualSize(),
                    tx.virtualSize() + 1L);
        }
    }

    @Test
    void change_that_would_be_dust_goes_to_the_fee() {
        long exact = pay(DATA, coin(1, 100_000, 5, KEY)).orElseThrow().fee();
        long dust = Payment.dust(KEY.script());

        assertThat(dust).isEqualTo(294);
        assertThat(pay(DATA, coin(1, exact + dust, 5, KEY)).orElseThrow().outputs()).hasSize(2);
        assertThat(pay(DATA, coin(1, exact + dust - 1, 5, KEY)).orElseThrow().outputs()).containsExactly(DATA);
    }

    @Test
    void takes_as_many_coins_as_it_needs_confirmed_and_large_ones_first() {
        var output = new TxOut(50_000, OLD.script());
        OwnCoin small = coin(1, 10_000, 5, KEY);
        OwnCoin large = coin(2, 45_000, 6, OLD);
        OwnCoin waiting = coin(3, 90_000, OwnCoin.UNCONFIRMED, KEY);

        assertThat(pay(output, waiting, small, large).orElseThrow().coins()).containsExactly(large, small);
        assertThat(pay(output, large)).isEmpty();
    }

    @Test
    void is_just_enough_at_the_amount_and_the_fee_and_not_below() {
        var output = new TxOut(50_000, OLD.script());
        long fee = Payment.fee(List.of(coin(1, 0, 5, KEY)), List.of(output), RATE, KEYS);

        assertThat(pay(output, coin(1, 50_000 + fee, 5, KEY))).isPresent();
        assertThat(pay(output, coin(1, 50_000 + fee - 1, 5, KEY))).isEmpty();
    }

    @Test
    void dust_is_what_Core_says() {
        assertThat(Payment.dust(OLD.script())).isEqualTo(330);
        assertThat(Payment.dust(Bytes.ofHex("76a914" + "00".repeat(20) + "88ac"))).isEqualTo(546);
        assertThat(Payment.dust(Bytes.ofHex("a914" + "00".repeat(20) + "87"))).isEqualTo(540);
    }
}
