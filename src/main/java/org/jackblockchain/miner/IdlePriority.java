package org.jackblockchain.miner;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a thread take only the processor time that nobody else wants, as C miners do: Linux' {@code SCHED_IDLE}
 * (sched(7)). Whatever the node or the user does then starts at once, with all cores mining. Elsewhere the priority
 * that Java gives a thread has to do.
 */
final class IdlePriority {
    private static final Logger LOG = LoggerFactory.getLogger(IdlePriority.class);
    private static final int SCHED_IDLE = 5;
    private static final int CALLING_THREAD = 0;

    private IdlePriority() {}

    /** Lowers the calling thread, for good. A system that does not let it goes on as before. */
    static void take() {
        Scheduler.SET.ifPresent(set -> {
            try (Arena arena = Arena.ofConfined()) {
                // struct sched_param: the one priority of this policy is 0
                MemorySegment parameter = arena.allocate(ValueLayout.JAVA_INT);
                int failed = (int) set.invokeExact(CALLING_THREAD, SCHED_IDLE, parameter);
                if (failed != 0)
                    LOG.debug("the system refuses SCHED_IDLE");
            } catch (Throwable e) {
                throw new IllegalStateException("sched_setscheduler cannot be called", e);
            }
        });
    }

    /** Looked up when the first miner starts. */
    private static final class Scheduler {
        static final Optional<MethodHandle> SET = LinuxCall.find("sched_setscheduler", FunctionDescriptor
                .of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }
}
