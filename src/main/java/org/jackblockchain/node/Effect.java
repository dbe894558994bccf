package org.jackblockchain.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.mempool.MempoolChange;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.primitives.Bytes;

/** What a node wants done. Whoever runs it performs the effects in order, before the next event. */
public sealed interface Effect {
    /** Write this whole or not at all, before any effect after it: what others hear of must be ours to keep. */
    record Store(StoreBatch batch) implements Effect {}

    record Network(PeerEffect effect) implements Effect {}

    /** Work on this from now on and on nothing older; empty: rest. */
    record Mine(Optional<BlockTemplate> template) implements Effect {}

    /** Send {@link Event.Woken} at this time. Replaces an earlier wish. */
    record WakeAt(Instant time) implements Effect {}

    /** Something an operator should be able to read. */
    record Note(PeerEffect.Level level, String text) implements Effect {}

    /** A new body is in the store; for those who watch. Comes after {@link Store}, and before {@link TipMoved}. */
    record Stored(StoredBlock block) implements Effect {}

    /** The chain moved; for those who count who won. Follows the {@link Store} that made it lasting. */
    record TipMoved(TipChange change) implements Effect {}

    /** Transactions came to the memory pool or left it, in this order; for those who watch. */
    record PoolChanged(List<MempoolChange> changes) implements Effect {
        public PoolChanged {
            changes = List.copyOf(changes);
        }
    }

    /** Keep what was learned of fees for another life, in place of what was kept before. */
    record SaveFees(Bytes memory) implements Effect {}

    /** What became of the request in {@link Event.Asked}. Comes last, so that the view shows it already. */
    record Answer(long ticket, Outcome outcome) implements Effect {}
}
