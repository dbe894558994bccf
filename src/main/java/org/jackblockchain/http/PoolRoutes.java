package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.jspecify.annotations.Nullable;

/** The memory pool: its figures, and its transactions, those that pay best first. */
final class PoolRoutes {
    static final int MAX_LIMIT = 1_000;
    static final int DEFAULT_LIMIT = 100;
    private static final Comparator<MempoolEntry> BEST_FIRST = Comparator
            .comparingLong((MempoolEntry entry) -> entry.feeRate().perKilobyte()).reversed()
            .thenComparing(entry -> entry.txid().hex());

    private record Sorted(MempoolSnapshot pool, List<MempoolEntry> entries) {}

    private final Served served;
    private @Nullable Sorted sorted;

    PoolRoutes(Served served) {
        this.served = served;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/mempool.json", this::list);
        routes.head("/mempool.json", this::list);
    }

    private void list(Context context) {
        int limit = Numbers.limit(context, DEFAULT_LIMIT, MAX_LIMIT);
        MempoolSnapshot pool = served.view().get().mempool();
        List<MempoolEntry> rest = after(Numbers.text(context, "after"), pool);
        context.contentType(ContentType.APPLICATION_JSON).result(Json.text(json -> write(pool, rest, limit, json)));
    }

    /** One at a time sorts; the others find it done. */
    private synchronized List<MempoolEntry> sorted(MempoolSnapshot pool) {
        Sorted last = sorted;
        if (last == null || last.pool() != pool)
            last = new Sorted(pool, pool.entries().stream().sorted(BEST_FIRST).toList());
        sorted = last;
        return last.entries();
    }

    private List<MempoolEntry> after(Optional<String> text, MempoolSnapshot pool) {
        List<MempoolEntry> all = sorted(pool);
        if (text.isEmpty())
            return all;
        Txid txid = Hashes.txid(text.get())
                .orElseThrow(() -> new BadRequestResponse("\"after\" is the id of a transaction, 64 hex digits"));
        MempoolEntry last = pool.find(txid)
                .orElseThrow(() -> new BadRequestResponse("\"after\" has left the memory pool: begin again"));
        return all.subList(all.indexOf(last) + 1, all.size());
    }

    private static void write(MempoolSnapshot pool, List<MempoolEntry> rest, int limit, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        PoolJson.write(pool, json);
        json.writeArrayFieldStart("tx");
        List<MempoolEntry> shown = rest.subList(0, Math.min(limit, rest.size()));
        for (MempoolEntry entry : shown)
            write(entry, json);
        json.writeEndArray();
        json.writeStringField("next", shown.size() == rest.size()
                ? null
                : "/mempool.json?limit=" + limit + "&after=" + shown.getLast().txid().hex());
        json.writeEndObject();
    }

    private static void write(MempoolEntry entry, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("txid", entry.txid().hex());
        json.writeNumberField("fee", entry.fee());
        json.writeNumberField("fee_rate", PoolJson.perByte(entry.feeRate()));
        json.writeNumberField("bytes", entry.virtualSize());
        json.writeNumberField("value", entry.transaction().outputs().stream().mapToLong(TxOut::value).sum());
        json.writeNumberField("time", entry.time());
        json.writeNumberField("ancestors", entry.withAncestors().count() - 1);
        json.writeNumberField("descendants", entry.withDescendants().count() - 1);
        json.writeEndObject();
    }
}
