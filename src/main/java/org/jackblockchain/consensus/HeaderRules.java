package org.jackblockchain.consensus;

import java.time.Instant;
import java.util.Optional;

import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Target;

/** What makes a header valid: first by itself, then in its place. In Core's order, so that two nodes name one fault. */
public final class HeaderRules {
    private HeaderRules() {}

    /** Whether the header proves the work that it states, and states a target that the network allows at all. */
    public static Optional<HeaderFault> proofOfWorkFault(BlockHeader header, BlockHash hash, ChainParams params) {
        Optional<Target> target = header.bits().target();
        if (target.isEmpty() || target.get().isEasierThan(params.easiestTarget())) {
            return Optional.of(new HeaderFault.UnreachableTarget(header.bits(), params.easiest()));
        }
        if (!target.get().isMetBy(hash))
            return Optional.of(new HeaderFault.HashAboveTarget(hash, target.get()));
        return Optional.empty();
    }

    /**
     * The first rule that the header breaks as a child of {@code parent}, or empty if it keeps them all. The proof of
     * work is not looked at again.
     */
    public static Optional<HeaderFault> placeFault(BlockHeader header, BlockHash hash, PlacedHeader parent,
            ChainParams params, Instant now) {
        int height = parent.height() + 1;
        CompactTarget required = params.nextBits(parent);
        if (!header.bits().equals(required)) {
            return Optional.of(new HeaderFault.WrongTarget(header.bits(), required));
        }
        for (Checkpoint checkpoint : params.checkpoints()) {
            if (checkpoint.height() == height && !checkpoint.hash().equals(hash)) {
                return Optional.of(new HeaderFault.NotTheCheckpoint(hash, checkpoint));
            }
        }
        long median = MedianTime.past(parent);
        if (header.time() <= median) {
            return Optional.of(new HeaderFault.TooOld(header.instant(), Instant.ofEpochSecond(median)));
        }
        Instant latest = now.plus(params.maxClockDrift());
        if (header.instant().isAfter(latest)) {
            return Optional.of(new HeaderFault.TooNew(header.instant(), latest));
        }
        int version = requiredVersion(height, params.activations());
        if (header.version() < version) {
            return Optional.of(new HeaderFault.ObsoleteVersion(header.version(), version));
        }
        return Optional.empty();
    }

    private static int requiredVersion(int height, Activations rules) {
        if (height >= rules.bip65())
            return 4;
        if (height >= rules.bip66())
            return 3;
        if (height >= rules.bip34())
            return 2;
        return Integer.MIN_VALUE;
    }
}
