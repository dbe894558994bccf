package org.jackblockchain.miner;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.NearTarget;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.LittleEndian;

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

    /**
     * Writes an object of hashes a second: {@code hashes_per_second} over the last 15 seconds and {@code last_second},
     * the same of each of the {@code threads}, and {@code network_hashes_per_second} as its blocks show it; {@code at}
     * in milliseconds since 1970.
     */
    public static void writeRate(MinerView miner, double network, Instant at, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeRate(miner.rate(), json);
        json.writeNumberField("network_hashes_per_second", Math.round(network));
        json.writeStringField("engine", miner.engine());
        json.writeArrayFieldStart("threads");
        for (MinerView.OneThread thread : miner.threads()) {
            json.writeStartObject();
            json.writeStringField("name", thread.name());
            writeRate(thread.rate(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("at", at.toEpochMilli());
        json.writeEndObject();
    }

    private static void writeRate(HashRate rate, JsonGenerator json) throws IOException {
        json.writeNumberField("hashes_per_second", Math.round(rate.last15()));
        json.writeNumberField("last_second", Math.round(rate.last1()));
    }

    private static void write(HashRate rate, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("hash_rate");
        json.writeNumberField("1s", Math.round(rate.last1()));
        json.writeNumberField("15s", Math.round(rate.last15()));
        json.writeNumberField("60s", Math.round(rate.last60()));
        json.writeEndObject();
    }

    /**
     * Writes an object of a round: {@code height} of the block that is searched for, {@code header} (80 bytes in hex)
     * with the first of the nonces {@code nonce_from} to {@code nonce_to} that are tried now, the {@code target} that
     * its hash has to get under, and of all that was tried for this block: {@code hashes}, {@code best_hash} with its
     * leading zero bits {@code best_zeros} and its {@code best_header}. These are null before the first near miss, a
     * hash that is not above {@code near_target}. And {@code reason}: why this work began.
     */
    public static void write(RoundView round, String reason, JsonGenerator json) throws IOException {
        byte[] header = round.job().headerBytes();
        LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, (int) round.firstNonce());
        json.writeStartObject();
        json.writeNumberField("height", round.work().height());
        json.writeStringField("header", Hex.of(header));
        json.writeNumberField("nonce_from", round.firstNonce());
        json.writeNumberField("nonce_to", Math.min(round.firstNonce() + round.nonces(), Engine.NONCES) - 1);
        json.writeStringField("target", round.job().target().hex());
        json.writeStringField("near_target", NearTarget.of(round.job().target()).hex());
        Optional<RoundView.Best> best = round.best();
        json.writeStringField("best_hash", best.map(found -> found.hash().hex()).orElse(null));
        if (best.isPresent()) {
            json.writeNumberField("best_zeros", best.get().zeros());
        } else {
            json.writeNullField("best_zeros");
        }
        json.writeStringField("best_header", best.map(found -> found.header().hex()).orElse(null));
        json.writeNumberField("hashes", round.hashes());
        json.writeStringField("reason", reason);
        json.writeEndObject();
    }
}
