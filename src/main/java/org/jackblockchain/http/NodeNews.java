package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.StoredBlock;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.primitives.Block;

/** Makes events of what a node does, as docs/http.md says. Its methods are called on the node's own thread. */
public final class NodeNews implements AutoCloseable {
    /** Of the blocks on each side of a reorganization, so many are listed; the rest is counted. */
    static final int MAX_LISTED = 100;

    private final Feed feed;
    private final BlockBook book = new BlockBook();
    private final Bodies bodies;
    private final Map<Long, PeerView> up = new HashMap<>();
    private volatile boolean catchingUp;

    /** @param genesis is in no store */
    public NodeNews(Instant start, Block genesis, org.jackblockchain.chain.BlockStore blocks) {
        this.feed = new Feed(start);
        this.bodies = new Bodies(genesis, blocks);
    }

    /** Where it tells; others may tell there too. */
    public Feed feed() {
        return feed;
    }

    BlockBook book() {
        return book;
    }

    public void stored(StoredBlock stored) {
        if (isUnheard())
            return;
        BlockEntry entry = stored.entry();
        BlockFacts facts = book.stored(entry.hash(), stored.block(), stored.at());
        feed.publish("block", false, json -> {
            json.writeStartObject();
            BlockJson.write(entry, facts, !stored.isActive(), json);
            json.writeEndObject();
        });
    }

    public void tipMoved(TipChange change) {
        if (isUnheard())
            return;
        if (change.isReorganization())
            feed.publish("reorganization", false, json -> reorganization(change, json));
        BlockEntry tip = change.tip();
        feed.publish("tip", false, json -> {
            json.writeStartObject();
            BlockJson.writeHeader(tip, json);
            json.writeNumberField("at", change.at().toEpochMilli());
            json.writeEndObject();
        });
    }

    /** A chain that is caught up on is thousands of blocks: to tell of each would cost more than to judge it. */
    private boolean isUnheard() {
        boolean unheard = catchingUp && feed.readers() == 0;
        if (unheard)
            feed.skip();
        return unheard;
    }

    private void reorganization(TipChange change, JsonGenerator json) throws IOException {
        BlockEntry fork = change.fork();
        json.writeStartObject();
        json.writeObjectFieldStart("fork");
        json.writeNumberField("height", fork.height());
        json.writeStringField("hash", fork.hash().hex());
        json.writeEndObject();
        side("disconnected", change.disconnected(), json);
        side("connected", change.connected(), json);
        json.writeStringField("old_chainwork", change.disconnected().getFirst().chainWork().hex());
        json.writeStringField("new_chainwork", change.tip().chainWork().hex());
        json.writeNumberField("at", change.at().toEpochMilli());
        json.writeEndObject();
    }

    /** The newest ones of a side that is long. */
    private void side(String name, List<BlockEntry> blocks, JsonGenerator json) throws IOException {
        boolean newestFirst = name.equals("disconnected");
        int from = newestFirst ? 0 : Math.max(0, blocks.size() - MAX_LISTED);
        json.writeNumberField(name + "_count", blocks.size());
        json.writeArrayFieldStart(name);
        for (BlockEntry entry : blocks.subList(from, Math.min(blocks.size(), from + MAX_LISTED))) {
            json.writeStartObject();
            json.writeStringField("hash", entry.hash().hex());
            json.writeNumberField("height", entry.height());
            json.writeStringField("miner", book.of(entry, bodies).map(BlockFacts::miner).orElse(""));
            json.writeNumberField("work", entry.header().bits().target().orElseThrow().work().hashes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Looks who came and went, and whether the node still catches up. */
    public void published(NodeView view) {
        catchingUp = view.syncing();
        Set<Long> here = new HashSet<>();
        for (PeerView peer : view.peers()) {
            here.add(peer.peer());
            if (peer.ready() && up.put(peer.peer(), peer) == null)
                tell("up", peer, view.at());
        }
        up.values().removeIf(peer -> {
            boolean gone = !here.contains(peer.peer());
            if (gone)
                tell("down", peer, view.at());
            return gone;
        });
    }

    private void tell(String change, PeerView peer, Instant at) {
        feed.publish("peer", false, json -> {
            json.writeStartObject();
            json.writeStringField("change", change);
            PeerJson.writeFields(peer, json);
            json.writeNumberField("at", at.toEpochMilli());
            json.writeEndObject();
        });
    }

    /** Ends all reading. */
    @Override
    public void close() {
        feed.close();
    }
}
