package org.jackblockchain.mempool;

import java.util.Map;
import java.util.Optional;

import org.jackblockchain.primitives.Wtxid;

/**
 * What became of transactions that were offered together.
 *
 * @param fault what is wrong with all of them together, or that one of them failed; empty if all are in the pool
 * @param results by transaction; without those that were not looked at because another failed
 */
public record PackageAcceptance(Optional<Fault> fault, Map<Wtxid, Acceptance> results) {
    public PackageAcceptance {
        results = Map.copyOf(results);
    }

    static PackageAcceptance of(Fault fault) {
        return new PackageAcceptance(Optional.of(fault), Map.of());
    }

    static PackageAcceptance of(Fault fault, Map<Wtxid, Acceptance> results) {
        return new PackageAcceptance(Optional.of(fault), results);
    }

    /**
     * @param ofPolicy whether the package itself breaks a rule; otherwise one of its transactions does
     * @param detail may be empty
     */
    public record Fault(boolean ofPolicy, String code, String detail) {
        static final Fault TRANSACTION_FAILED = new Fault(false, "transaction failed", "");

        static Fault policy(String code) {
            return new Fault(true, code, "");
        }

        static Fault policy(String code, String detail) {
            return new Fault(true, code, detail);
        }

        public String text() {
            return detail.isEmpty() ? code : code + ", " + detail;
        }
    }
}
