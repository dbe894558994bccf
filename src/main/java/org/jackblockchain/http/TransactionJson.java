package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.script.ScriptText;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** One transaction with what it spends, its scripts in words, and its place. */
final class TransactionJson {
    private final TransactionSearch.Found found;
    private final Transaction transaction;
    private final NodeView now;
    private final BlockDetail.Page page;
    private final AddressFormat format;

    /** @param page which of the inputs, and of the outputs, are wanted */
    TransactionJson(TransactionSearch.Found found, NodeView now, BlockDetail.Page page) {
        this.found = found;
        this.transaction = found.transaction();
        this.now = now;
        this.page = page;
        this.format = now.params().addresses();
    }

    String text() {
        return Json.text(this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("txid", transaction.txid().hex());
        json.writeStringField("wtxid", transaction.wtxid().hex());
        json.writeNumberField("version", Integer.toUnsignedLong(transaction.version()));
        json.writeNumberField("size", transaction.size());
        json.writeNumberField("virtual_size", transaction.virtualSize());
        json.writeNumberField("weight", transaction.weight());
        json.writeNumberField("lock_time", Integer.toUnsignedLong(transaction.lockTime()));
        writeFee(json);
        writePlace(json);
        json.writeNumberField("inputs_count", transaction.inputs().size());
        json.writeNumberField("outputs_count", transaction.outputs().size());
        writeInputs(json);
        writeOutputs(json);
        int end = page.from() + page.limit();
        boolean isAll = end >= Math.max(transaction.inputs().size(), transaction.outputs().size());
        json.writeStringField("next", isAll ? null : nextAddress(end));
        json.writeEndObject();
    }

    private String nextAddress(int from) {
        String block = found instanceof TransactionSearch.Found.InBlock in ? "&block=" + in.entry().hash().hex() : "";
        return "/tx/" + transaction.txid().hex() + ".json?from=" + from + "&limit=" + page.limit() + block;
    }

    private void writeFee(JsonGenerator json) throws IOException {
        OptionalLong fee = fee();
        if (fee.isPresent()) {
            json.writeNumberField("fee", fee.getAsLong());
            json.writeNumberField("fee_rate", PoolJson.perByte(FeeRate.of(fee.getAsLong(), virtualSize())));
        } else {
            json.writeNullField("fee");
            json.writeNullField("fee_rate");
        }
    }

    /** For the pool, many signature operations count as bytes. */
    private long virtualSize() {
        return found instanceof TransactionSearch.Found.Waiting(MempoolEntry entry, _)
                ? entry.virtualSize()
                : transaction.virtualSize();
    }

    /** Empty for a coinbase, and where it is not known what was spent. */
    private OptionalLong fee() {
        if (found instanceof TransactionSearch.Found.Waiting(MempoolEntry entry, _))
            return OptionalLong.of(entry.fee());
        if (transaction.isCoinbase() || found.spent().stream().anyMatch(Optional::isEmpty))
            return OptionalLong.empty();
        long in = found.spent().stream().mapToLong(coin -> coin.orElseThrow().output().value()).sum();
        return OptionalLong.of(in - transaction.outputs().stream().mapToLong(TxOut::value).sum());
    }

    private void writePlace(JsonGenerator json) throws IOException {
        switch (found) {
            case TransactionSearch.Found.Waiting(MempoolEntry entry, _) -> {
                json.writeStringField("where", "mempool");
                json.writeNumberField("confirmations", 0);
                json.writeNullField("block");
                json.writeNumberField("since", entry.time());
                ids("parents", entry.parents(), json);
                ids("children", entry.children(), json);
            }
            case TransactionSearch.Found.InBlock in -> {
                var place = BlockDetail.Place.of(in.entry(), now.tip());
                json.writeStringField("where", place.confirmations() == 0 ? "stale" : "chain");
                json.writeNumberField("confirmations", place.confirmations());
                json.writeObjectFieldStart("block");
                json.writeStringField("hash", in.entry().hash().hex());
                json.writeNumberField("height", in.entry().height());
                json.writeNumberField("time", in.entry().header().time());
                json.writeNumberField("index", in.index());
                json.writeEndObject();
                json.writeNullField("since");
                ids("parents", List.of(), json);
                ids("children", List.of(), json);
            }
        }
    }

    /** As many as the pool's policy lets a family have. */
    private static void ids(String name, Iterable<Txid> ids, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (Txid id : ids)
            json.writeString(id.hex());
        json.writeEndArray();
    }

    private void writeInputs(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("inputs");
        List<TxIn> shown = page.of(transaction.inputs());
        List<Optional<Coin>> spent = page.of(found.spent());
        for (int i = 0; i < shown.size(); i++) {
            json.writeStartObject();
            BlockDetail.writeInput(shown.get(i), transaction.isCoinbase(), json);
            json.writeStringField("asm",
                    transaction.isCoinbase() ? null : ScriptText.ofScriptSig(shown.get(i).scriptSig()));
            writeSpent(spent.get(i), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeSpent(Optional<Coin> coin, JsonGenerator json) throws IOException {
        if (coin.isEmpty()) {
            json.writeNullField("spends");
            return;
        }
        json.writeObjectFieldStart("spends");
        json.writeNumberField("value", coin.get().output().value());
        json.writeStringField("script", coin.get().output().script().hex());
        OutputJson.writeWho(coin.get().output().script(), format, json);
        json.writeEndObject();
    }

    private void writeOutputs(JsonGenerator json) throws IOException {
        MempoolSnapshot pool = now.mempool();
        json.writeArrayFieldStart("outputs");
        List<TxOut> shown = page.of(transaction.outputs());
        for (int i = 0; i < shown.size(); i++) {
            int index = page.from() + i;
            json.writeStartObject();
            OutputJson.write(shown.get(i), transaction.isCoinbase(), format, json);
            json.writeNumberField("index", index);
            json.writeStringField("asm", ScriptText.of(shown.get(i).script()));
            json.writeStringField("spent_by",
                    pool.spender(new OutPoint(transaction.txid(), index)).map(Txid::hex).orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
