package org.jackblockchain.consensus.script;

import java.util.Optional;

/** Whether an input may spend what it spends. */
public final class ScriptCheck {
    private ScriptCheck() {}

    /**
     * Runs the scripts of one input, as Core's {@code VerifyScript} does. A pure function: inputs can be checked in any
     * order and by several threads.
     *
     * @param tx knows at least the output that this input spends
     * @param flags {@link ScriptFlag#CLEANSTACK} and {@link ScriptFlag#WITNESS} with what they need
     * @return why it may not, empty if it may
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static Optional<ScriptError> verify(SignedTransaction tx, int input, ScriptFlags flags,
            SignatureCache cache) {
        throw new UnsupportedOperationException("the interpreter lands next");
    }
}
