package org.jackblockchain.app.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackblockchain.miner.TimeCounts;

/** The numbers of one scrape. Names are Prometheus's: units in the name, base units, {@code _total} is added. */
final class Sheet {
    private final List<MetricSnapshot> metrics = new ArrayList<>();

    Sheet gauge(String name, String help, double value) {
        metrics.add(GaugeSnapshot.builder().name(name).help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build()).build());
        return this;
    }

    Sheet gauge(String name, String help, long value) {
        return gauge(name, help, (double) value);
    }

    /** @param values by the value of the label; nothing is said without any */
    Sheet gauges(String name, String help, String label, Map<String, ? extends Number> values) {
        if (values.isEmpty())
            return this;
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((key, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(Labels.of(label, key))
                .value(value.doubleValue()).build()));
        metrics.add(gauge.build());
        return this;
    }

    /** @param name without {@code _total} */
    Sheet counter(String name, String help, double value) {
        metrics.add(CounterSnapshot.builder().name(name).help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value(value).build()).build());
        return this;
    }

    Sheet counter(String name, String help, long value) {
        return counter(name, help, (double) value);
    }

    /** @param values by labels; nothing is said without any */
    Sheet counters(String name, String help, Map<Labels, ? extends Number> values) {
        if (values.isEmpty())
            return this;
        var counter = CounterSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> counter.dataPoint(
                CounterDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build()));
        metrics.add(counter.build());
        return this;
    }

    Sheet times(String name, String help, Map<Labels, TimeCounts.View> times) {
        var histogram = HistogramSnapshot.builder().name(name).help(help);
        times.forEach((labels, time) -> histogram.dataPoint(HistogramDataPointSnapshot.builder().labels(labels)
                .classicHistogramBuckets(buckets(time)).sum(seconds(time.sum())).build()));
        metrics.add(histogram.build());
        return this;
    }

    private static ClassicHistogramBuckets buckets(TimeCounts.View time) {
        var buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < TimeCounts.BOUNDS.size(); i++)
            buckets.bucket(seconds(TimeCounts.BOUNDS.get(i)), time.counts().get(i));
        return buckets.bucket(Double.POSITIVE_INFINITY, time.counts().getLast()).build();
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** @param name without {@code _info} */
    Sheet info(String name, String help, Labels labels) {
        metrics.add(InfoSnapshot.builder().name(name).help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build()).build());
        return this;
    }

    MetricSnapshots all() {
        return new MetricSnapshots(metrics);
    }
}
