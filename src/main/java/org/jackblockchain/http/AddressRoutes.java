package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.script.ScriptText;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/**
 * What is unspent of an address. There is no index of addresses, so all coins are looked through: for who sits at this
 * machine, one search at a time, and no more coins than {@link #MAX_COINS}.
 */
final class AddressRoutes {
    /** Looked through for one answer: some seconds' worth. */
    static final long MAX_COINS = 5_000_000;
    /** Listed of those found, the newest ones. */
    static final int MAX_LISTED = 500;
    private static final Comparator<Found> OLDEST_FIRST = Comparator
            .comparingInt((Found found) -> found.coin().height())
            .thenComparing(found -> found.place().txid().hex()).thenComparingInt(found -> found.place().index());

    private record Found(OutPoint place, Coin coin) {}

    /** What one search found. */
    private static final class Findings {
        private final Bytes script;
        private final PriorityQueue<Found> newest = new PriorityQueue<>(OLDEST_FIRST);
        private long count;
        private long total;
        private boolean complete;

        Findings(Bytes script) {
            this.script = script;
        }

        void see(OutPoint place, Coin coin) {
            if (!coin.output().script().equals(script))
                return;
            count++;
            total += coin.output().value();
            newest.add(new Found(place, coin));
            if (newest.size() > MAX_LISTED)
                newest.remove();
        }
    }

    private final boolean loopback;
    private final Served served;
    private final Semaphore searches = new Semaphore(1);

    AddressRoutes(boolean loopback, Served served) {
        this.loopback = loopback;
        this.served = served;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/address/{address}.json", this::address);
        routes.head("/address/{address}.json", this::address);
    }

    private void address(Context context) {
        if (!loopback)
            throw new ForbiddenResponse("coins are looked through only for who asks at a loopback address");
        NodeView now = served.view().get();
        String address = context.pathParam("address");
        Bytes script = switch (Address.parse(address, now.params().addresses())) {
            case Address.Parsed.Locking(Bytes locking) -> locking;
            case Address.Parsed.Invalid(String why, _) -> throw new BadRequestResponse(why);
        };
        if (!searches.tryAcquire())
            throw new ServiceUnavailableResponse("another address is being looked for");
        var findings = new Findings(script);
        try {
            findings.complete = served.ledger().forEachCoin(MAX_COINS, findings::see);
        } finally {
            searches.release();
        }
        context.contentType(ContentType.APPLICATION_JSON)
                .result(Json.text(json -> write(address, findings, now, json)));
    }

    private static void write(String address, Findings findings, NodeView now, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("address", address);
        json.writeStringField("script", findings.script.hex());
        json.writeStringField("asm", ScriptText.of(findings.script));
        json.writeStringField("type", Solution.of(findings.script).type().text());
        json.writeNumberField("height", now.tip().height());
        json.writeNumberField("count", findings.count);
        json.writeNumberField("total", findings.total);
        json.writeBooleanField("complete", findings.complete);
        List<Found> newest = new ArrayList<>(findings.newest);
        newest.sort(OLDEST_FIRST.reversed());
        json.writeArrayFieldStart("unspent");
        for (Found found : newest)
            write(found, now, json);
        json.writeEndArray();
        json.writeArrayFieldStart("waiting");
        writeWaiting(findings.script, now, json);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Found found, NodeView now, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("txid", found.place().txid().hex());
        json.writeNumberField("index", found.place().index());
        json.writeNumberField("value", found.coin().output().value());
        json.writeNumberField("height", found.coin().height());
        json.writeBooleanField("coinbase", found.coin().coinbase());
        json.writeStringField("spent_by", now.mempool().spender(found.place()).map(Txid::hex).orElse(null));
        json.writeEndObject();
    }

    /** What the memory pool would add. */
    private static void writeWaiting(Bytes script, NodeView now, JsonGenerator json) throws IOException {
        int listed = 0;
        for (MempoolEntry entry : now.mempool().entries()) {
            List<TxOut> outputs = entry.transaction().outputs();
            for (int i = 0; i < outputs.size() && listed < MAX_LISTED; i++) {
                if (!outputs.get(i).script().equals(script))
                    continue;
                listed++;
                json.writeStartObject();
                json.writeStringField("txid", entry.txid().hex());
                json.writeNumberField("index", i);
                json.writeNumberField("value", outputs.get(i).value());
                json.writeEndObject();
            }
        }
    }
}
