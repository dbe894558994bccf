package org.jackblockchain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.store.StoreException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system that is really full; only where tests may mount one. */
class RocksStoreFullDiskTest {
    @TempDir
    private Path temporary;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount_a_small_disk() throws Exception {
        disk = Files.createDirectories(temporary.toRealPath().resolve("disk"));
        mounted = runs("mount", "-t", "tmpfs", "-o", "size=8m", "jbc-test", disk.toString());
        assumeTrue(mounted, "cannot mount a file system here");
    }

    @AfterEach
    void unmount_it() throws Exception {
        if (mounted)
            assertThat(runs("umount", disk.toString())).isTrue();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void stops_at_the_block_that_does_not_fit_and_goes_on_once_there_is_space() throws IOException {
        // Given a disk with little space
        var samples = new Samples(21);
        Path ballast = Files.write(disk.resolve("ballast"), new byte[4 << 20]);
        Path folder = disk.resolve("chain");
        var written = new ArrayList<StoreBatch>();

        // When blocks fill it
        try (var store = RocksStore.open(folder, Samples.NETWORK)) {
            StoreException full = catchThrowableOfType(StoreException.class, () -> {
                while (true) {
                    StoreBatch next = samples.oneBlock(100_000);
                    store.write(next);
                    written.add(next);
                }
            });
            assertThat(full.kind()).isEqualTo(Kind.DISK_FULL);
            assertThat(full).hasMessageContaining("nothing is lost but the last block");
            assertThat(written).hasSizeGreaterThan(5);
            written.forEach(batch -> ChainStoreContract.assertHolds(store, batch));
        }

        // Then a start on the full disk says so too
        StoreException atStart = catchThrowableOfType(StoreException.class,
                () -> RocksStore.open(folder, Samples.NETWORK).close());
        assertThat(atStart.kind()).isEqualTo(Kind.DISK_FULL);

        // And with space again, all that was acknowledged is there
        Files.delete(ballast);
        try (var store = RocksStore.open(folder, Samples.NETWORK)) {
            assertThat(store.load().headers()).hasSize(written.size());
            written.forEach(batch -> ChainStoreContract.assertHolds(store, batch));
            store.write(samples.oneBlock(300));
        }
    }
}
