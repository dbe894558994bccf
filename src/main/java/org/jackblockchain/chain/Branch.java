package org.jackblockchain.chain;

/**
 * A branch of the tree of all headers, by its end: a header that no other stands on.
 *
 * @param end the header; the active chain's branch may end above the tip
 */
public record Branch(BlockEntry end, Standing standing) {
    /** How far a branch was judged. */
    public enum Standing {
        /** One of its blocks is invalid. */
        INVALID,
        /** Bodies are missing. */
        HEADERS_ONLY,
        /** All bodies are here, but it was never connected. */
        UNPROVEN,
        /** Was connected, so all rules hold. */
        VALID
    }
}
