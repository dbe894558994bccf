package org.jackblockchain.mining;

import java.time.Instant;

/**
 * One thread's way through the headers of its work: which nonces of which header come next. No header comes
 * twice, since each job takes an extra nonce that this thread never used before. Not thread-safe.
 */
public final class Rounds {
    private final Work work;
    private final long extraNonce;
    private final Job job;
    private long nextNonce;

    private Rounds(Work work, long extraNonce, Instant now) {
        this.work = work;
        this.extraNonce = extraNonce;
        this.job = work.job(extraNonce, Math.max(work.minTime(), now.getEpochSecond()));
    }

    /** @param extraNonce the first to use; far from those of other threads and processes */
    public static Rounds of(Work work, long extraNonce, Instant now) {
        return new Rounds(work, extraNonce, now);
    }

    /** The same work with the next extra nonce and a new time: when the nonces are used up or the time is old. */
    public Rounds moveOn(Instant now) {
        return moveOn(work, now);
    }

    /** Other work; the extra nonces go on where they were. */
    public Rounds moveOn(Work next, Instant now) {
        return new Rounds(next, extraNonce + 1, now);
    }

    public Work work() {
        return work;
    }

    public Job job() {
        return job;
    }

    public boolean isUsedUp() {
        return nextNonce == Engine.NONCES;
    }

    public long nextNonce() {
        return nextNonce;
    }

    /** Takes the next nonces from {@link #nextNonce} on; fewer than wanted at the end. */
    public int take(int wanted) {
        int count = (int) Math.min(wanted, Engine.NONCES - nextNonce);
        nextNonce += count;
        return count;
    }
}
