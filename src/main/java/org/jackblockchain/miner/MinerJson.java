package org.jackblockchain.miner;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A miner as JSON: its {@code engine}, its {@code hash_rate} and that of each of its {@code threads} over the last 1,
 * 15 and 60 seconds, in hashes a second, and how many rounds of how many nonces each thread has done.
 */
public final class MinerJson {
    private MinerJson() {}

    /** Writes one object. */
    public static void write(MinerView miner, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("engine", miner.engine());
        write(miner.rate(), json);
        json.writeArrayFieldStart("threads");
        for (MinerView.OneThread thread : miner.threads()) {
            json.writeStartObject();
            json.writeStringField("name", thread.name());
            write(thread.rate(), json);
            json.writeNumberField("rounds", thread.rounds());
            json.writeNumberField("round_size", thread.roundSize());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(HashRate rate, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("hash_rate");
        json.writeNumberField("1s", Math.round(rate.last1()));
        json.writeNumberField("15s", Math.round(rate.last15()));
        json.writeNumberField("60s", Math.round(rate.last60()));
        json.writeEndObject();
    }
}
