package org.jackblockchain.sim;

/** Something happened that must never happen, whatever the scenario: a bug in the node or in the simulation. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Violation(String what) {
        super(what);
    }

    public Violation(String what, Throwable cause) {
        super(what, cause);
    }
}
