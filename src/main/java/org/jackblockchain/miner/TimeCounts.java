package org.jackblockchain.miner;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How many times something took how long: a histogram that any thread may add to, at next to no cost. */
public final class TimeCounts {
    /** Upper ends of the buckets but the last, which has none: a microsecond to ten seconds. */
    public static final List<Duration> BOUNDS = List.of(1_000L, 2_000L, 5_000L, 10_000L, 20_000L, 50_000L, 100_000L,
            200_000L, 500_000L, 1_000_000L, 2_000_000L, 5_000_000L, 10_000_000L, 20_000_000L, 50_000_000L,
            100_000_000L, 200_000_000L, 500_000_000L, 1_000_000_000L, 2_000_000_000L, 5_000_000_000L, 10_000_000_000L)
            .stream().map(Duration::ofNanos).toList();
    private static final long[] NANOS = BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    private final AtomicLongArray counts = new AtomicLongArray(NANOS.length + 1);
    private final LongAdder sum = new LongAdder();

    public void add(long nanos) {
        int bucket = 0;
        while (bucket < NANOS.length && nanos > NANOS[bucket])
            bucket++;
        counts.incrementAndGet(bucket);
        sum.add(Math.max(0, nanos));
    }

    /**
     * At one moment.
     *
     * @param counts one for each of {@link #BOUNDS}, and one for what took longer
     * @param sum of all times
     */
    public record View(List<Long> counts, Duration sum) {
        public View {
            counts = List.copyOf(counts);
        }

        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    public View view() {
        var seen = new Long[counts.length()];
        for (int i = 0; i < seen.length; i++)
            seen[i] = counts.get(i);
        return new View(List.of(seen), Duration.ofNanos(sum.sum()));
    }
}
