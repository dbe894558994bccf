package org.jackblockchain.peer;

import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.primitives.BlockHash;
import org.jspecify.annotations.Nullable;

/** What we know of the blocks that one peer has: from what it announced, and from what we told it. */
final class KnownChain {
    private @Nullable BlockEntry best;
    private @Nullable BlockHash unknown;
    private @Nullable BlockEntry sent;

    /** The peer says that it has this block, which we may not know yet. */
    void announced(BlockHash hash, Chain chain) {
        Optional<BlockEntry> entry = chain.find(hash);
        if (entry.isPresent())
            has(entry.get());
        else
            unknown = hash;
    }

    void has(BlockEntry entry) {
        BlockEntry known = best;
        if (known == null || entry.chainWork().compareTo(known.chainWork()) >= 0)
            best = entry;
    }

    /** We sent it the headers up to this one. */
    void sentUpTo(BlockEntry entry) {
        sent = entry;
    }

    /** The block with the most work that we know the peer has. */
    Optional<BlockEntry> best(Chain chain) {
        BlockHash hash = unknown;
        if (hash != null) {
            chain.find(hash).ifPresent(entry -> {
                has(entry);
                unknown = null;
            });
        }
        return Optional.ofNullable(best);
    }

    /** Whether the peer knows the header: it said so, or we said it. */
    boolean holds(BlockEntry entry) {
        BlockEntry known = best;
        BlockEntry told = sent;
        return (known != null && known.descendsFrom(entry)) || (told != null && told.descendsFrom(entry));
    }
}
