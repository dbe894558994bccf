package org.jackblockchain.peer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses whose ends nobody can foretell from those before. */
final class Pauses {
    /** No pause is longer than so many times the mean. */
    private static final int LONGEST = 10;

    private Pauses() {}

    /** Like the waits of a Poisson process, of the given mean. */
    static Duration exponential(Duration mean, RandomGenerator chance) {
        double factor = -Math.log(1 - chance.nextDouble());
        return Duration.ofMillis((long) (mean.toMillis() * Math.min(factor, LONGEST)));
    }
}
