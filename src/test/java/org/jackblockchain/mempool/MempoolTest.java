package org.jackblockchain.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackblockchain.mempool.TestPool.COIN;
import static org.jackblockchain.mempool.TestPool.out;
import static org.jackblockchain.mempool.TestPool.spend;

import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.Transaction;
import org.junit.jupiter.api.Test;

class MempoolTest {
    private static final long FEE = 10_000;
    private final TestPool at = new TestPool().funded(8);

    @Test
    void what_a_block_could_hold_is_let_in_and_leaves_when_it_is_mined() {
        Transaction parent = at.add(spend(at.coin(), 50 * COIN - FEE));
        Transaction child = at.add(spend(out(parent, 0), 50 * COIN - 2 * FEE));

        assertThat(at.entry(child).withAncestors().count()).isEqualTo(2);
        assertThat(at.entry(parent).withDescendants().fees()).isEqualTo(2 * FEE);

        at.mine(parent);

        assertThat(at.ids()).containsExactly(child.txid());
        assertThat(at.entry(child).withAncestors().count()).isEqualTo(1);
        assertThat(at.offer(parent)).isEqualTo("txn-already-known");
        assertThat(at.pool.takeChanges()).hasSize(3);
    }

    @Test
    void what_a_block_spends_otherwise_leaves_with_all_that_builds_on_it() {
        var coin = at.coin();
        Transaction one = at.add(spend(coin, 50 * COIN - FEE));
        at.add(spend(out(one, 0), 50 * COIN - 2 * FEE));

        at.mine(spend(coin, 50 * COIN));

        assertThat(at.ids()).isEmpty();
        assertThat(at.offer(one)).isEqualTo("bad-txns-inputs-missingorspent");
    }

    @Test
    void transactions_of_a_block_that_left_the_chain_come_back_below_their_children() {
        Transaction parent = spend(at.coin(), 50 * COIN);
        at.mine(parent);
        Transaction child = at.add(spend(out(parent, 0), 50 * COIN - FEE));

        at.invalidate(at.chain.tip());

        assertThat(at.ids()).containsExactlyInAnyOrder(parent.txid(), child.txid());
        assertThat(at.entry(child).parents()).containsExactly(parent.txid());
        assertThat(at.entry(parent).withDescendants().count()).isEqualTo(2);
        assertThat(at.entry(child).withAncestors().fees()).isEqualTo(FEE);
    }

    @Test
    void spends_of_a_coinbase_that_is_immature_again_leave() {
        for (int i = 0; i < 7; i++)
            at.coin();
        Transaction spend = at.add(spend(at.coin(), 50 * COIN - FEE));

        at.invalidate(at.chain.tip());

        assertThat(at.ids()).isEmpty();
        assertThat(at.offer(spend)).isEqualTo("bad-txns-premature-spend-of-coinbase");
    }

    @Test
    void another_pays_more_and_takes_the_place() {
        var coin = at.coin();
        Transaction first = at.add(spend(coin, 50 * COIN - FEE));
        at.add(spend(out(first, 0), 50 * COIN - 2 * FEE));
        long size = first.virtualSize();

        assertThat(at.offer(spend(coin, 50 * COIN - FEE))).isEqualTo("txn-already-in-mempool");
        assertThat(at.offer(spend(coin, 50 * COIN - FEE - 1))).isEqualTo("insufficient fee");
        assertThat(at.offer(spend(coin, 50 * COIN - 2 * FEE - size + 1))).isEqualTo("insufficient fee");
        assertThat(at.offer(spend(coin, 50 * COIN - 2 * FEE - size))).isEmpty();
        assertThat(at.ids()).hasSize(1);
    }

    @Test
    void a_child_pays_for_a_parent_that_alone_pays_too_little() {
        var policy = Policy.DEFAULT.withMaxBytes(Policy.DEFAULT.leastMaxBytes());
        assertThat(policy.maxBytes()).isEqualTo(4_040_000);
        Transaction parent = TestPool.version(3, spend(at.coin(), 50 * COIN));
        Transaction child = TestPool.version(3, spend(out(parent, 0), 50 * COIN - FEE));

        assertThat(at.offer(parent)).isEqualTo("min relay fee not met");
        var result = at.pool.acceptPackage(List.of(parent, child), Optional.empty(), at.now);

        assertThat(result.fault()).isEmpty();
        assertThat(at.ids()).hasSize(2);
    }
}
