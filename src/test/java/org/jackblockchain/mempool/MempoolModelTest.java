package org.jackblockchain.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

/** Whatever happens, families and sums are what a simple walk over all transactions says. */
class MempoolModelTest {
    private static final int RUNS = 6;
    private static final int STEPS = 120;

    @Test
    void sums_over_families_are_what_a_walk_over_everything_says() {
        for (long seed = 0; seed < RUNS; seed++)
            new Run(seed).go();
    }

    private static final class Run {
        private final Random random;
        private final TestPool at = new TestPool().funded(12);
        private final List<OutPoint> spendable = new ArrayList<>();
        private final Map<OutPoint, Long> values = new LinkedHashMap<>();
        private final long seed;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            for (int i = 0; i < 12; i++)
                add(at.coin(), 50 * TestPool.COIN);
        }

        private void add(OutPoint place, long value) {
            spendable.add(place);
            values.put(place, value);
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0 -> mineSome();
                    case 1 -> leaveTip();
                    case 2 -> prioritise();
                    default -> offer();
                }
                compare("seed " + seed + " step " + step);
            }
        }

        /** Of one to three outputs, some of which may be spent already: then it is a replacement, or refused. */
        private void offer() {
            var from = new HashSet<OutPoint>();
            for (int i = random.nextInt(3); i >= 0; i--)
                from.add(spendable.get(random.nextInt(spendable.size())));
            long in = from.stream().mapToLong(values::get).sum();
            long out = in - 1_000 - random.nextInt(60_000);
            if (out < 20_000)
                return;
            Transaction tx = TestPool.spend(List.copyOf(from), out / 2, out - out / 2);
            if (at.offer(tx).isEmpty()) {
                add(TestPool.out(tx, 0), out / 2);
                add(TestPool.out(tx, 1), out - out / 2);
            }
        }

        private void mineSome() {
            List<MempoolEntry> entries = at.pool.snapshot(at.now).byDepth();
            Set<Txid> taken = new HashSet<>();
            var body = new ArrayList<Transaction>();
            for (MempoolEntry entry : entries) {
                if (random.nextBoolean() && taken.containsAll(entry.parents())) {
                    taken.add(entry.txid());
                    body.add(entry.transaction());
                }
            }
            Block block = at.mine(body.toArray(Transaction[]::new));
            assertThat(block.transactions()).hasSize(body.size() + 1);
        }

        private void leaveTip() {
            at.invalidate(at.chain.tip());
        }

        private void prioritise() {
            List<Txid> ids = at.ids();
            if (!ids.isEmpty())
                at.pool.prioritise(ids.get(random.nextInt(ids.size())), random.nextInt(20_000) - 10_000);
        }

        private void compare(String when) {
            Map<Txid, MempoolEntry> all = new LinkedHashMap<>();
            MempoolSnapshot snapshot = at.pool.snapshot(at.now);
            snapshot.entries().forEach(entry -> all.put(entry.txid(), entry));
            assertThat(all).as(when).hasSize(snapshot.size());
            Set<OutPoint> spent = new HashSet<>();
            for (MempoolEntry entry : all.values()) {
                assertThat(sum(all, ancestors(all, entry))).as(when).isEqualTo(entry.withAncestors());
                assertThat(sum(all, descendants(all, entry))).as(when).isEqualTo(entry.withDescendants());
                for (TxIn input : entry.transaction().inputs()) {
                    assertThat(spent.add(input.previous())).as(when).isTrue();
                    assertThat(snapshot.spender(input.previous())).as(when).contains(entry.txid());
                }
            }
            assertThat(snapshot.fees()).as(when)
                    .isEqualTo(all.values().stream().mapToLong(MempoolEntry::fee).sum());
            assertThat(snapshot.virtualSize()).as(when)
                    .isEqualTo(all.values().stream().mapToLong(MempoolEntry::virtualSize).sum());
            long memory = all.values().stream().mapToLong(entry -> MemoryUse.of(entry.transaction())
                    + MemoryUse.LINK * (entry.parents().size() + entry.children().size())).sum();
            assertThat(snapshot.memory()).as(when).isEqualTo(memory + MemoryUse.DELTA * snapshot.deltas().size());
        }

        private static Set<Txid> ancestors(Map<Txid, MempoolEntry> all, MempoolEntry entry) {
            Set<Txid> found = new HashSet<>(Set.of(entry.txid()));
            for (TxIn input : entry.transaction().inputs()) {
                Txid parent = input.previous().txid();
                if (all.containsKey(parent))
                    found.addAll(ancestors(all, all.get(parent)));
            }
            return found;
        }

        private static Set<Txid> descendants(Map<Txid, MempoolEntry> all, MempoolEntry entry) {
            Set<Txid> found = new HashSet<>();
            for (MempoolEntry other : all.values()) {
                if (ancestors(all, other).contains(entry.txid()))
                    found.add(other.txid());
            }
            return found;
        }

        private static Totals sum(Map<Txid, MempoolEntry> all, Set<Txid> ids) {
            var sum = new Totals(0, 0, 0, 0);
            for (Txid id : ids)
                sum = sum.plus(Objects.requireNonNull(all.get(id)));
            return sum;
        }
    }
}
