package org.jackblockchain.miner;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.Job;
import org.jackblockchain.mining.NearTarget;
import org.jackblockchain.mining.RoundSize;
import org.jackblockchain.mining.Rounds;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Target;
import org.jspecify.annotations.Nullable;

/**
 * What one thread of a miner does: rounds of the assignment that it saw last, with a look at the newest one between
 * any two. A stale round ends there.
 */
final class Worker implements Runnable {
    /** How long a header keeps its time. */
    private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();

    /** How long a thread works at a stretch that may not work all the time. */
    private static final long BUSY_NANOS = Duration.ofMillis(5).toNanos();

    private final Miner miner;
    private final int index;
    private final int siblings;
    private final Engine engine;
    private final double cpuShare;
    private final InstantSource clock;
    private final long firstExtraNonce;
    private final Hits hits = new Hits();
    private final RateMeter meter;
    private @Nullable Rounds rounds;
    private Target near = new Target(0, 0, 0, 1);
    private long jobNanos;
    private long restedNanos;

    // Written by this worker's thread alone, and read by any.
    private final AtomicLong roundsDone = new AtomicLong();
    private final AtomicLong switches = new AtomicLong();
    private volatile long staleNanos;
    private volatile long switchNanos;
    private volatile int roundSize = RoundSize.MIN;
    private volatile Assignment.@Nullable Search searching;
    private volatile @Nullable Job job;
    private volatile RoundView.@Nullable Best best;
    private final AtomicLong firstNonce = new AtomicLong();
    private final AtomicLong hashes = new AtomicLong();
    private final AtomicLong allHashes = new AtomicLong();
    private final AtomicLong staleRounds = new AtomicLong();

    /**
     * @param index of this thread among the miner's
     * @param siblings how many the miner has when this one begins, it included
     */
    Worker(Miner miner, int index, int siblings, Engine engine, double cpuShare, InstantSource clock,
            long firstExtraNonce) {
        this.miner = miner;
        this.index = index;
        this.siblings = siblings;
        this.engine = engine;
        this.cpuShare = cpuShare;
        this.clock = clock;
        this.firstExtraNonce = firstExtraNonce;
        this.meter = new RateMeter(System.nanoTime());
    }

    @Override
    public void run() {
        IdlePriority.take();
        CoreAffinity.pin(index, siblings);
        while (true) {
            switch (miner.assignmentOf(index)) {
                case Assignment.Search search -> search(search);
                case Assignment.Await await -> await(await);
                // Parking may end for no reason, so what follows is another look.
                case Assignment.Rest _ -> LockSupport.park(miner);
                case Assignment.Stop _ -> {
                    return;
                }
            }
        }
    }

    /** The name of the engine that searches now. */
    String engine() {
        return engine.name();
    }

    MinerView.OneThread view(String name, long nowNanos) {
        long seen = switches.getAcquire();
        return new MinerView.OneThread(name, roundsDone.getOpaque(), roundSize, meter.rate(nowNanos), seen,
                Duration.ofNanos(staleNanos), Duration.ofNanos(switchNanos));
    }

    /** The round of now; empty while this thread does something else than this search. */
    @SuppressWarnings("ReferenceEquality") // it is about this very assignment
    Optional<RoundView> round(Assignment.Search search) {
        Job current = job;
        if (searching != search || current == null)
            return Optional.empty();
        return Optional.of(new RoundView(search.work(), current, firstNonce.getOpaque(), roundSize,
                hashes.getOpaque(), Optional.ofNullable(best)));
    }

    @SuppressWarnings("ReferenceEquality") // it is about this very assignment
    private void search(Assignment.Search search) {
        staleNanos = System.nanoTime() - search.givenNanos();
        Rounds current = begin(search);
        hashes.setOpaque(0);
        best = null;
        searching = search;
        long before = System.nanoTime();
        switchNanos = before - search.givenNanos();
        miner.switchTimes().add(switchNanos);
        restedNanos = before;
        switches.setRelease(switches.getPlain() + 1);
        while (miner.assignmentOf(index) == search) {
            if (current.isUsedUp() || before - jobNanos > REFRESH_NANOS)
                current = take(current.moveOn(clock.instant()));
            before = rest(round(current, before));
        }
        if (miner.assignmentOf(index) instanceof Assignment.Search)
            staleRounds.setOpaque(staleRounds.getPlain() + 1);
    }

    long roundsDone() {
        return roundsDone.getOpaque();
    }

    long allHashes() {
        return allHashes.getOpaque();
    }

    long staleRounds() {
        return staleRounds.getOpaque();
    }

    private Rounds begin(Assignment.Search search) {
        Rounds last = rounds;
        return take(last == null
                ? Rounds.of(search.work(), firstExtraNonce, clock.instant())
                : last.moveOn(search.work(), clock.instant()));
    }

    private Rounds take(Rounds next) {
        rounds = next;
        jobNanos = System.nanoTime();
        job = next.job();
        near = NearTarget.of(next.job().target());
        engine.aim(next.job().headerBytes(), near);
        return next;
    }

    /** @return when the round was over */
    private long round(Rounds current, long before) {
        int size = roundSize;
        long start = current.nextNonce();
        firstNonce.setOpaque(start);
        int count = current.take(size);
        hits.clear();
        engine.search(start, count, hits);
        long after = System.nanoTime();
        meter.add(count, after);
        roundsDone.setOpaque(roundsDone.getPlain() + 1);
        hashes.setOpaque(hashes.getPlain() + count);
        allHashes.setOpaque(allHashes.getPlain() + count);
        // A header's last round may be short and says nothing of the size.
        if (count == size)
            roundSize = RoundSize.next(size, after - before);
        for (int i = 0; i < hits.size(); i++)
            hit(new Hit(current.job(), hits.nonce(i)));
        return after;
    }

    /** The engine also tells of near misses, unless the job is easy; for what is none, its word is good. */
    private void hit(Hit hit) {
        Target target = hit.job().target();
        if (near.equals(target)) {
            miner.found(hit);
            return;
        }
        byte[] header = hit.job().headerBytes();
        LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, hit.nonce());
        var candidate = new RoundView.Best(BlockHash.fromWire(Sha256.twice(header), 0), Bytes.of(header));
        RoundView.Best last = best;
        if (last == null || candidate.isLowerThan(last))
            best = candidate;
        if (target.isMetBy(candidate.hash()))
            miner.found(hit);
    }

    /**
     * With a share of the processor below all of it, sleeps between rounds; new work ends that at once.
     *
     * @param now when the last round was over
     * @return when to go on
     */
    private long rest(long now) {
        if (cpuShare >= 1 || now - restedNanos < BUSY_NANOS)
            return now;
        LockSupport.parkNanos(miner, (long) ((now - restedNanos) * (1 - cpuShare) / cpuShare));
        restedNanos = System.nanoTime();
        return restedNanos;
    }

    private void await(Assignment.Await await) {
        long left = await.resumeNanos() - System.nanoTime();
        if (left > 0)
            LockSupport.parkNanos(miner, left);
        else
            miner.resume(await);
    }
}
