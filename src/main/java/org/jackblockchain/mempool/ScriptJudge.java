package org.jackblockchain.mempool;

import java.util.Optional;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.script.ScriptCheck;
import org.jackblockchain.consensus.script.ScriptError;
import org.jackblockchain.consensus.script.ScriptFlag;
import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.mempool.Acceptance.Kind;
import org.jackblockchain.mempool.Acceptance.Refused;

/** Runs scripts: by the stricter rules for what is relayed, and by those of the next block, which is remembered. */
final class ScriptJudge {
    private final Chain chain;
    private final SignatureCache signatures;

    ScriptJudge(Chain chain, SignatureCache signatures) {
        this.chain = chain;
        this.signatures = signatures;
    }

    private record Failure(int input, ScriptError error) {}

    Optional<Refused> relayFault(Candidate candidate) {
        Optional<Failure> failure = failure(candidate, ScriptFlags.STANDARD);
        if (failure.isEmpty())
            return Optional.empty();
        Refused refused = refusal(candidate, failure.get());
        if (!candidate.tx.hasWitness() && failsForWitness(candidate))
            return Optional.of(Refused.of(Kind.WITNESS_STRIPPED, refused.code(), refused.detail()));
        return Optional.of(refused);
    }

    /** Whether only a witness is missing: then the transaction may be fine, and somebody took its witness away. */
    private boolean failsForWitness(Candidate candidate) {
        ScriptFlags withWitness = ScriptFlags.STANDARD.minus(ScriptFlag.CLEANSTACK);
        ScriptFlags withoutWitness = withWitness.minus(ScriptFlag.WITNESS);
        return failure(candidate, withoutWitness).isEmpty() && failure(candidate, withWitness).isPresent();
    }

    private Refused refusal(Candidate candidate, Failure failure) {
        Optional<ScriptError> mandatory = ScriptCheck.verify(candidate.signed(), failure.input(),
                ScriptFlags.MANDATORY, signatures);
        String detail = ScriptCheck.place(candidate.tx, failure.input());
        return mandatory
                .map(error -> Refused.of(Kind.CONSENSUS,
                        "mandatory-script-verify-flag-failed (%s)".formatted(error.text()), detail))
                .orElseGet(() -> Refused.of(Kind.NOT_STANDARD,
                        "non-mandatory-script-verify-flag (%s)".formatted(failure.error().text()), detail));
    }

    private Optional<Failure> failure(Candidate candidate, ScriptFlags flags) {
        for (int i = 0; i < candidate.tx.inputs().size(); i++) {
            Optional<ScriptError> error = ScriptCheck.verify(candidate.signed(), i, flags, signatures);
            if (error.isPresent())
                return Optional.of(new Failure(i, error.get()));
        }
        return Optional.empty();
    }

    /** Once more by the rules of the next block, so that it need not be done when the block comes. */
    Optional<Refused> blockFault(Candidate candidate) {
        ScriptFlags flags = chain.scriptFlagsOn(chain.tip());
        if (chain.verified().holds(candidate.wtxid(), flags))
            return Optional.empty();
        Optional<Failure> failure = failure(candidate, flags);
        if (failure.isEmpty())
            chain.verified().add(candidate.wtxid(), flags);
        return failure.map(found -> refusal(candidate, found));
    }
}
