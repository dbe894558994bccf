package org.jackblockchain.consensus.script;

/**
 * How a run of a script ends early. It leaves the interpreter's many small steps in one jump, and never this package:
 * {@link ScriptCheck} answers with the error.
 */
final class ScriptFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ScriptError error;

    /** Without a stack trace: a hostile block is full of these. */
    ScriptFailure(ScriptError error) {
        super(error.text(), null, false, false);
        this.error = error;
    }

    ScriptError error() {
        return error;
    }
}
