package org.jackblockchain.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackblockchain.mempool.TestPool.COIN;
import static org.jackblockchain.mempool.TestPool.out;
import static org.jackblockchain.mempool.TestPool.spend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.mempool.fees.FeeHorizon;
import org.jackblockchain.mempool.fees.FeeRange;
import org.jackblockchain.primitives.Transaction;
import org.junit.jupiter.api.Test;

/** Which transactions the pool counts when it learns what fees buy. */
class FeeLearningTest {
    private static final long FEE = 10_000;

    private final TestPool at = new TestPool().funded(8);

    private void atTipPlus(Duration later) {
        at.now = at.chain.tip().header().instant().plus(later);
    }

    /** How many of those that waited and were mined are remembered. */
    private double mined() {
        return seen().mined();
    }

    private FeeRange seen() {
        return at.pool.fees().raw(1, 0.5, FeeHorizon.SHORT).failed();
    }

    @Test
    void one_that_came_upon_a_fresh_tip_and_was_mined() {
        atTipPlus(Duration.ofHours(3));
        at.mine(at.add(spend(at.coin(), 50 * COIN - FEE)));

        assertThat(mined()).isEqualTo(1);
    }

    @Test
    void not_while_the_tip_is_old() {
        atTipPlus(Duration.ofHours(3).plusSeconds(1));
        at.mine(at.add(spend(at.coin(), 50 * COIN - FEE)));

        assertThat(mined()).isZero();
    }

    @Test
    void not_one_that_depends_on_another() {
        atTipPlus(Duration.ZERO);
        Transaction parent = at.add(spend(at.coin(), 50 * COIN - FEE));
        Transaction child = at.add(spend(out(parent, 0), 50 * COIN - 2 * FEE));
        at.mine(parent, child);

        assertThat(mined()).isEqualTo(1);
    }

    @Test
    void not_those_that_came_as_a_package() {
        atTipPlus(Duration.ZERO);
        Transaction parent = spend(at.coin(), 50 * COIN - FEE / 10);
        Transaction child = spend(out(parent, 0), 50 * COIN - FEE);
        at.pool.acceptPackage(List.of(parent, child), Optional.empty(), at.now);
        assertThat(at.ids()).hasSize(2);
        at.mine(parent, child);

        assertThat(mined()).isZero();
    }

    @Test
    void not_one_that_came_back_from_a_block() {
        atTipPlus(Duration.ZERO);
        Transaction tx = spend(at.coin(), 50 * COIN - FEE);
        at.mine(tx);
        BlockEntry block = at.chain.tip();
        at.invalidate(block);
        assertThat(at.ids()).containsExactly(tx.txid());
        at.mine(tx);
        at.mine();

        assertThat(mined()).isZero();
    }

    @Test
    void one_that_was_replaced_after_a_block_counts_as_gone() {
        atTipPlus(Duration.ZERO);
        var coin = at.coin();
        at.add(spend(coin, 50 * COIN - FEE));
        at.mine();
        at.add(spend(coin, 50 * COIN - 5 * FEE));

        assertThat(seen().gone()).isEqualTo(1);
        assertThat(seen().waiting()).as("the new one waits for no block yet").isZero();
    }
}
