package org.jackblockchain.chain;

import org.jspecify.annotations.Nullable;

/** What is known of a header in the tree. Mutable, and seen by the chain room only. */
final class TreeNode {
    final BlockEntry entry;
    final @Nullable TreeNode parent;
    Rung rung = Rung.HEADER;
    /** Broke a rule itself, or the operator said so. */
    boolean invalid;
    /** Stands on an invalid block. */
    boolean onInvalid;
    /** When it was linked, in the order of such moments; 0 before. */
    long sequence;
    /** Below zero if the operator prefers it to its equals: the lower, the later said. Not stored. */
    long preference;
    /** Whether it and all its ancestors have bodies. */
    boolean linked;
    @Nullable
    TreeNode firstChild;
    @Nullable
    TreeNode nextSibling;

    TreeNode(BlockEntry entry, @Nullable TreeNode parent) {
        this.entry = entry;
        this.parent = parent;
    }

    boolean hasBody() {
        return rung != Rung.HEADER;
    }

    boolean isInvalid() {
        return invalid || onInvalid;
    }

    Branch.Standing standing() {
        if (isInvalid())
            return Branch.Standing.INVALID;
        if (!linked)
            return Branch.Standing.HEADERS_ONLY;
        return rung == Rung.CONNECTED ? Branch.Standing.VALID : Branch.Standing.UNPROVEN;
    }

    StoredHeader stored() {
        return new StoredHeader(entry.header(), rung, invalid, sequence);
    }
}
