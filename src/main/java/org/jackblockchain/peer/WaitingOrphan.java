package org.jackblockchain.peer;

import java.time.Instant;
import java.util.List;

import org.jackblockchain.primitives.Transaction;

/**
 * A transaction whose parents are not here, as its node sees it.
 *
 * @param until when it is forgotten
 * @param announcers the numbers of the peers that told of it
 */
public record WaitingOrphan(Transaction transaction, Instant until, List<Long> announcers) {
    public WaitingOrphan {
        announcers = List.copyOf(announcers);
    }

    public Instant since() {
        return until.minus(Orphanage.LIFE);
    }
}
