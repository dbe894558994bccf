package org.jackblockchain.miner;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a thread on one processor (sched_setaffinity(2)). Where each processor has a mining thread of its own, the
 * system has nothing to gain by moving one: it would put two on one processor, and look again only milliseconds later.
 * Only Linux has it; elsewhere nothing happens.
 */
final class CoreAffinity {
    private static final Logger LOG = LoggerFactory.getLogger(CoreAffinity.class);
    /** A set of 1,024 processors, the size that the C library's {@code cpu_set_t} has. */
    private static final int SET_BYTES = 128;
    private static final int CALLING_THREAD = 0;

    private CoreAffinity() {}

    /**
     * Keeps the calling thread, for good, on one processor of those that it may use: when they are as many as
     * {@code threads}, each {@code index} below it gets one of its own. Otherwise, or if the system refuses, it goes
     * on as before.
     */
    static void pin(int index, int threads) {
        Calls.FOUND.ifPresent(calls -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment set = arena.allocate(SET_BYTES);
                if ((int) calls.get().invokeExact(CALLING_THREAD, (long) SET_BYTES, set) != 0)
                    return;
                BitSet allowed = BitSet.valueOf(set.asByteBuffer());
                if (allowed.cardinality() != threads)
                    return;
                set.copyFrom(MemorySegment.ofArray(only(index, allowed)));
                if ((int) calls.set().invokeExact(CALLING_THREAD, (long) SET_BYTES, set) != 0)
                    LOG.debug("the system refuses to keep a mining thread on one processor");
            } catch (Throwable e) {
                throw new IllegalStateException("the processors of a thread cannot be asked for or set", e);
            }
        });
    }

    private static byte[] only(int index, BitSet allowed) {
        int chosen = allowed.stream().skip(index).findFirst().orElseThrow();
        var set = new byte[SET_BYTES];
        set[chosen / Byte.SIZE] = (byte) (1 << chosen % Byte.SIZE);
        return set;
    }

    /** @param get and {@code set}: the calling thread's processors */
    private record Calls(MethodHandle get, MethodHandle set) {
        /** Looked up when the first miner starts. */
        static final Optional<Calls> FOUND = find("sched_getaffinity")
                .flatMap(get -> find("sched_setaffinity").map(set -> new Calls(get, set)));

        private static Optional<MethodHandle> find(String name) {
            return LinuxCall.find(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        }
    }
}
