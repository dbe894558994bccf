package org.jackblockchain.peer;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Finds the earliest of many times that lie after one moment. */
final class Alarm {
    private final Instant after;
    private @Nullable Instant earliest;

    Alarm(Instant after) {
        this.after = after;
    }

    /** Not after the moment: ignored. */
    void at(Instant time) {
        Instant so = earliest;
        if (time.isAfter(after) && (so == null || time.isBefore(so)))
            earliest = time;
    }

    Optional<Instant> earliest() {
        return Optional.ofNullable(earliest);
    }
}
