package org.jackblockchain.consensus;

/**
 * Why a block breaks consensus: the rule, and the values that show it.
 *
 * <p>A fault says what is wrong, never what to do about the sender; the room above decides that.
 */
public sealed interface Fault permits HeaderFault, BlockFault {
    /** Short reason that miners and peers already know, e.g. in a {@code submitblock} reply (BIP22). */
    String code();

    /** What shows it, in Core's words as far as it has any; empty if the code says it all. */
    String detail();

    /** Code and detail in one line. */
    default String text() {
        return detail().isEmpty() ? code() : code() + ", " + detail();
    }

    /**
     * Whether the header can never be part of a valid chain. False where time may heal it, or where only this body
     * is wrong and another with the same header may be right, so the hash must not be condemned.
     */
    boolean isFinal();
}
