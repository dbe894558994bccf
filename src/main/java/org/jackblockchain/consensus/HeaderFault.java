package org.jackblockchain.consensus;

import java.time.Instant;

import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Work;

/** Why a header breaks consensus. Codes are Core's. */
public sealed interface HeaderFault extends Fault {
    @Override
    default String code() {
        return switch (this) {
            case UnreachableTarget _ -> "high-hash";
            case HashAboveTarget _ -> "high-hash";
            case WrongTarget _ -> "bad-diffbits";
            case TooOld _ -> "time-too-old";
            case TooNew _ -> "time-too-new";
            case ObsoleteVersion(int version, _) -> "bad-version(0x%08x)".formatted(version);
            case InvalidParent _ -> "bad-prevblk";
            case KnownInvalid _ -> "duplicate-invalid";
            case ForksBeforeCheckpoint _ -> "bad-fork-prior-to-checkpoint";
            case NotTheCheckpoint _ -> "checkpoint mismatch";
            case TooLittleWork _ -> "too-little-chainwork";
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case UnreachableTarget _ -> "proof of work failed";
            case HashAboveTarget _ -> "proof of work failed";
            case WrongTarget _ -> "incorrect proof of work";
            case TooOld _ -> "block's timestamp is too early";
            case TooNew _ -> "block timestamp too far in the future";
            case ObsoleteVersion(int version, _) -> "rejected nVersion=0x%08x block".formatted(version);
            case InvalidParent _ -> "";
            case KnownInvalid _ -> "";
            case ForksBeforeCheckpoint _ -> "";
            case NotTheCheckpoint _ -> "";
            case TooLittleWork _ -> "";
        };
    }

    @Override
    default boolean isFinal() {
        return switch (this) {
            case TooNew _ -> false;
            case TooLittleWork _ -> false;
            default -> true;
        };
    }

    /** The bits are negative, zero, too large, or easier than the network allows. */
    record UnreachableTarget(CompactTarget stated, CompactTarget easiest) implements HeaderFault {}

    /** The hash does not prove the work that the bits state. */
    record HashAboveTarget(BlockHash hash, Target target) implements HeaderFault {}

    record WrongTarget(CompactTarget stated, CompactTarget required) implements HeaderFault {}

    /** Not later than the median time of the eleven blocks before it. */
    record TooOld(Instant time, Instant medianTimePast) implements HeaderFault {}

    record TooNew(Instant time, Instant latestAllowed) implements HeaderFault {}

    record ObsoleteVersion(int version, int required) implements HeaderFault {}

    /** Stands on a block that is known to be invalid. */
    record InvalidParent(BlockHash parent) implements HeaderFault {}

    /** Was found invalid before. */
    record KnownInvalid(BlockHash hash) implements HeaderFault {}

    record ForksBeforeCheckpoint(int height, Checkpoint checkpoint) implements HeaderFault {}

    record NotTheCheckpoint(BlockHash hash, Checkpoint checkpoint) implements HeaderFault {}

    /** Its chain has too little work for its headers to be worth keeping. */
    record TooLittleWork(Work work, Work required) implements HeaderFault {}
}
