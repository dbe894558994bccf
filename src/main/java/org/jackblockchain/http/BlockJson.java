package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.primitives.Target;

/** A block in lists and events: its header, and the facts of its body. Writes fields into an object that is open. */
final class BlockJson {
    private BlockJson() {}

    static void writeHeader(BlockEntry entry, JsonGenerator json) throws IOException {
        Target target = entry.header().bits().target().orElseThrow();
        json.writeNumberField("height", entry.height());
        json.writeStringField("hash", entry.hash().hex());
        json.writeStringField("previous", entry.header().previous().hex());
        json.writeNumberField("time", entry.header().time());
        json.writeStringField("bits", entry.header().bits().hex());
        json.writeNumberField("difficulty", target.difficulty());
        json.writeNumberField("work", target.work().hashes());
        json.writeStringField("chainwork", entry.chainWork().hex());
    }

    /** @param stale whether it is not in the active chain */
    static void write(BlockEntry entry, BlockFacts facts, boolean stale, JsonGenerator json) throws IOException {
        writeHeader(entry, json);
        json.writeStringField("miner", facts.miner());
        json.writeNumberField("size", facts.size());
        json.writeNumberField("weight", facts.weight());
        json.writeNumberField("transactions", facts.transactions());
        json.writeBooleanField("stale", stale);
        Optional<Instant> at = facts.at();
        if (at.isPresent()) {
            json.writeNumberField("at", at.get().toEpochMilli());
        } else {
            json.writeNullField("at");
        }
    }
}
