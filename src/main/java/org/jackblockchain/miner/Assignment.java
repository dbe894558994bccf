package org.jackblockchain.miner;

import org.jackblockchain.mining.Work;

/** What all threads of a miner are to do. The miner holds one, and replaces it whole. */
sealed interface Assignment {
    /** Nothing until there is another assignment. */
    record Rest() implements Assignment {}

    /**
     * Search.
     *
     * @param givenNanos when it was given, on {@link System#nanoTime}'s scale
     */
    record Search(Work work, long givenNanos) implements Assignment {}

    /**
     * A block of this work was found: nothing until there is other work, or until {@code resumeNanos}, should
     * the block have been refused.
     */
    record Await(Work work, long resumeNanos) implements Assignment {}

    /** End the thread. */
    record Stop() implements Assignment {}
}
