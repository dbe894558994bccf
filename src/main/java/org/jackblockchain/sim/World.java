package org.jackblockchain.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * One clock, one source of chance and one thread: the same seed replays the same run.
 *
 * <p>Time does not pass, it is jumped: {@link #runUntil} takes the earliest action, sets the clock to its time and
 * performs it. Actions due together run in the order in which they were scheduled. An action may schedule others, and
 * never runs another itself.
 */
public final class World {
    /** When every world begins. */
    public static final Instant BEGINNING = Instant.parse("2020-01-01T00:00:00Z");
    /** More actions in one instant mean that time will never move on. */
    static final int MAX_ACTIONS_AT_ONCE = 200_000;
    /** More actions that wait mean that something grows without bound. */
    static final int MAX_WAITING = 500_000;

    private record Action(long due, long sequence, Runnable what) implements Comparable<Action> {
        @Override
        public int compareTo(Action other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Action> waiting = new PriorityQueue<>();
    private final SplittableRandom chance;
    private final Trace trace;
    private long nowNanos;
    private long lastSequence;
    private int actionsAtOnce;
    private long actions;

    public World(long seed, Trace trace) {
        this.chance = new SplittableRandom(seed);
        this.trace = trace;
    }

    public Instant now() {
        return BEGINNING.plusNanos(nowNanos);
    }

    /** Nanoseconds since the beginning. */
    public long nowNanos() {
        return nowNanos;
    }

    public RandomGenerator chance() {
        return chance;
    }

    /** A source of chance for one inhabitant, so that what one draws does not change what another gets. */
    public RandomGenerator ownChance() {
        return chance.split();
    }

    public Trace trace() {
        return trace;
    }

    /** Actions performed so far. */
    public long actions() {
        return actions;
    }

    public void after(Duration delay, Runnable action) {
        afterNanos(delay.toNanos(), action);
    }

    void afterNanos(long delay, Runnable action) {
        atNanos(nowNanos + Math.max(0, delay), action);
    }

    /** What is due in the past happens now, after what is already due. */
    void atNanos(long due, Runnable action) {
        if (waiting.size() >= MAX_WAITING)
            throw new Violation("more than " + MAX_WAITING + " actions wait");
        waiting.add(new Action(Math.max(due, nowNanos), ++lastSequence, action));
    }

    /** Runs for as long, whatever happens. */
    public void runFor(Duration time) {
        runUntil(() -> false, time);
    }

    /**
     * Runs until {@code done}, looked at after each action, or until the time is over.
     *
     * @return whether it was done
     */
    public boolean runUntil(BooleanSupplier done, Duration limit) {
        long end = nowNanos + limit.toNanos();
        while (!done.getAsBoolean()) {
            Action next = waiting.peek();
            if (next == null || next.due > end) {
                moveTo(end);
                return false;
            }
            waiting.remove();
            moveTo(next.due);
            actions++;
            next.what.run();
        }
        return true;
    }

    private void moveTo(long nanos) {
        actionsAtOnce = nanos == nowNanos ? actionsAtOnce + 1 : 0;
        if (actionsAtOnce > MAX_ACTIONS_AT_ONCE)
            throw new Violation("more than " + MAX_ACTIONS_AT_ONCE + " actions at once: time stands still");
        nowNanos = nanos;
    }

    static long exponentialNanos(RandomGenerator chance, Duration mean) {
        return exponentialNanos(chance, (double) mean.toNanos());
    }

    /** An exponentially distributed time: the wait for what happens at random once in {@code mean}. */
    public static long exponentialNanos(RandomGenerator chance, double meanNanos) {
        return (long) Math.min(-Math.log(1 - chance.nextDouble()) * meanNanos, Long.MAX_VALUE / 4.0);
    }
}
