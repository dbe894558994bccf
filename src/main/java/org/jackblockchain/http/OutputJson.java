package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.TxOut;

/** An output: its value, whom it pays, and the data in it. Writes fields into an object that is open. */
final class OutputJson {
    private OutputJson() {}

    static void write(TxOut output, boolean ofCoinbase, AddressFormat format, JsonGenerator json) throws IOException {
        json.writeNumberField("value", output.value());
        json.writeStringField("script", output.script().hex());
        writeWho(output.script(), format, json);
        Optional<Bytes> data = data(output, ofCoinbase);
        json.writeStringField("data", data.map(Bytes::hex).orElse(null));
        json.writeStringField("text", data.flatMap(DataOutput::text).orElse(null));
    }

    /** Whom a script pays, and in what form. */
    static void writeWho(Bytes script, AddressFormat format, JsonGenerator json) throws IOException {
        json.writeStringField("address", Address.of(script, format).orElse(null));
        json.writeStringField("type", Solution.of(script).type().text());
    }

    /** What it carries; a coinbase's is its commitment to the witnesses. */
    static Optional<Bytes> data(TxOut output, boolean ofCoinbase) {
        return ofCoinbase ? Optional.empty() : DataOutput.data(output.script());
    }
}
