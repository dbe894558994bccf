package org.jackblockchain.mempool;

import java.util.Locale;

/** What happened to the pool, for those who watch. */
public sealed interface MempoolChange {
    /** The transaction as it stood in the pool. */
    MempoolEntry entry();

    /** The pool's count of changes before this one. */
    long sequence();

    record Added(MempoolEntry entry, long sequence) implements MempoolChange {}

    record Removed(MempoolEntry entry, Reason reason, long sequence) implements MempoolChange {}

    /** Why a transaction left. */
    enum Reason {
        /** It waited too long. */
        EXPIRY,
        /** The pool was full. */
        SIZELIMIT,
        /** After a reorganization it could not be mined, or nothing is known of what it spends. */
        REORG,
        /** It was mined. */
        BLOCK,
        /** A block spent what it spends. */
        CONFLICT,
        /** Another took its place. */
        REPLACED;

        /** As Core calls it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
