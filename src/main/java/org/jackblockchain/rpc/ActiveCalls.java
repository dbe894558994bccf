package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The calls that are being answered at this moment. */
final class ActiveCalls {
    private record Running(String method, long since) {}

    private final AtomicLong last = new AtomicLong();
    private final Map<Long, Running> running = new ConcurrentSkipListMap<>();

    /** @return for {@link #end} */
    long begin(String method) {
        long number = last.incrementAndGet();
        running.put(number, new Running(method, System.nanoTime()));
        return number;
    }

    void end(long number) {
        running.remove(number);
    }

    /** In the order in which they began, with their age in microseconds. */
    ArrayNode json() {
        ArrayNode json = Json.array();
        running.values().forEach(call -> json.addObject().put("method", call.method()).put("duration",
                TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - call.since())));
        return json;
    }
}
