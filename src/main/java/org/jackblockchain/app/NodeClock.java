package org.jackblockchain.app;

import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/** The clock of one node: the machine's, unless somebody sets it, as tests do ({@code setmocktime}); then it stands. */
public final class NodeClock implements InstantSource {
    private final InstantSource machine;
    private volatile @Nullable Instant set;

    public NodeClock() {
        this(InstantSource.system());
    }

    NodeClock(InstantSource machine) {
        this.machine = machine;
    }

    /** From now on it says this; the machine's time again after null. */
    public void set(@Nullable Instant time) {
        set = time;
    }

    /** Whether time does not pass by itself. */
    public boolean stands() {
        return set != null;
    }

    @Override
    public Instant instant() {
        Instant time = set;
        return time == null ? machine.instant() : time;
    }
}
