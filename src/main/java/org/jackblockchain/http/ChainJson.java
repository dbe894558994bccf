package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;

/**
 * The chain as the tutorial shows it: an array of blocks, one on each line. The fields of a block:
 * <ul>
 * <li>{@code index} and {@code height}: how many blocks it stands on
 * <li>{@code timestamp}: seconds since 1970, as its miner says
 * <li>{@code data}: its miner's words, "who won"; a stranger's text
 * <li>{@code prev_hash}, {@code hash}, {@code merkle_root}: 64 hex digits
 * <li>{@code nonce}: 0 to 2^32 - 1; {@code version}: signed 32 bits; {@code bits}: the target, 8 hex digits
 * <li>{@code difficulty}: relative to Bitcoin's easiest target; {@code work}: hashes that a block of this target is
 * expected to take; {@code chainwork}: those of all blocks to this one, 64 hex digits
 * <li>{@code size}: in bytes; {@code weight}: as in BIP141
 * <li>{@code transactions}: {@code txid}, {@code size}, {@code weight} and {@code outputs}, each with its
 * {@code value} in the smallest unit and its {@code script} in hex; one that carries data has that as {@code data} in
 * hex and, if it can be shown, as {@code text}
 * <li>{@code hex}: the block's own bytes, all that another node needs
 * </ul>
 */
public final class ChainJson {
    /** So many entries are held at a time, to walk upwards in a chain that is linked downwards. */
    private static final int WINDOW = 1_000;
    /** Virtual threads are not preempted; those of the peers get their turn after so many blocks. */
    private static final int BLOCKS_PER_TURN = 16;

    private ChainJson() {}

    /**
     * The blocks of a chain from one height up to, but without, another; for whoever has a store and no server.
     *
     * @param genesis is in no store
     * @param out is closed
     */
    public static void writeAll(BlockEntry tip, int from, int to, Block genesis, BlockStore blocks, OutputStream out)
            throws IOException {
        write(new BlockRange(tip, from, to), new Bodies(genesis, blocks), out);
    }

    /** One block, without the array around it; otherwise as {@link #writeAll}. */
    public static void writeOne(BlockEntry entry, Block genesis, BlockStore blocks, OutputStream out)
            throws IOException {
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            write(entry, bodyOf(entry, new Bodies(genesis, blocks)), json);
            json.writeRaw('\n');
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // a yield, so that peers do not wait for a long answer
    static void write(BlockRange range, Bodies bodies, OutputStream out) throws IOException {
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter(",\n"));
            json.writeRaw("[\n");
            for (int from = range.from(); from < range.to(); from += WINDOW) {
                for (BlockEntry entry : window(range.tip(), from, Math.min(range.to(), from + WINDOW))) {
                    write(entry, bodyOf(entry, bodies), json);
                    if (entry.height() % BLOCKS_PER_TURN == 0)
                        Thread.yield();
                }
            }
            json.writeRaw("\n]\n");
        }
    }

    private static BlockEntry[] window(BlockEntry tip, int from, int to) {
        var entries = new BlockEntry[to - from];
        BlockEntry entry = tip.ancestor(to - 1);
        for (int i = entries.length - 1; i >= 0; i--) {
            entries[i] = entry;
            BlockEntry parent = entry.parent();
            if (parent != null)
                entry = parent;
        }
        return entries;
    }

    private static Block bodyOf(BlockEntry entry, Bodies bodies) {
        return bodies.of(entry).orElseThrow(
                () -> new IllegalStateException("block %s of the chain is not stored".formatted(entry)));
    }

    private static void write(BlockEntry entry, Block block, JsonGenerator json) throws IOException {
        byte[] bytes = block.toBytes();
        Target target = entry.header().bits().target().orElseThrow();
        json.writeStartObject();
        json.writeNumberField("index", entry.height());
        json.writeNumberField("timestamp", entry.header().time());
        json.writeStringField("data", Tag.of(block));
        json.writeStringField("prev_hash", entry.header().previous().hex());
        json.writeStringField("hash", entry.hash().hex());
        json.writeNumberField("nonce", Integer.toUnsignedLong(entry.header().nonce()));
        json.writeNumberField("height", entry.height());
        json.writeNumberField("version", entry.header().version());
        json.writeStringField("bits", entry.header().bits().hex());
        json.writeNumberField("difficulty", target.difficulty());
        json.writeNumberField("work", target.work().hashes());
        json.writeStringField("chainwork", entry.chainWork().hex());
        json.writeStringField("merkle_root", entry.header().merkleRoot().hex());
        json.writeNumberField("size", bytes.length);
        json.writeNumberField("weight", 3 * block.strippedSize() + bytes.length);
        json.writeArrayFieldStart("transactions");
        for (Transaction transaction : block.transactions())
            write(transaction, json);
        json.writeEndArray();
        json.writeStringField("hex", Hex.of(bytes));
        json.writeEndObject();
    }

    private static void write(Transaction transaction, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("txid", transaction.txid().hex());
        json.writeNumberField("size", transaction.size());
        json.writeNumberField("weight", transaction.weight());
        json.writeArrayFieldStart("outputs");
        for (TxOut output : transaction.outputs()) {
            json.writeStartObject();
            json.writeNumberField("value", output.value());
            json.writeStringField("script", output.script().hex());
            Optional<Bytes> data = OutputJson.data(output, transaction.isCoinbase());
            if (data.isPresent())
                writeData(data.get(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeData(Bytes data, JsonGenerator json) throws IOException {
        json.writeStringField("data", data.hex());
        Optional<String> text = DataOutput.text(data);
        if (text.isPresent())
            json.writeStringField("text", text.get());
    }
}
