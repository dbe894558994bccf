package org.jackblockchain.chain;

import java.util.LinkedHashSet;

import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.primitives.Wtxid;

/**
 * Transactions whose scripts were all run and held: what came by the memory pool need not run them again in a block. A
 * transaction's bytes name the outputs it spends, so its wtxid and the flags say all.
 */
public final class VerifiedScripts {
    /** As many as Core's cache of 16 MiB holds, roughly. */
    public static final int LIMIT = 500_000;

    private record Key(Wtxid wtxid, ScriptFlags flags) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && wtxid.equals(that.wtxid) && flags.bits() == that.flags.bits();
        }

        @Override
        public int hashCode() {
            return wtxid.hashCode() ^ flags.bits();
        }
    }

    private final LinkedHashSet<Key> known = new LinkedHashSet<>();

    public void add(Wtxid wtxid, ScriptFlags flags) {
        known.add(new Key(wtxid, flags));
        if (known.size() > LIMIT)
            known.removeFirst();
    }

    public boolean holds(Wtxid wtxid, ScriptFlags flags) {
        return known.contains(new Key(wtxid, flags));
    }
}
