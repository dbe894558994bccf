package org.jackblockchain.stratum;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jackblockchain.mining.Draft;
import org.jspecify.annotations.Nullable;

/** The jobs of one connection: which it may still work on, and when it needs another. Not thread-safe. */
final class JobBook {
    /** On one tip; the oldest goes first. */
    static final int MAX_JOBS = 16;
    /** How long a job keeps its time. */
    static final Duration REFRESH = Duration.ofSeconds(30);

    private final int extraNonce1;
    private final SequencedMap<String, ServedJob> jobs = new LinkedHashMap<>();
    private @Nullable Draft newest;
    private Instant givenAt = Instant.MIN;
    private long lastId;

    /** What there is for an id. */
    sealed interface Found {
        record Open(ServedJob job) implements Found {}

        record Closed(Refusal why) implements Found {}
    }

    /**
     * A new job.
     *
     * @param clean whether all before it are worthless
     */
    record Given(ServedJob job, boolean clean) {}

    JobBook(int extraNonce1) {
        this.extraNonce1 = extraNonce1;
    }

    /** There is nothing to work on any more. */
    void close() {
        jobs.clear();
        newest = null;
    }

    /** Whether there should be a new job: for a new draft, or since the last one is old. */
    @SuppressWarnings("ReferenceEquality") // a draft is made once for each template
    boolean needs(Draft base, Instant now) {
        return newest != base || !now.isBefore(givenAt.plus(REFRESH));
    }

    /**
     * Opens a job, and closes those of another tip.
     *
     * @param base what {@link #needs} compares
     * @param draft the same with this connection's tag
     */
    Given give(Draft base, Draft draft, double difficulty, Instant now) {
        boolean clean = newest == null
                || !newest.template().parent().hash().equals(base.template().parent().hash());
        if (clean)
            jobs.clear();
        newest = base;
        givenAt = now;
        lastId++;
        long time = Math.max(draft.template().minTime(), now.getEpochSecond());
        var job = new ServedJob(Long.toHexString(lastId), draft, extraNonce1, difficulty, time);
        jobs.putLast(job.id(), job);
        if (jobs.size() > MAX_JOBS)
            jobs.pollFirstEntry();
        return new Given(job, clean);
    }

    Found find(String id) {
        return Optional.ofNullable(jobs.get(id)).<Found>map(Found.Open::new)
                .orElseGet(() -> new Found.Closed(wasGiven(id) ? Refusal.STALE : Refusal.UNKNOWN_JOB));
    }

    private boolean wasGiven(String id) {
        try {
            long number = Long.parseLong(id, 16);
            return number > 0 && number <= lastId && Long.toHexString(number).equals(id);
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
