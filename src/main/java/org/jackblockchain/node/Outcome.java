package org.jackblockchain.node;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.primitives.BlockHash;

/** What became of a {@link Request}. */
public sealed interface Outcome {
    record Done() implements Outcome {}

    /** The block was new, and every rule was judged: it is in the active chain, or was until a better one came. */
    record Connected(BlockEntry block) implements Outcome {}

    /**
     * It was not taken, or not yet.
     *
     * @param code the reason in the words of BIP22, such as {@code high-hash}, {@code duplicate}, {@code inconclusive}
     */
    record Refused(String code) implements Outcome {}

    /** A header's parent is not known. */
    record ParentUnknown(BlockHash parent) implements Outcome {}

    /** There is no such block or peer. */
    record NotFound() implements Outcome {}

    /** The peer is asked for already. */
    record AlreadyThere() implements Outcome {}
}
