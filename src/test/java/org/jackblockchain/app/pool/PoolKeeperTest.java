package org.jackblockchain.app.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Request;
import org.jackblockchain.node.SavedTransaction;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.rpc.PoolImport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits in a real node goes on waiting after it was stopped. */
class PoolKeeperTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Bytes TRUE = Bytes.ofHex("51");
    /** Whoever shows OP_TRUE may spend it. */
    private static final Bytes ANYONE = Bytes.ofHex("0020" + Bytes.of(Sha256.once(TRUE.toArray())).hex());
    private static final int MATURE = 102;
    private static final long FEE = 1_000;
    private static final Txid ABSENT = new Txid(1, 2, 3, 4);

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("mempool.dat");
    }

    @Test
    void what_waited_waits_on_as_it_did() throws Exception {
        // Given a transaction and its child, of which a peer has asked for none, and fees that the operator changed
        MempoolSnapshot before;
        try (var node = start(MATURE)) {
            Transaction parent = spendOf(node, 1);
            hand(node, parent);
            hand(node, spend(parent.txid(), parent.outputs().getFirst().value()));
            node.ask(new Request.Prioritise(parent.txid(), 500));
            node.ask(new Request.Prioritise(ABSENT, -7));
            before = node.view().mempool();
        }

        // When it starts again
        try (var node = start(0)) {
            MempoolSnapshot after = loaded(node);

            // Then nothing is missing, neither when it came nor what was added
            assertThat(after.byDepth()).extracting(MempoolEntry::txid, MempoolEntry::time, MempoolEntry::feeDelta)
                    .isEqualTo(before.byDepth().stream()
                            .map(entry -> tuple(entry.txid(), entry.time(),
                                    entry.feeDelta()))
                            .toList());
            assertThat(after.size()).isEqualTo(2);
            assertThat(after.deltas()).isEqualTo(before.deltas()).hasSize(2).containsEntry(ABSENT, -7L);
            assertThat(after.unbroadcast()).isEqualTo(before.unbroadcast()).hasSize(2);
        }
    }

    @Test
    void of_a_damaged_file_comes_what_stands_before_the_damage() throws Exception {
        Transaction first;
        try (var node = start(MATURE)) {
            first = spendOf(node, 1);
            hand(node, first);
            hand(node, spendOf(node, 2));
        }
        byte[] whole = Files.readAllBytes(file);
        List<Txid> ids = read(file).transactions;

        // When the second of two is cut off
        Files.write(file, Arrays.copyOf(whole, 17 + 8 + first.size() + 16 + 30));
        try (var node = start(0)) {
            assertThat(loaded(node).entries()).extracting(MempoolEntry::txid).containsExactly(ids.getFirst());
            assertThat(node.view().tip().height()).isEqualTo(MATURE);
            hand(node, first);
        }

        // When it is another version, or nothing at all, the node starts with an empty pool
        Files.write(file, new byte[]{9, 0, 0, 0, 0, 0, 0, 0});
        try (var node = start(0)) {
            assertThat(loaded(node).size()).isZero();
        }
        Files.write(file, new byte[3]);
        try (var node = start(0)) {
            assertThat(loaded(node).size()).isZero();
        }
    }

    @Test
    void both_versions_are_read_and_the_second_hides_what_it_holds() throws Exception {
        MempoolSnapshot pool;
        try (var node = start(MATURE)) {
            hand(node, spendOf(node, 1));
            hand(node, spendOf(node, 2));
            node.ask(new Request.Prioritise(ABSENT, Long.MIN_VALUE));
            pool = node.view().mempool();
        }
        Path plain = folder.resolve("plain.dat");
        Path masked = folder.resolve("masked.dat");
        new PoolFile(plain).write(pool, Optional.empty());
        new PoolFile(masked).write(pool, Optional.of(RandomGenerator.of("L64X128MixRandom")));

        assertThat(read(plain)).usingRecursiveComparison().isEqualTo(read(masked));
        assertThat(read(plain).transactions).hasSize(2);
        assertThat(read(plain).deltas).containsExactly(Map.entry(ABSENT, Long.MIN_VALUE));
        assertThat(read(plain).unbroadcast).hasSize(2);
        assertThat(Files.size(masked)).isEqualTo(Files.size(plain) + 9);
        String script = ANYONE.hex();
        assertThat(Bytes.of(Files.readAllBytes(plain)).hex()).startsWith("0100000000000000").contains(script);
        assertThat(Bytes.of(Files.readAllBytes(masked)).hex()).startsWith("020000000000000008").doesNotContain(script);
    }

    @Test
    void a_file_of_many_pieces_is_read_whole() throws Exception {
        // Given a mask of three bytes, so that no piece begins where the mask does
        var key = new byte[]{3, 5, 7};
        var transaction = new Transaction(2, List.of(new TxIn(new OutPoint(ABSENT, 0), Bytes.EMPTY, 0, List.of())),
                List.of(new TxOut(1, Bytes.of(new byte[3_000_000]))), 0);
        var body = new ByteWriter().i64(2).compactSize(3).array(key).i64(5);
        for (int i = 0; i < 5; i++) {
            transaction.write(body);
            body.i64(i).i64(-i);
        }
        byte[] bytes = body.compactSize(0).compactSize(0).toBytes().toArray();
        for (int i = 12; i < bytes.length; i++)
            bytes[i] ^= key[i % 3];
        Files.write(file, bytes);

        assertThat(read(file).transactions).hasSize(5).containsOnly(transaction.txid());
        assertThat(read(file).times).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void what_a_node_forgets_cannot_be_kept() {
        var keeper = new PoolKeeper(Optional.empty(), true, new Random(1), _ -> Optional.empty(),
                PoolKeeperTest::noView);

        assertThatThrownBy(keeper::save).isInstanceOf(IOException.class);
    }

    @Test
    void a_file_that_is_imported_leaves_fees_alone_unless_it_is_asked_not_to() throws Exception {
        try (var node = start(MATURE)) {
            Transaction transaction = spendOf(node, 1);
            hand(node, transaction);
            node.ask(new Request.Prioritise(transaction.txid(), 500));
        }
        Path kept = folder.resolve("kept.dat");
        Files.move(file, kept);
        try (var node = start(0)) {
            loaded(node);
            var keeper = new PoolKeeper(Optional.empty(), true, new Random(1), node::ask, node::view);

            assertThat(keeper.load(kept, new PoolImport(true, false, false))).isTrue();
            assertThat(node.view().mempool().entries()).extracting(MempoolEntry::feeDelta).containsExactly(0L);
            assertThat(node.view().mempool().unbroadcast()).isEmpty();

            assertThat(keeper.load(kept, PoolImport.OWN)).isTrue();
            assertThat(node.view().mempool().entries()).extracting(MempoolEntry::feeDelta).containsExactly(500L);
            assertThat(node.view().mempool().unbroadcast()).hasSize(1);
            assertThat(keeper.load(folder.resolve("none"), PoolImport.OWN)).isFalse();
        }
    }

    private static NodeView noView() {
        throw new AssertionError("nobody looks");
    }

    private static MempoolSnapshot loaded(RunningNode node) throws InterruptedException {
        return node.awaitView(view -> view.mempool().loaded(), PATIENCE).orElseThrow().mempool();
    }

    private RunningNode start(int height) throws InterruptedException {
        RunningNode node = RunningNode.start(settings(height));
        assertThat(node.awaitView(view -> view.tip().height() >= height, PATIENCE)).isPresent();
        loaded(node);
        return node;
    }

    private NodeSettings settings(int height) {
        return new NodeSettings(Networks.REGTEST, Optional.of(folder), Optional.empty(), Optional.empty(), List.of(),
                0, height > 0, MinerSettings.of(1), "me", Optional.of(ANYONE), OptionalInt.of(height));
    }

    private static void hand(RunningNode node, Transaction transaction) throws InterruptedException {
        node.ask(new Request.SubmitTransaction(transaction, OptionalLong.empty()));
        assertThat(node.view().mempool().has(transaction.txid())).isTrue();
    }

    private static Transaction spendOf(RunningNode node, int height) {
        var coinbase = node.blocks().block(node.view().tip().ancestor(height).hash()).orElseThrow().transactions()
                .getFirst();
        return spend(coinbase.txid(), coinbase.outputs().getFirst().value());
    }

    private static Transaction spend(Txid txid, long value) {
        return new Transaction(2, List.of(new TxIn(new OutPoint(txid, 0), Bytes.EMPTY, TxIn.FINAL, List.of(TRUE))),
                List.of(new TxOut(value - FEE, ANYONE)), 0);
    }

    private static Heard read(Path file) throws IOException, InterruptedException {
        var heard = new Heard();
        new PoolFile(file).read(heard);
        return heard;
    }

    private static final class Heard implements PoolFile.Reader {
        private final List<Txid> transactions = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private Map<Txid, Long> deltas = Map.of();
        private List<Txid> unbroadcast = List.of();

        @Override
        public void count(long count) {
            assertThat(count).isPositive();
        }

        @Override
        public void transaction(SavedTransaction saved) {
            transactions.add(saved.transaction().txid());
            times.add(saved.time());
        }

        @Override
        public void deltas(Map<Txid, Long> all) {
            deltas = all;
        }

        @Override
        public void unbroadcast(List<Txid> all) {
            unbroadcast = all.stream().sorted(Comparator.comparing(Txid::hex)).toList();
        }
    }
}
