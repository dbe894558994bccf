package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

import org.jackblockchain.consensus.Amounts;

/**
 * Tells a peer from which fee rate on transactions are worth announcing to us (BIP133), rounded so as to tell no more.
 */
final class FeeFilter {
    static final Duration INTERVAL = Duration.ofMinutes(10);
    /** A rate that changed much is told within this. */
    static final Duration CHANGE_DELAY = Duration.ofMinutes(5);
    private static final double HIGHEST = 1e7;
    private static final double STEP = 1.1;
    private static final double LOWEST = 500;

    /** What is remembered of one peer. */
    static final class Part {
        private long sent;
        private Instant next = Instant.EPOCH;
    }

    private final TreeSet<Double> steps = new TreeSet<>();
    private final long most;
    private final RandomGenerator chance;

    FeeFilter(RandomGenerator chance) {
        this.chance = chance;
        steps.add(0.0);
        for (double rate = LOWEST; rate <= HIGHEST; rate *= STEP)
            steps.add(rate);
        most = round(Amounts.MAX_MONEY);
    }

    private long round(long rate) {
        Double up = steps.ceiling((double) rate);
        Double down = steps.lower((double) rate);
        if (up == null)
            return steps.last().longValue();
        return (long) (down == null || chance.nextInt(3) == 0 ? up : down.doubleValue());
    }

    /** What to tell the peer now; 0 for nothing. */
    long due(Part part, TxPool pool, boolean syncing, Instant now) {
        long minimum = pool.minimumFeeRate(now);
        boolean takesNothing = syncing || minimum >= Amounts.MAX_MONEY;
        long current = takesNothing ? Amounts.MAX_MONEY : minimum;
        if (!takesNothing && part.sent == most)
            part.next = Instant.EPOCH;
        if (now.isAfter(part.next)) {
            long rate = takesNothing ? most : Math.max(round(current), pool.relayFeeRate());
            part.next = now.plus(Pauses.exponential(INTERVAL, chance));
            if (rate == part.sent)
                return 0;
            part.sent = rate;
            return rate;
        }
        boolean changed = current < 3 * part.sent / 4 || current > 4 * part.sent / 3;
        if (changed && now.plus(CHANGE_DELAY).isBefore(part.next))
            part.next = now.plusMillis(chance.nextLong(CHANGE_DELAY.toMillis()));
        return 0;
    }

    void wakes(Part part, Alarm alarm) {
        alarm.at(part.next);
    }
}
