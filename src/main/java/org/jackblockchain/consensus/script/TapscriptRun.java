package org.jackblockchain.consensus.script;

import org.jspecify.annotations.Nullable;

/** What a tapscript has beside its stack: what it is, and how much it may still check. */
final class TapscriptRun {
    private final byte @Nullable [] annexHash;
    private final byte[] leafHash;
    private long weightLeft;

    /** @param witnessSize of the input's whole witness as it is serialized, in bytes */
    TapscriptRun(byte @Nullable [] annexHash, byte[] leafHash, long witnessSize) {
        this.annexHash = annexHash;
        this.leafHash = leafHash;
        this.weightLeft = witnessSize + Limits.FREE_WEIGHT;
    }

    /** @throws ScriptFailure if the witness is too short for one signature more */
    void payForSignature() {
        weightLeft -= Limits.SIGNATURE_WEIGHT;
        if (weightLeft < 0)
            throw new ScriptFailure(ScriptError.TAPSCRIPT_VALIDATION_WEIGHT);
    }

    Sighash.TaprootPlace place(int separator) {
        return new Sighash.TaprootPlace(annexHash, leafHash, separator);
    }
}
