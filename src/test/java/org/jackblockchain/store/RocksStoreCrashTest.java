package org.jackblockchain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.primitives.BlockHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another process does to a folder: holds it, and dies in the middle of its work. */
class RocksStoreCrashTest {
    @TempDir
    private Path temporary;

    @Test
    void a_killed_process_loses_nothing_it_was_told_is_written_and_leaves_no_half_batch() throws Exception {
        Path folder = temporary.resolve("chain");
        int before = 0;
        for (int steps : new int[]{1, 37, 350}) {
            int acknowledged;
            try (var child = StoreChild.start(folder)) {
                child.awaitSteps(steps);
                acknowledged = child.kill();
            }
            int stored = wholeSteps(folder);
            assertThat(stored).isGreaterThan(Math.max(acknowledged, before));
            before = stored;
        }
    }

    @Test
    void a_killed_process_leaves_no_copy_of_the_native_library() throws Exception {
        Path folder = temporary.resolve("chain");
        try (var child = StoreChild.start(folder)) {
            child.awaitSteps(1);
            child.kill();
        }
        assertThat(StoreChild.temporaryOf(folder)).isEmptyDirectory();
    }

    /** Checks that the store holds exactly the first steps of the child's chain; returns their number. */
    private static int wholeSteps(Path folder) {
        try (var store = RocksStore.open(folder, Samples.NETWORK)) {
            StoredChain chain = store.load();
            int steps = chain.headers().size();
            assertThat(chain.tip()).isEqualTo(steps == 0 ? Optional.<BlockHash>empty() : tip(steps - 1));
            for (int n = 0; n < steps; n++) {
                StoreBatch step = StoreChild.step(n);
                assertThat(chain.headers()).containsAllEntriesOf(step.headers());
                ChainStoreContract.assertHolds(store, coinsOnlyOfLast(step, n == steps - 1));
            }
            StoreBatch next = StoreChild.step(steps);
            next.blocks().keySet().forEach(hash -> assertThat(store.block(hash)).isEmpty());
            next.undo().keySet().forEach(hash -> assertThat(store.undo(hash)).isEmpty());
            next.coins().forEach((key, coin) -> assertThat(store.coin(key).isPresent()).isEqualTo(coin.isEmpty()));
            return steps;
        }
    }

    private static Optional<BlockHash> tip(int n) {
        return Optional.of(StoreChild.block(n).hash());
    }

    /** Later steps spend the coins of earlier ones. */
    private static StoreBatch coinsOnlyOfLast(StoreBatch step, boolean last) {
        return last ? step : new StoreBatch(step.headers(), step.blocks(), step.undo(), Map.of(), step.tip());
    }

    @Test
    void a_folder_that_another_process_uses_is_refused_until_that_ends() throws Exception {
        Path folder = temporary.resolve("chain");
        try (var child = StoreChild.start(folder)) {
            child.awaitSteps(1);

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> RocksStore.open(folder, Samples.NETWORK))
                    .withMessage("another jbc uses %s; stop it or choose another --data-dir", folder.toRealPath())
                    .extracting(StoreException::kind).isEqualTo(StoreException.Kind.LOCKED);

            assertGoesOn(child);
        }
        assertThat(wholeSteps(folder)).isPositive();
    }

    /** The attempt of another process must not disturb the owner. */
    private static void assertGoesOn(StoreChild child) throws IOException, InterruptedException {
        child.awaitSteps(20);
        child.kill();
    }
}
