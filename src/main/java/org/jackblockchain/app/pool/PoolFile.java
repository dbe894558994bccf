package org.jackblockchain.app.pool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.node.SavedTransaction;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

/**
 * A memory pool in the format of Core's {@code mempool.dat}: transactions with when they came and what the operator
 * added to their fees, what was added to fees of others, and our own that no peer had asked for. From the second
 * version on all is masked with a key, so that nobody else's bytes stand in a file as they are. Read and written a
 * piece at a time.
 */
final class PoolFile {
    /** Who takes what a file holds, in the order of the file. */
    interface Reader {
        /** So many transactions follow. */
        void count(long transactions) throws InterruptedException;

        void transaction(SavedTransaction transaction) throws InterruptedException;

        /** All transactions are read; what was added to the fees of others. */
        void deltas(Map<Txid, Long> deltas) throws InterruptedException;

        void unbroadcast(List<Txid> transactions) throws InterruptedException;
    }

    static final long PLAIN_VERSION = 1;
    static final long MASKED_VERSION = 2;
    /** Far from now, and such that all clocks can say it. */
    private static final long MAX_TIME = 1L << 40;
    private static final int KEY_BYTES = 8;
    /** A transaction of the largest block, and what stands with it. */
    private static final int MAX_RECORD = 4_000_100;
    private static final int WINDOW = 2 * MAX_RECORD;
    private static final int DELTA_BYTES = 40;

    private final Path file;

    PoolFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the file to its end.
     *
     * @throws MalformedException if it is damaged, or of another format; what was read before was handed over
     * @throws IOException also when there is no such file
     */
    void read(Reader reader) throws IOException, InterruptedException {
        try (InputStream in = Files.newInputStream(file)) {
            var window = new Window(in);
            long version = window.next(ByteReader::i64);
            if (version == MASKED_VERSION)
                window.unmask(window.next(from -> from.varBytes().toArray()));
            else if (version != PLAIN_VERSION)
                throw new MalformedException("version " + version);
            long count = window.next(ByteReader::i64);
            reader.count(count);
            for (long i = 0; i != count; i++)
                reader.transaction(window.next(PoolFile::transaction));
            reader.deltas(deltas(window));
            reader.unbroadcast(unbroadcast(window));
        }
    }

    private static SavedTransaction transaction(ByteReader in) {
        var saved = new SavedTransaction(Transaction.read(in), in.i64(), in.i64());
        if (saved.time() < 0 || saved.time() > MAX_TIME)
            throw new MalformedException("a time of " + saved.time());
        return saved;
    }

    private static Map<Txid, Long> deltas(Window window) throws IOException {
        long count = window.next(ByteReader::compactSize);
        Map<Txid, Long> deltas = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            var one = window.next(in -> Map.entry(in.txid(), in.i64()));
            deltas.put(one.getKey(), one.getValue());
        }
        return deltas;
    }

    private static List<Txid> unbroadcast(Window window) throws IOException {
        long count = window.next(ByteReader::compactSize);
        List<Txid> all = new ArrayList<>();
        for (long i = 0; i < count; i++)
            all.add(window.next(ByteReader::txid));
        return all;
    }

    /**
     * Replaces the file whole.
     *
     * @param chance for the mask; empty for a file of the first version, which has none
     */
    void write(MempoolSnapshot pool, Optional<RandomGenerator> chance) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (var out = new Sink(new BufferedOutputStream(Files.newOutputStream(aside)))) {
            out.put(new ByteWriter().i64(chance.isPresent() ? MASKED_VERSION : PLAIN_VERSION));
            if (chance.isPresent()) {
                var key = new byte[KEY_BYTES];
                chance.get().nextBytes(key);
                out.put(new ByteWriter().compactSize(key.length).array(key));
                out.mask(key);
            }
            write(pool, out);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(MempoolSnapshot pool, Sink out) throws IOException {
        List<MempoolEntry> entries = pool.byDepth();
        out.put(new ByteWriter().i64(entries.size()));
        // what was added to the fees of those that wait stands with them
        Map<Txid, Long> others = pool.deltas();
        for (MempoolEntry entry : entries) {
            var bytes = new ByteWriter();
            entry.transaction().write(bytes);
            out.put(bytes.i64(entry.time()).i64(entry.feeDelta()));
            others.remove(entry.txid());
        }
        out.put(new ByteWriter(DELTA_BYTES * (others.size() + 1)).list(others.entrySet(),
                (delta, to) -> to.hash(delta.getKey()).i64(delta.getValue())));
        out.put(new ByteWriter().list(pool.unbroadcast(), (txid, to) -> to.hash(txid)));
    }

    /** Applies a mask to bytes that stand at a position of the file. */
    private static void mask(byte[] bytes, int from, int count, byte[] key, long position) {
        if (key.length == 0)
            return;
        for (int i = 0; i < count; i++)
            bytes[from + i] ^= key[(int) ((position + i) % key.length)];
    }

    /** A long file in pieces, each of which lies in memory whole. */
    private static final class Window {
        private final InputStream in;
        private final byte[] bytes = new byte[WINDOW];
        private byte[] key = {};
        private int start;
        private int end;
        /** How much of the file is in the window or was. */
        private long position;

        Window(InputStream in) {
            this.in = in;
        }

        <T> T next(Function<ByteReader, T> parse) throws IOException {
            if (end - start < MAX_RECORD)
                refill();
            var reader = new ByteReader(bytes, start, end - start);
            T value = parse.apply(reader);
            start = end - reader.remaining();
            return value;
        }

        /** What follows is masked. */
        void unmask(byte[] newKey) {
            key = newKey;
            mask(bytes, start, end - start, key, position - (end - start));
        }

        private void refill() throws IOException {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
            int count = in.readNBytes(bytes, end, WINDOW - end);
            mask(bytes, end, count, key, position);
            end += count;
            position += count;
        }
    }

    private static final class Sink implements AutoCloseable {
        private final OutputStream out;
        private byte[] key = {};
        private long position;

        Sink(OutputStream out) {
            this.out = out;
        }

        /** What follows is masked. */
        void mask(byte[] newKey) {
            key = newKey;
        }

        void put(ByteWriter writer) throws IOException {
            byte[] bytes = writer.toArray();
            PoolFile.mask(bytes, 0, writer.length(), key, position);
            out.write(bytes, 0, writer.length());
            position += writer.length();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
