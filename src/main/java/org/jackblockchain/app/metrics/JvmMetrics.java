package org.jackblockchain.app.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.Labels;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.LinkedHashMap;
import java.util.TreeMap;

/** The Java virtual machine in numbers, under the names that dashboards know. */
final class JvmMetrics {
    private JvmMetrics() {}

    static void addTo(Sheet sheet) {
        memory(sheet);
        garbage(sheet);
        process(sheet);
    }

    private static void memory(Sheet sheet) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        var used = new TreeMap<String, Long>();
        used.put("heap", memory.getHeapMemoryUsage().getUsed());
        used.put("nonheap", memory.getNonHeapMemoryUsage().getUsed());
        var committed = new TreeMap<String, Long>();
        committed.put("heap", memory.getHeapMemoryUsage().getCommitted());
        committed.put("nonheap", memory.getNonHeapMemoryUsage().getCommitted());
        sheet.gauges("jvm_memory_used_bytes", "Memory in use.", "area", used)
                .gauges("jvm_memory_committed_bytes", "Memory taken from the system.", "area", committed)
                .gauge("jvm_memory_max_bytes", "The most that the heap may take.",
                        memory.getHeapMemoryUsage().getMax());
    }

    private static void garbage(Sheet sheet) {
        var collections = new LinkedHashMap<Labels, Long>();
        var seconds = new LinkedHashMap<Labels, Double>();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Labels labels = Labels.of("gc", collector.getName());
            collections.put(labels, Math.max(0, collector.getCollectionCount()));
            seconds.put(labels, Math.max(0, collector.getCollectionTime()) / 1e3);
        }
        sheet.counters("jvm_gc_collections", "Collections of garbage.", collections)
                .counters("jvm_gc_collection_seconds", "Time that they took.", seconds)
                .gauge("jvm_threads_current", "Platform threads.",
                        ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static void process(Sheet sheet) {
        sheet.gauge("process_start_time_seconds", "Since 1970.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            sheet.counter("process_cpu_seconds", "Processor time of all threads.",
                    Math.max(0, system.getProcessCpuTime()) / 1e9)
                    .gauge("process_open_fds", "Open files and connections.", system.getOpenFileDescriptorCount())
                    .gauge("process_max_fds", "The most there may be.", system.getMaxFileDescriptorCount());
        }
    }
}
