package org.jackblockchain.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.store.StoreException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a store that a bad disk changed, cut or lost: found, never believed. */
class RocksStoreDamageTest {
    private static final int BATCHES = 60;

    private final Samples samples = new Samples(5);
    private final List<StoreBatch> written = new ArrayList<>();

    @TempDir
    private Path temporary;

    private Path folder;

    /** Closed twice, so that sorted files, blob files and a manifest with a history are there. */
    @BeforeEach
    void fill_a_store() throws IOException {
        folder = temporary.toRealPath().resolve("chain");
        for (int i = 0; i < 2; i++) {
            try (var store = RocksStore.open(folder, Samples.NETWORK)) {
                for (int k = 0; k < BATCHES / 2; k++) {
                    written.add(samples.oneBlock(k % 2 == 0 ? 200 : 6_000));
                    store.write(written.getLast());
                }
            }
        }
    }

    @Test
    void an_intact_store_is_whole() {
        assertThat(faultOf(folder)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sst,garbage", "sst,cut", "sst,lost", "sst,empty", "blob,garbage", "blob,cut", "blob,lost",
            "blob,empty", "MANIFEST,garbage", "MANIFEST,cut", "MANIFEST,lost", "MANIFEST,empty", "CURRENT,garbage",
            "CURRENT,cut", "CURRENT,lost", "CURRENT,empty"})
    void names_a_damaged_database_and_says_what_to_do(String files, String damage) throws IOException {
        for (Path file : files(folder, files))
            damage(file, damage);

        StoreException fault = faultOf(folder).orElseThrow();

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPTED);
        assertThat(fault).hasMessageStartingWith("the database in " + folder + " is corrupted (")
                .hasMessageEndingWith("; delete the folder " + folder + " to sync again");
        // And trying again neither repairs nor empties it.
        assertThat(faultOf(folder)).map(StoreException::kind).contains(Kind.CORRUPTED);
    }

    private static void damage(Path file, String how) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (how) {
            case "garbage" -> {
                new SplittableRandom(1).nextBytes(bytes);
                Files.write(file, bytes);
            }
            case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "empty" -> Files.write(file, new byte[0]);
            case "lost" -> Files.delete(file);
            default -> throw new IllegalArgumentException(how);
        }
    }

    /** Anywhere in any file: either nothing that matters changed, or the fault is seen, or a log ends early. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_few_flipped_bits_never_change_what_is_read(long seed) throws IOException {
        var chance = new SplittableRandom(seed);
        List<Path> files = files(folder, "");
        for (int i = 0; i < 20; i++) {
            Path copy = copyOf(folder, "copy" + i);
            Path victim = copy.resolve(files.get(chance.nextInt(files.size())).getFileName());
            flip(victim, chance);
            faultOf(copy).ifPresent(fault -> assertThat(fault.kind()).as("seed %d, %s", seed, victim)
                    .isEqualTo(Kind.CORRUPTED));
        }
    }

    private static void flip(Path file, SplittableRandom chance) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
            bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
            Files.write(file, bytes);
        }
    }

    /** Power cuts end a log anywhere; what was flushed before is whole, and so is each batch that is left. */
    @Test
    void a_log_that_ends_anywhere_leaves_whole_batches() throws IOException {
        // Given a store whose last batches are in its log only
        Path logOnly = temporary.toRealPath().resolve("killed");
        List<StoreBatch> steps = new ArrayList<>();
        try (var store = RocksStore.open(folder, Samples.NETWORK)) {
            for (int i = 0; i < 20; i++) {
                steps.add(samples.oneBlock(300));
                store.write(steps.getLast());
            }
            copy(folder, logOnly);
        }
        var chance = new SplittableRandom(8);
        for (int i = 0; i < 20; i++) {
            // When the log is cut
            Path copy = copyOf(logOnly, "cut" + i);
            Path log = largest(files(copy, ".log"));
            byte[] bytes = Files.readAllBytes(log);
            Files.write(log, Arrays.copyOf(bytes, chance.nextInt(bytes.length + 1)));
            // Then what was flushed is there, with the first of the steps
            assertHoldsFirstOf(steps, copy);
        }
    }

    private void assertHoldsFirstOf(List<StoreBatch> steps, Path copy) {
        try (var store = RocksStore.open(copy, Samples.NETWORK)) {
            written.forEach(batch -> ChainStoreContract.assertHolds(store, batch));
            StoredChain chain = store.load();
            int count = chain.headers().size() - written.size();
            assertThat(count).isBetween(0, steps.size());
            assertThat(chain.tip()).isEqualTo((count == 0 ? written.getLast() : steps.get(count - 1)).tip());
            steps.subList(0, count).forEach(batch -> ChainStoreContract.assertHolds(store, batch));
            for (StoreBatch lost : steps.subList(count, steps.size())) {
                assertThat(store.block(lost.tip().orElseThrow())).isEmpty();
                assertThat(store.coin(lost.coins().keySet().iterator().next())).isEmpty();
            }
        }
    }

    /** Opens the store and reads everything; a value that differs from what was written fails the test. */
    private Optional<StoreException> faultOf(Path place) {
        try (var store = RocksStore.open(place, Samples.NETWORK)) {
            StoredChain chain = store.load();
            written.forEach(batch -> ChainStoreContract.assertHolds(store, batch));
            assertThat(chain.tip()).isEqualTo(written.getLast().tip());
            assertThat(chain.headers()).hasSize(written.size());
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e);
        }
    }

    /** Those whose name has {@code part} in it, sorted. */
    private static List<Path> files(Path place, String part) throws IOException {
        try (var files = Files.list(place)) {
            List<Path> found = files.filter(file -> file.getFileName().toString().contains(part)).sorted().toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static Path largest(List<Path> files) {
        return files.stream().max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length())).orElseThrow();
    }

    private Path copyOf(Path from, String name) throws IOException {
        Path to = temporary.toRealPath().resolve(name);
        copy(from, to);
        return to;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(from, ""))
            Files.copy(file, to.resolve(file.getFileName()));
    }
}
