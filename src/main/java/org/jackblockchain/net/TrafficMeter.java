package org.jackblockchain.net;

import java.util.concurrent.atomic.LongAdder;

/** Bytes on all lines together since the start, those of lines that ended too; may be told and asked by any thread. */
public final class TrafficMeter {
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    TrafficMeter() {}

    void received(long bytes) {
        received.add(bytes);
    }

    void sent(long bytes) {
        sent.add(bytes);
    }

    public long received() {
        return received.sum();
    }

    public long sent() {
        return sent.sum();
    }
}
