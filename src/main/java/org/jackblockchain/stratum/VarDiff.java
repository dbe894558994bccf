package org.jackblockchain.stratum;

import java.time.Duration;
import java.time.Instant;

/**
 * Finds the difficulty at which a worker has a share every few seconds: so few that they cost nothing, so many that
 * its hash rate is known. A function of its shares and their times; not thread-safe.
 */
final class VarDiff {
    /** Between two shares, on average. */
    static final Duration WANTED = Duration.ofSeconds(5);
    /** Never less than this, even if a worker then misses blocks of a network that is easier than its machine. */
    static final Duration LEAST = Duration.ofMillis(50);
    /** So many shares tell a rate well enough. */
    static final int ENOUGH_SHARES = 12;
    /** After this long, fewer have to do. */
    static final Duration LONGEST_LOOK = Duration.ofSeconds(40);
    /** About 33,000 hashes, so that even a network for tests does not make a worker flood us. */
    static final double EASIEST = 0x1p-17;
    static final double HARDEST = 0x1p64;
    /** About 4 million hashes: a blink of one core. */
    static final double FIRST = 0x1p-10;

    /** A difficulty that is not further off than this factor stays. */
    private static final double FINE = 2;
    private static final double MOST_UP = 64;
    private static final double MOST_DOWN = 8;

    private double wanted = FIRST;
    private double least = EASIEST;
    private Instant since;
    private int shares;
    private double work;

    VarDiff(Instant now) {
        since = now;
    }

    /** What the worker should have if nothing else mattered. */
    double wanted() {
        return wanted;
    }

    /** What it gets: nothing harder than a block, so that no block is missed. */
    double at(double blockDifficulty) {
        double harmless = wanted * LEAST.toNanos() / WANTED.toNanos();
        return Math.max(least, Math.min(wanted, Math.max(blockDifficulty, harmless)));
    }

    /** The worker says where to begin. */
    void suggest(double difficulty, Instant now) {
        wanted = Math.clamp(difficulty, least, HARDEST);
        begin(now);
    }

    /** The worker does not want less than this (BIP310). */
    void atLeast(double difficulty) {
        least = Math.clamp(difficulty, EASIEST, HARDEST);
        wanted = Math.max(wanted, least);
    }

    /** A share was accepted that had to have this difficulty. */
    void share(double difficulty, Instant now) {
        shares++;
        work += difficulty;
        look(now);
    }

    /** Looks whether the difficulty should change. To be called every now and then, also when no share comes. */
    void look(Instant now) {
        Duration looked = Duration.between(since, now);
        if (shares < ENOUGH_SHARES && looked.compareTo(LONGEST_LOOK) < 0)
            return;
        double seconds = Math.max(1e-3, looked.toNanos() / 1e9);
        // Without a share, one is about to come: that is the most that can be said.
        double perSecond = (shares == 0 ? wanted : work) / seconds;
        double found = Math.clamp(perSecond * WANTED.toSeconds(), wanted / MOST_DOWN, wanted * MOST_UP);
        if (found > wanted * FINE || found < wanted / FINE)
            wanted = Math.clamp(found, least, HARDEST);
        begin(now);
    }

    private void begin(Instant now) {
        since = now;
        shares = 0;
        work = 0;
    }
}
