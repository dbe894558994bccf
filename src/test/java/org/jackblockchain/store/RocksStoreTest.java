package org.jackblockchain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.store.StoreException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Opening, reopening and refusing. What all stores share is in {@link ChainStoreContract}. */
class RocksStoreTest {
    private static final byte[] TIP = "tip".getBytes(StandardCharsets.UTF_8);

    private final Samples samples = new Samples(11);

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void resolve_links_as_messages_do() throws IOException {
        folder = temporary.toRealPath().resolve("some").resolve("chain");
    }

    private RocksStore open() {
        return RocksStore.open(folder, Samples.NETWORK);
    }

    @Test
    void reopening_keeps_everything() {
        var batches = new ArrayList<StoreBatch>();
        for (int round = 0; round < 4; round++) {
            try (var store = open()) {
                batches.forEach(batch -> ChainStoreContract.assertHolds(store, batch));
                assertThat(store.load().headers()).hasSize(batches.size());
                for (int i = 0; i < 10; i++) {
                    batches.add(samples.oneBlock(i * 1_000));
                    store.write(batches.getLast());
                }
            }
        }
        try (var store = open()) {
            batches.forEach(batch -> ChainStoreContract.assertHolds(store, batch));
            assertThat(store.load().tip()).isEqualTo(batches.getLast().tip());
        }
    }

    @Test
    void a_stored_body_is_still_never_overwritten_after_a_restart() {
        StoreBatch batch = samples.oneBlock(9_000);
        try (var store = open()) {
            store.write(batch);
        }
        try (var store = open()) {
            assertThat(catchThrowableOfType(IllegalStateException.class, () -> store.write(batch))).isNotNull();
        }
    }

    @Test
    void the_tip_may_be_genesis_whose_header_is_not_stored() {
        BlockHash genesis = Samples.NETWORK.genesis().hash();
        try (var store = open()) {
            store.write(samples.oneBlock(1));
            store.write(new StoreBatch(Map.of(), Map.of(), Map.of(), Map.of(),
                    Optional.of(genesis)));
            assertThat(store.load().tip()).contains(genesis);
        }
    }

    @Test
    void one_process_opens_a_folder_once() throws IOException {
        try (var _ = open()) {
            StoreException refusal = refusal(this::open);
            assertThat(refusal.kind()).isEqualTo(Kind.LOCKED);
            assertThat(refusal).hasMessage("another node of this jbc uses %s; give each its own --data-dir", folder);

            Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
            assertThat(refusal(() -> RocksStore.open(link, Samples.NETWORK)).kind()).isEqualTo(Kind.LOCKED);
        }
        open().close();
    }

    @Test
    void a_folder_that_was_refused_is_free_again() {
        open().close();
        refusal(() -> RocksStore.open(folder, Samples.network("other", 1)));
        open().close();
    }

    @Test
    void refuses_the_chain_of_another_network_and_names_both() {
        open().close();

        StoreException refusal = refusal(() -> RocksStore.open(folder, Samples.network("regtest", 2)));

        assertThat(refusal.kind()).isEqualTo(Kind.OTHER_NETWORK);
        assertThat(refusal).hasMessage(folder + " holds the chain of network jbc, but this node is on regtest;"
                + " choose that network or another --data-dir");
    }

    @Test
    void refuses_a_network_of_the_same_name_with_another_genesis() {
        open().close();
        ChainParams twin = Samples.network("jbc", 2);

        StoreException refusal = refusal(() -> RocksStore.open(folder, twin));

        assertThat(refusal.kind()).isEqualTo(Kind.OTHER_NETWORK);
        assertThat(refusal).hasMessageContaining(Samples.NETWORK.genesis().hash().hex())
                .hasMessageContaining(twin.genesis().hash().hex());
    }

    @Test
    void refuses_a_newer_version_and_leaves_it_as_it_is() {
        StoreBatch batch = samples.oneBlock(10);
        try (var store = open()) {
            store.write(batch);
        }
        putMeta(Identity.VERSION, Identity.FORMAT + 1, 0, 0, 0);

        StoreException refusal = refusal(this::open);

        assertThat(refusal.kind()).isEqualTo(Kind.NEWER_VERSION);
        assertThat(refusal).hasMessage(folder + " was written by a newer jbc (format 2, this one knows up to 1);"
                + " update jbc or choose another --data-dir");
        putMeta(Identity.VERSION, Identity.FORMAT, 0, 0, 0);
        try (var store = open()) {
            ChainStoreContract.assertHolds(store, batch);
        }
    }

    @Test
    void refuses_a_newer_version_that_added_a_column() throws RocksDBException {
        open().close();
        try (var options = new RocksOptions()) {
            var columns = options.columns(Column.CHAIN);
            var handles = new ArrayList<ColumnFamilyHandle>();
            columns.add(new ColumnFamilyDescriptor("filters".getBytes(StandardCharsets.UTF_8)));
            try (var _ = RocksDB.open(options.database(), folder.toString(), columns, handles)) {
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
        assertThat(refusal(this::open).kind()).isEqualTo(Kind.NEWER_VERSION);
    }

    @Test
    void a_version_that_cannot_be_is_corruption() {
        open().close();
        for (byte[] version : List.of(new byte[4], new byte[3], new byte[]{1, 0, 0, 0, 0})) {
            putMeta(Identity.VERSION, version);
            assertThat(refusal(this::open).kind()).isEqualTo(Kind.CORRUPTED);
        }
    }

    @Test
    void records_that_are_not_ours_are_corruption_and_the_message_names_the_key() {
        StoreBatch batch = samples.oneBlock(10);
        BlockHash hash = batch.tip().orElseThrow();
        var outPoint = batch.coins().keySet().iterator().next();
        try (var store = open()) {
            store.write(batch);
        }
        for (Column column : List.of(Column.HEADERS, Column.BLOCKS, Column.UNDO))
            put(column, Records.key(hash), new byte[]{5});
        put(Column.COINS, Records.key(outPoint), new byte[]{5});

        try (var store = open()) {
            assertCorrupted(refusal(store::load), hash.hex());
            assertCorrupted(refusal(() -> store.block(hash)), hash.hex());
            assertCorrupted(refusal(() -> store.undo(hash)), hash.hex());
            assertCorrupted(refusal(() -> store.coin(outPoint)), outPoint.txid().hex());
        }
    }

    @Test
    void a_tip_without_a_header_is_corruption() {
        open().close();
        putMeta(TIP, Records.key(samples.hash()));
        try (var store = open()) {
            assertCorrupted(refusal(store::load), "tip");
        }
    }

    @Test
    void a_key_that_is_no_hash_is_corruption() {
        open().close();
        put(Column.HEADERS, new byte[31], Records.header(samples.storedHeader()));
        try (var store = open()) {
            assertCorrupted(refusal(store::load), "a header's key");
        }
    }

    @Test
    void data_without_an_identity_is_not_taken_for_ours() {
        try (var rocks = Rocks.open(folder, Column.CHAIN, RocksDB::write)) {
            rocks.write(changes -> changes.put(Column.COINS, new byte[36], new byte[3]));
        }
        assertCorrupted(refusal(this::open), "format");
    }

    @Test
    void a_database_that_was_made_but_not_yet_marked_is_taken() {
        Rocks.open(folder, Column.CHAIN, RocksDB::write).close();
        open().close();
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_refused() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        for (Path place : List.of(file, file.resolve("below"))) {
            StoreException refusal = refusal(() -> RocksStore.open(place, Samples.NETWORK));
            assertThat(refusal.kind()).isEqualTo(Kind.UNUSABLE_FOLDER);
            assertThat(refusal).hasMessageStartingWith("cannot keep a chain in " + place)
                    .hasMessageEndingWith("make it writable or choose another --data-dir");
        }
    }

    @Test
    void a_file_system_that_takes_no_files_is_refused() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")));
        for (String place : List.of("/proc/jbc", "/proc/self")) {
            StoreException refusal = refusal(() -> RocksStore.open(Path.of(place), Samples.NETWORK));
            assertThat(refusal.kind()).isEqualTo(Kind.UNUSABLE_FOLDER);
        }
    }

    @Test
    void a_full_disk_stops_all_writing_with_one_message_and_loses_nothing_else() {
        var full = new AtomicBoolean();
        var attempts = new AtomicInteger();
        StoreBatch before = samples.oneBlock(10);
        StoreBatch lost = samples.oneBlock(10);
        try (var store = RocksStore.open(folder, Samples.NETWORK, (database, how, batch) -> {
            attempts.incrementAndGet();
            if (full.get())
                throw noSpace();
            database.write(how, batch);
        })) {
            // Given a store on a disk that is full
            store.write(before);
            full.set(true);

            // When a batch fails
            StoreException first = refusal(() -> store.write(lost));
            assertThat(first.kind()).isEqualTo(Kind.DISK_FULL);
            assertThat(first).hasMessage("disk full while writing " + folder
                    + ": free space and start again; nothing is lost but the last block");

            // Then the store takes nothing more, not even when there is space again
            full.set(false);
            int attempted = attempts.get();
            assertThat(refusal(() -> store.write(samples.oneBlock(10)))).hasMessage(first.getMessage());
            assertThat(refusal(store::flush)).hasMessage(first.getMessage());
            assertThat(attempts).hasValue(attempted);

            // And it can still be read
            ChainStoreContract.assertHolds(store, before);
        }
        try (var store = open()) {
            assertThat(store.load()).isEqualTo(new StoredChain(before.headers(), before.tip()));
            store.write(lost);
        }
    }

    private static RocksDBException noSpace() {
        return new RocksDBException("While appending to file: No space left on device",
                new Status(Status.Code.IOError, Status.SubCode.NoSpace, "No space left on device"));
    }

    @Test
    void says_what_kind_of_failure_a_status_is() {
        assertThat(kindOf(Status.Code.IOError, Status.SubCode.NoSpace, "x")).isEqualTo(Kind.DISK_FULL);
        assertThat(kindOf(Status.Code.IOError, Status.SubCode.None, "Input/output error")).isEqualTo(Kind.IO);
        assertThat(kindOf(Status.Code.Corruption, Status.SubCode.None, "x")).isEqualTo(Kind.CORRUPTED);
        assertThat(kindOf(Status.Code.Busy, Status.SubCode.None, "x")).isEqualTo(Kind.IO);
        var withoutStatus = new RocksDBException("something");
        assertThat(RocksFailure.of(withoutStatus, "writing", folder))
                .hasMessage("writing %s failed: something; check the disk and start again", folder);
    }

    private Kind kindOf(Status.Code code, Status.SubCode subCode, String state) {
        return RocksFailure.of(new RocksDBException(state, new Status(code, subCode, state)), "writing", folder).kind();
    }

    private void putMeta(byte[] key, int... value) {
        byte[] bytes = new byte[value.length];
        for (int i = 0; i < value.length; i++)
            bytes[i] = (byte) value[i];
        putMeta(key, bytes);
    }

    private void putMeta(byte[] key, byte[] value) {
        put(Column.META, key, value);
    }

    private void put(Column column, byte[] key, byte[] value) {
        try (var rocks = Rocks.open(folder, Column.CHAIN, RocksDB::write)) {
            rocks.write(changes -> changes.put(column, key, value));
        }
    }

    private void assertCorrupted(StoreException refusal, String where) {
        assertThat(refusal.kind()).isEqualTo(Kind.CORRUPTED);
        assertThat(refusal).hasMessageContaining(where)
                .hasMessageEndingWith("delete the folder %s to sync again", folder);
    }

    private static StoreException refusal(ThrowingCallable call) {
        StoreException refusal = catchThrowableOfType(StoreException.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
