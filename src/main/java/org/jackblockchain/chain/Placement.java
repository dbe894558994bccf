package org.jackblockchain.chain;

import org.jackblockchain.consensus.Fault;
import org.jackblockchain.primitives.BlockHash;

/** What became of a header or block that was to be placed in the tree. */
public sealed interface Placement {
    /**
     * It stands in the tree.
     *
     * @param isNew whether this call brought something that was not there before
     */
    record Placed(BlockEntry entry, boolean isNew) implements Placement {}

    /** Its parent's header is not known, so nothing can be said of it but that it proves its work. */
    record ParentUnknown(BlockHash parent) implements Placement {}

    record Refused(Fault fault) implements Placement {}
}
