package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** One block with its transactions, and its place in the chain. */
final class BlockDetail {
    /** So many transactions at a time. */
    static final int MAX_LIMIT = 10_000;
    static final int DEFAULT_LIMIT = 1_000;

    private BlockDetail() {}

    /**
     * Where a block stands, which changes.
     *
     * @param confirmations 1 for the tip, 0 for a block that is not in the active chain
     * @param next the block on top of it in the active chain
     */
    record Place(int confirmations, Optional<BlockEntry> next) {
        static Place of(BlockEntry entry, BlockEntry tip) {
            if (!tip.descendsFrom(entry))
                return new Place(0, Optional.empty());
            return new Place(tip.height() - entry.height() + 1,
                    entry == tip ? Optional.empty() : Optional.of(tip.ancestor(entry.height() + 1)));
        }

        /** The confirmations say the rest: what is on top of a block changes only when it leaves the chain. */
        String tag() {
            return confirmations + next.map(entry -> "-" + entry.hash().hex()).orElse("");
        }
    }

    /** Which of the transactions are wanted. */
    record Page(int from, int limit) {
        static Page of(Context context) {
            return new Page(Numbers.parameter(context, "from", 0),
                    Numbers.limit(context, DEFAULT_LIMIT, MAX_LIMIT));
        }

        String tag() {
            return from + "-" + limit;
        }

        <T> List<T> of(List<T> all) {
            int start = Math.min(from, all.size());
            return all.subList(start, (int) Math.min(all.size(), (long) start + limit));
        }
    }

    static void write(BlockEntry entry, Block block, BlockFacts facts, Place place, Page page, ChainParams params,
            JsonGenerator json) throws IOException {
        json.writeStartObject();
        BlockJson.write(entry, facts, place.confirmations() == 0, json);
        json.writeNumberField("version", entry.header().version());
        json.writeStringField("merkle_root", entry.header().merkleRoot().hex());
        json.writeNumberField("nonce", Integer.toUnsignedLong(entry.header().nonce()));
        json.writeStringField("target", entry.header().bits().target().orElseThrow().hex());
        json.writeNumberField("confirmations", place.confirmations());
        json.writeStringField("next", place.next().map(above -> above.hash().hex()).orElse(null));
        json.writeArrayFieldStart("tx");
        for (Transaction transaction : page.of(block.transactions()))
            write(transaction, params.addresses(), json);
        json.writeEndArray();
        int end = page.from() + page.limit();
        json.writeStringField("tx_next", end >= block.transactions().size()
                ? null
                : "/block/" + entry.hash().hex() + ".json?from=" + end + "&limit=" + page.limit());
        json.writeEndObject();
    }

    private static void write(Transaction transaction, AddressFormat format, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("txid", transaction.txid().hex());
        json.writeStringField("wtxid", transaction.wtxid().hex());
        json.writeNumberField("version", Integer.toUnsignedLong(transaction.version()));
        json.writeNumberField("size", transaction.size());
        json.writeNumberField("weight", transaction.weight());
        json.writeNumberField("lock_time", Integer.toUnsignedLong(transaction.lockTime()));
        json.writeArrayFieldStart("inputs");
        for (TxIn input : transaction.inputs()) {
            json.writeStartObject();
            writeInput(input, transaction.isCoinbase(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("outputs");
        for (TxOut output : transaction.outputs()) {
            json.writeStartObject();
            OutputJson.write(output, transaction.isCoinbase(), format, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Into an object that is open. */
    static void writeInput(TxIn input, boolean coinbase, JsonGenerator json) throws IOException {
        json.writeBooleanField("coinbase", coinbase);
        if (!coinbase) {
            json.writeStringField("txid", input.previous().txid().hex());
            json.writeNumberField("index", Integer.toUnsignedLong(input.previous().index()));
        }
        json.writeStringField("script", input.scriptSig().hex());
        json.writeNumberField("sequence", Integer.toUnsignedLong(input.sequence()));
        json.writeArrayFieldStart("witness");
        for (var item : input.witness())
            json.writeString(item.hex());
        json.writeEndArray();
    }
}
