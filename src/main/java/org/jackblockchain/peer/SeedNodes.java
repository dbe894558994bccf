package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Places that are called for addresses only ({@code -seednode}): one at once when the book is empty, and another after
 * each pause as long as hardly anybody else is reached.
 */
final class SeedNodes {
    static final Duration PAUSE = Duration.ofSeconds(10);
    /** With so many connections of ours no more are called. */
    static final int ENOUGH = 2;

    private final Deque<PeerTerms.Seed> left;
    private @Nullable Instant last;

    SeedNodes(List<PeerTerms.Seed> seeds) {
        left = new ArrayDeque<>(seeds);
    }

    /**
     * Whom to call now.
     *
     * @param standing connections of ours
     */
    Optional<PeerTerms.Seed> due(boolean bookIsEmpty, int standing, Instant now) {
        Instant before = last;
        boolean wanted = before == null
                ? bookIsEmpty
                : standing < ENOUGH && !now.isBefore(before.plus(PAUSE));
        if (before == null || wanted)
            last = now;
        return wanted ? Optional.ofNullable(left.pollLast()) : Optional.empty();
    }

    void wakes(Alarm alarm) {
        Instant before = last;
        if (before != null && !left.isEmpty())
            alarm.at(before.plus(PAUSE));
    }
}
