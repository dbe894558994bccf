package org.jackblockchain.mempool;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What an operator lets into the pool; other nodes may choose otherwise.
 *
 * @param minimumRelay a transaction that pays less is refused
 * @param incrementalRelay by how much a replacement has to pay more, and the step of the minimum of a full pool
 * @param dustRelay an output that costs more to spend at this rate than it is worth is dust
 * @param dataCarrierBytes the longest script of an output that only carries data; empty: none may
 * @param bareMultisig whether outputs may be multisigs that hide behind no hash
 * @param requireStandard whether only the usual forms are let in
 * @param bytesPerSigop as how many bytes a signature operation counts at least
 * @param limits on chains of transactions
 * @param maxBytes of memory, by Core's way of counting
 * @param expiry for how long a transaction is kept
 */
public record Policy(FeeRate minimumRelay, FeeRate incrementalRelay, FeeRate dustRelay,
        OptionalInt dataCarrierBytes, boolean bareMultisig, boolean requireStandard, int bytesPerSigop,
        ChainLimits limits, long maxBytes, Duration expiry) {
    public static final int DEFAULT_DATA_CARRIER_BYTES = 83;
    public static final long DEFAULT_MAX_BYTES = 300_000_000;
    public static final Policy DEFAULT = new Policy(new FeeRate(1_000), new FeeRate(1_000), new FeeRate(3_000),
            OptionalInt.of(DEFAULT_DATA_CARRIER_BYTES), true, true, 20, ChainLimits.DEFAULT, DEFAULT_MAX_BYTES,
            Duration.ofDays(14));
    /** Chains of the longest kind must fit so many times. */
    private static final int MIN_CHAINS = 40;

    /** The least that {@link #maxBytes} may be, for chains of the longest kind to fit several times. */
    public long leastMaxBytes() {
        return limits.descendantBytes() * MIN_CHAINS;
    }

    public Policy withMinimumRelay(FeeRate rate) {
        return new Policy(rate, incrementalRelay, dustRelay, dataCarrierBytes, bareMultisig, requireStandard,
                bytesPerSigop, limits, maxBytes, expiry);
    }

    public Policy withIncrementalRelay(FeeRate rate) {
        return new Policy(minimumRelay, rate, dustRelay, dataCarrierBytes, bareMultisig, requireStandard,
                bytesPerSigop, limits, maxBytes, expiry);
    }

    public Policy withDustRelay(FeeRate rate) {
        return new Policy(minimumRelay, incrementalRelay, rate, dataCarrierBytes, bareMultisig, requireStandard,
                bytesPerSigop, limits, maxBytes, expiry);
    }

    public Policy withDataCarrierBytes(OptionalInt bytes) {
        return new Policy(minimumRelay, incrementalRelay, dustRelay, bytes, bareMultisig, requireStandard,
                bytesPerSigop, limits, maxBytes, expiry);
    }

    public Policy withBareMultisig(boolean permitted) {
        return new Policy(minimumRelay, incrementalRelay, dustRelay, dataCarrierBytes, permitted, requireStandard,
                bytesPerSigop, limits, maxBytes, expiry);
    }

    public Policy withRequireStandard(boolean required) {
        return new Policy(minimumRelay, incrementalRelay, dustRelay, dataCarrierBytes, bareMultisig, required,
                bytesPerSigop, limits, maxBytes, expiry);
    }

    public Policy withBytesPerSigop(int bytes) {
        return new Policy(minimumRelay, incrementalRelay, dustRelay, dataCarrierBytes, bareMultisig, requireStandard,
                bytes, limits, maxBytes, expiry);
    }

    public Policy withLimits(ChainLimits chains) {
        return new Policy(minimumRelay, incrementalRelay, dustRelay, dataCarrierBytes, bareMultisig, requireStandard,
                bytesPerSigop, chains, maxBytes, expiry);
    }

    public Policy withMaxBytes(long bytes) {
        return new Policy(minimumRelay, incrementalRelay, dustRelay, dataCarrierBytes, bareMultisig, requireStandard,
                bytesPerSigop, limits, bytes, expiry);
    }

    public Policy withExpiry(Duration time) {
        return new Policy(minimumRelay, incrementalRelay, dustRelay, dataCarrierBytes, bareMultisig, requireStandard,
                bytesPerSigop, limits, maxBytes, time);
    }
}
