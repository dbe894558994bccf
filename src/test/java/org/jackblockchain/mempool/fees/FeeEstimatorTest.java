package org.jackblockchain.mempool.fees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeEstimatorTest {
    private static final FeeRate LOW = new FeeRate(2_000);
    private static final FeeRate HIGH = new FeeRate(50_000);

    private final FeeEstimator fees = new FeeEstimator();
    private int height = 100;
    private long made;

    private FeeEstimator.Mined come(FeeRate rate) {
        var one = new FeeEstimator.Mined(new Txid(++made, 0, 0, 0), height, rate);
        fees.entered(one.txid(), height, rate);
        return one;
    }

    private List<FeeEstimator.Mined> come(int count, FeeRate rate) {
        var all = new ArrayList<FeeEstimator.Mined>();
        for (int i = 0; i < count; i++)
            all.add(come(rate));
        return all;
    }

    private void mine(List<FeeEstimator.Mined> mined) {
        fees.onBlock(++height, mined);
    }

    /** The first block makes known where the chain is. */
    private void mine(int blocks, IntFunction<List<FeeEstimator.Mined>> pool) {
        mine(List.of());
        for (int i = 0; i < blocks; i++)
            mine(pool.apply(i));
    }

    @Test
    void who_has_seen_nothing_says_nothing() {
        mine(50, _ -> List.of());

        assertThat(fees.smart(6, false)).isEqualTo(new SmartFee(Optional.empty(), 0));
        assertThat(fees.raw(6, 0.95, FeeHorizon.SHORT)).isEqualTo(new RawFee(OptionalDouble.empty(), FeeRange.NONE,
                new FeeRange(0, FeeBuckets.INFINITE, 0, 0, 0, 0)));
    }

    @Test
    void what_was_mined_at_once_is_enough() {
        mine(20, _ -> come(10, LOW));

        assertThat(fees.smart(2, false).rate()).contains(LOW);
        assertThat(fees.smart(2, true).rate()).contains(LOW);
    }

    @Test
    void who_waits_for_ever_paid_too_little() {
        mine(20, _ -> {
            come(10, LOW);
            return come(10, HIGH);
        });

        assertThat(fees.smart(2, false).rate()).contains(HIGH);
        RawFee raw = fees.raw(2, 0.95, FeeHorizon.SHORT);
        assertThat(raw.passed().from()).isLessThan((double) HIGH.perKilobyte());
        assertThat(raw.failed().isThere()).isTrue();
    }

    @Test
    void what_was_replaced_before_it_was_mined_counts_against_its_rate() {
        mine(20, _ -> {
            come(9, LOW).forEach(one -> fees.left(one.txid()));
            var mined = come(10, HIGH);
            mined.addAll(come(1, LOW));
            return mined;
        });
        assertThat(fees.smart(2, false).rate()).as("gone within a block says nothing").contains(LOW);

        var waiting = new ArrayList<FeeEstimator.Mined>();
        mine(20, _ -> {
            waiting.forEach(one -> fees.left(one.txid()));
            waiting.clear();
            var mined = come(10, HIGH);
            mined.addAll(come(1, LOW));
            waiting.addAll(come(9, LOW));
            return mined;
        });
        assertThat(fees.smart(2, false).rate()).as("gone after a block").contains(HIGH);
    }

    @Test
    void a_longer_wait_is_cheaper() {
        var slow = new ArrayList<List<FeeEstimator.Mined>>();
        mine(60, _ -> {
            slow.add(come(5, LOW));
            var mined = come(5, HIGH);
            if (slow.size() > 4)
                mined.addAll(slow.removeFirst());
            return mined;
        });

        assertThat(fees.smart(2, false).rate()).contains(HIGH);
        assertThat(fees.smart(10, false).rate()).contains(LOW);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "9, 9", "10, 10", "11, 10", "1008, 10"})
    void an_answer_is_for_half_the_time_that_was_seen_at_most(int wanted, int given) {
        mine(21, _ -> come(10, LOW));

        assertThat(fees.smart(wanted, false).blocks()).isEqualTo(given);
    }

    @Test
    void when_fees_fall_the_careful_still_pay_what_was_asked_before() {
        mine(12, _ -> come(24, HIGH));
        mine(4, _ -> come(24, LOW));

        assertThat(fees.smart(2, false).rate()).contains(LOW);
        assertThat(fees.smart(2, true).rate()).contains(HIGH);
    }

    @Test
    void a_block_that_is_no_higher_teaches_nothing() {
        mine(20, _ -> come(10, LOW));
        Bytes before = fees.memory();
        fees.onBlock(height, come(10, HIGH));

        assertThat(fees.memory()).isEqualTo(before);
    }

    @Test
    void what_came_upon_another_tip_is_not_counted() {
        mine(20, _ -> {
            height--;
            var mined = come(10, LOW);
            height++;
            return mined;
        });

        assertThat(fees.smart(2, false).rate()).isEmpty();
    }

    @Test
    void what_is_kept_is_known_again() {
        mine(20, _ -> {
            come(2, LOW);
            return come(10, HIGH);
        });
        fees.forgetWaiting();
        var again = new FeeEstimator(fees.memory());

        for (FeeHorizon horizon : FeeHorizon.values())
            assertThat(again.raw(4, 0.9, horizon)).isEqualTo(fees.raw(4, 0.9, horizon));
        assertThat(again.smart(6, true)).isEqualTo(fees.smart(6, true));
        assertThat(again.memory()).isEqualTo(fees.memory());
    }

    @Test
    void a_memory_that_is_none_is_refused() {
        mine(20, _ -> come(10, HIGH));
        byte[] good = fees.memory().toArray();
        for (int cut : new int[]{0, 3, 20, 200, good.length - 1}) {
            byte[] cutOff = Arrays.copyOf(good, cut);
            assertThatThrownBy(() -> new FeeEstimator(Bytes.of(cutOff))).isInstanceOf(MalformedException.class);
        }
        for (int place : new int[]{0, 15, 19, 20}) {
            byte[] wrong = good.clone();
            wrong[place] ^= (byte) 0xff;
            assertThatThrownBy(() -> new FeeEstimator(Bytes.of(wrong))).as("byte %d", place)
                    .isInstanceOf(MalformedException.class);
        }
    }
}
