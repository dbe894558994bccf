package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.MempoolSnapshot;

/** The memory pool's figures. Writes fields into an object that is open. */
public final class PoolJson {
    /** Where the histogram's bars begin, in the smallest unit a virtual byte. */
    static final List<Integer> BOUNDS = List.of(0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200);
    private static final double KILOBYTE = 1_000;

    /** Those that pay as much: how many, their virtual bytes and their fees. */
    private static final class Bar {
        private int transactions;
        private long bytes;
        private long fees;
    }

    private PoolJson() {}

    public static void write(MempoolSnapshot pool, JsonGenerator json) throws IOException {
        json.writeNumberField("transactions", pool.size());
        json.writeNumberField("bytes", pool.virtualSize());
        json.writeNumberField("memory", pool.memory());
        json.writeNumberField("max_memory", pool.policy().maxBytes());
        json.writeNumberField("fees", pool.fees());
        json.writeNumberField("minimum_fee_rate", perByte(pool.minimum()));
        histogram(pool.entries(), json);
    }

    static double perByte(FeeRate rate) {
        return rate.perKilobyte() / KILOBYTE;
    }

    private static void histogram(List<MempoolEntry> entries, JsonGenerator json) throws IOException {
        Bar[] bars = BOUNDS.stream().map(_ -> new Bar()).toArray(Bar[]::new);
        for (MempoolEntry entry : entries) {
            Bar bar = bars[barOf(perByte(entry.feeRate()))];
            bar.transactions++;
            bar.bytes += entry.virtualSize();
            bar.fees += entry.fee();
        }
        json.writeArrayFieldStart("histogram");
        for (int i = 0; i < bars.length; i++) {
            json.writeStartObject();
            json.writeNumberField("from", BOUNDS.get(i));
            json.writeNumberField("transactions", bars[i].transactions);
            json.writeNumberField("bytes", bars[i].bytes);
            json.writeNumberField("fees", bars[i].fees);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The operator may have made a fee negative. */
    private static int barOf(double rate) {
        int[] bounds = BOUNDS.stream().mapToInt(bound -> bound).toArray();
        int found = Arrays.binarySearch(bounds, (int) Math.floor(Math.max(0, rate)));
        return found >= 0 ? found : -found - 2;
    }
}
