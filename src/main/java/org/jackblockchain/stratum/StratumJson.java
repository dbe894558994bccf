package org.jackblockchain.stratum;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A server as JSON:
 * <ul>
 * <li>{@code address}, {@code tls}, {@code connections}, {@code banned_addresses}, {@code hashes_per_second}
 * <li>{@code workers}: one object each, as in {@link WorkerView}; {@code last_share} is null before the first
 * </ul>
 */
public final class StratumJson {
    private StratumJson() {}

    /** Writes one object. */
    public static void write(StratumView view, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("address",
                view.address().getAddress().getHostAddress() + ":" + view.address().getPort());
        json.writeBooleanField("tls", view.tls());
        json.writeNumberField("connections", view.connections());
        json.writeNumberField("banned_addresses", view.bannedAddresses());
        json.writeNumberField("hashes_per_second", Math.round(view.hashesPerSecond()));
        json.writeArrayFieldStart("workers");
        for (WorkerView worker : view.workers())
            write(worker, json);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(WorkerView worker, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", worker.name());
        json.writeNumberField("connections", worker.connections());
        json.writeNumberField("difficulty", worker.difficulty());
        json.writeNumberField("accepted", worker.accepted());
        json.writeNumberField("stale", worker.stale());
        json.writeNumberField("rejected", worker.rejected());
        json.writeNumberField("hashes_per_second", Math.round(worker.hashesPerSecond()));
        json.writeNumberField("best_share", worker.bestShare());
        Optional<Instant> last = worker.lastShare();
        if (last.isPresent()) {
            json.writeStringField("last_share", last.get().toString());
        } else {
            json.writeNullField("last_share");
        }
        json.writeNumberField("blocks", worker.blocks());
        json.writeEndObject();
    }
}
