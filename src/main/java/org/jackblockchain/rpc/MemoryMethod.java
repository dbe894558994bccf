package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.ToLongFunction;

/** {@code getmemoryinfo}. Nothing is locked here: what Core tells of its locked memory is told of the JVM's heap. */
final class MemoryMethod {
    private MemoryMethod() {}

    static Method method() {
        return new Method("control", "getmemoryinfo",
                List.of(Param.optional("mode", Param.Kind.TEXT, "stats. Default: stats.")),
                "How much of the heap is used, in bytes, and in how many of its parts something is, or could be.",
                MemoryMethod::info);
    }

    private static JsonNode info(Args args) {
        String mode = args.isGiven(0) ? args.text(0) : "stats";
        return switch (mode) {
            case "stats" -> {
                ObjectNode json = Json.object();
                json.set("locked", heap());
                yield json;
            }
            case "mallocinfo" -> throw RpcError.invalid("mallocinfo mode not available");
            default -> throw RpcError.invalid("unknown mode " + mode);
        };
    }

    private static ObjectNode heap() {
        List<MemoryUsage> parts = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP).map(MemoryPoolMXBean::getUsage).toList();
        long used = sum(parts, MemoryUsage::getUsed);
        long total = sum(parts, MemoryUsage::getCommitted);
        return Json.object().put("used", used).put("free", total - used).put("total", total).put("locked", 0)
                .put("chunks_used", parts.stream().filter(part -> part.getUsed() > 0).count())
                .put("chunks_free", parts.stream().filter(part -> part.getUsed() < part.getCommitted()).count());
    }

    private static long sum(List<MemoryUsage> parts, ToLongFunction<MemoryUsage> amount) {
        return parts.stream().mapToLong(amount).sum();
    }
}
