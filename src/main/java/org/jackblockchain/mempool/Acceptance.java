package org.jackblockchain.mempool;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/** What became of a transaction that was offered to the pool. */
public sealed interface Acceptance {
    /**
     * It is in the pool, or would be if it was only tried.
     *
     * @param entry as it was when it came in
     * @param effective the fee rate that it was judged by, with those of {@code counted}
     * @param replaced what had to go for it
     */
    record Accepted(MempoolEntry entry, FeeRate effective, List<Wtxid> counted, List<Transaction> replaced)
            implements
                Acceptance {
        public Accepted {
            counted = List.copyOf(counted);
            replaced = List.copyOf(replaced);
        }
    }

    /**
     * It was not let in.
     *
     * @param code Core's reject reason, such as {@code min relay fee not met}
     * @param detail the values that show it; may be empty
     * @param missing the transactions that it spends from and that are neither here nor in the chain, where that is
     *     what is wrong
     * @param fees the rate that was too low, where that is what is wrong
     */
    record Refused(Kind kind, String code, String detail, Set<Txid> missing, Optional<Fees> fees)
            implements
                Acceptance {
        public Refused {
            missing = Set.copyOf(missing);
        }

        static Refused of(Kind kind, String code, String detail) {
            return new Refused(kind, code, detail, Set.of(), Optional.empty());
        }

        static Refused of(Kind kind, String code) {
            return of(kind, code, "");
        }

        Refused withFees(FeeRate rate, List<Wtxid> counted) {
            return new Refused(kind, code, detail, missing, Optional.of(new Fees(rate, counted)));
        }

        /** Reason and detail in one line. */
        public String text() {
            return detail.isEmpty() ? code : code + ", " + detail;
        }
    }

    /** Only in packages: the same transaction was in the pool already. */
    record Present(MempoolEntry entry) implements Acceptance {}

    /** Only in packages: one with the same txid but another witness is in the pool. */
    record OtherWitness(MempoolEntry entry) implements Acceptance {}

    /** @param counted whose fees and sizes are in the rate */
    record Fees(FeeRate rate, List<Wtxid> counted) {
        public Fees {
            counted = List.copyOf(counted);
        }
    }

    /** What kind of thing is wrong: it decides what a peer is told, and whether to look at the transaction again. */
    enum Kind {
        /** It can be in no block. */
        CONSENSUS,
        /** What it spends has an unusual form: with other witnesses it would be the same. */
        INPUTS_NOT_STANDARD,
        /** It has an unusual form. */
        NOT_STANDARD,
        /** What it spends is not known: it may come. */
        MISSING_INPUTS,
        /** Its time has not come. */
        PREMATURE_SPEND,
        /** Its witness may have been changed on the way. */
        WITNESS_MUTATED,
        /** Its witness was left out. */
        WITNESS_STRIPPED,
        /** It is there already, or was mined. */
        CONFLICT,
        /** The pool's own rules. */
        MEMPOOL_POLICY,
        /** Its fee is too low, but a child may pay for it. */
        RECONSIDERABLE
    }
}
