package org.jackblockchain.sim;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;

/**
 * Watches one node, in every scenario alike: its chain is valid and the best of those whose bodies it has, it moves to
 * more work only, it speaks of nothing that it has not stored, it mines on its own tip, and it does not grow.
 */
final class NodeJudge {
    /** Effects of one event: a word to each peer, a message of blocks asked for, notes. */
    static final int MAX_EFFECTS = 4_096;
    static final int MAX_PEERS = 256;
    /** Blocks asked of one peer, by the rules of the download. */
    static final int MAX_IN_FLIGHT = 128;
    /** Headers that a node may hold beyond those that somebody did honest work for. */
    static final int MAX_HEADERS_FOR_NOTHING = 100;

    private final String name;
    private final ChainParams params;
    private final Ledger ledger;
    private final SimStore store;

    /** Valid blocks whose bodies, and those of all ancestors, are stored. */
    private final Map<BlockHash, Ledger.Entry> linked = new HashMap<>();
    /** Bodies whose parent's body is missing, by parent. */
    private final Map<BlockHash, List<Block>> waiting = new HashMap<>();
    private final Set<Ledger.Entry> letIn = new HashSet<>();
    private final Set<Ledger.Entry> declaredInvalid = new HashSet<>();
    private BigInteger mostWork = BigInteger.ZERO;
    private Ledger.Entry tip;
    private boolean operatorSpoke;
    private boolean looked;

    NodeJudge(String name, ChainParams params, Ledger ledger, SimStore store) {
        this.name = name;
        this.params = params;
        this.ledger = ledger;
        this.store = store;
        this.tip = ledger.genesis();
    }

    private Violation violation(String what) {
        return new Violation(name + ": " + what);
    }

    Ledger.Entry tip() {
        return tip;
    }

    /** The node starts with what its store kept; that must fit together without repair. */
    void started() {
        linked.clear();
        waiting.clear();
        letIn.clear();
        mostWork = BigInteger.ZERO;
        link(ledger.genesis());
        for (BlockHash hash : store.load().headers().keySet())
            store.block(hash).ifPresent(block -> stored(hash, block));
        tip = storedTip();
        checkCoins();
        looked = false;
    }

    private Ledger.Entry storedTip() {
        BlockHash hash = store.tip().orElse(ledger.genesis().hash());
        Ledger.Entry entry = linked.get(hash);
        if (entry == null)
            throw violation("the tip " + hash + " is invalid or lacks bodies: "
                    + ledger.find(hash).flatMap(Ledger.Entry::fault));
        return entry;
    }

    /** Compares all coins with those that the blocks of the active chain make. */
    void checkCoins() {
        Map<OutPoint, Coin> expected = Ledger.coinsAt(tip);
        if (!expected.equals(store.coins()))
            throw violation("coins at " + tip + ": " + store.coins().size() + " stored, " + expected.size()
                    + " expected");
    }

    void written(StoreBatch batch, Instant now) {
        batch.blocks().forEach((hash, block) -> {
            if (block.header().instant().isAfter(now.plus(params.maxClockDrift())))
                throw violation("took " + hash + " from the future");
            stored(hash, block);
        });
    }

    private void stored(BlockHash hash, Block block) {
        BlockHash parent = block.header().previous();
        Optional<Ledger.Entry> entry = ledger.judge(hash, block);
        if (entry.isPresent() && linked.containsKey(parent))
            link(entry.get());
        else if (entry.isEmpty() || entry.get().fault().isEmpty())
            waiting.computeIfAbsent(parent, _ -> new ArrayList<>()).add(block);
    }

    private void link(Ledger.Entry first) {
        List<Ledger.Entry> open = new ArrayList<>(List.of(first));
        while (!open.isEmpty()) {
            Ledger.Entry entry = open.removeLast();
            if (entry.fault().isPresent())
                continue;
            linked.put(entry.hash(), entry);
            mostWork = mostWork.max(entry.work());
            looked = false;
            List<Block> children = waiting.remove(entry.hash());
            if (children != null)
                children.forEach(block -> open.add(ledger.judge(block.hash(), block).orElseThrow()));
        }
    }

    void invalidated(BlockHash hash) {
        operatorSpoke = true;
        ledger.find(hash).ifPresent(declaredInvalid::add);
    }

    void reconsidered(BlockHash hash) {
        operatorSpoke = true;
        ledger.find(hash).ifPresent(entry -> {
            letIn.add(entry);
            declaredInvalid.removeIf(other -> other.descendsFrom(entry) || entry.descendsFrom(other));
        });
    }

    // --- While it runs -----------------------------------------------------------------------------------------

    void acted(int effects) {
        if (effects > MAX_EFFECTS)
            throw violation(effects + " effects of one event");
    }

    /**
     * After all effects of an event.
     *
     * @param arrived whether the node has nothing more to do at once
     */
    void afterEvent(boolean arrived) {
        BlockHash now = store.tip().orElse(ledger.genesis().hash());
        if (!now.equals(tip.hash())) {
            Ledger.Entry next = storedTip();
            if (!operatorSpoke && next.work().compareTo(tip.work()) <= 0)
                throw violation("moved from " + tip + " to " + next + ", which has no more work");
            checkFinality(next);
            tip = next;
            looked = false;
        }
        operatorSpoke = false;
        if (!arrived)
            return;
        if (!looked && mostWork.compareTo(tip.work()) > 0)
            linked.values().forEach(this::mayIgnore);
        looked = true;
    }

    private void checkFinality(Ledger.Entry next) {
        int off = tip.blocksOffToReach(next);
        boolean asked = operatorSpoke || letIn.stream().anyMatch(next::descendsFrom);
        if (off > params.finalityDepth().orElse(Integer.MAX_VALUE) && !asked)
            throw violation("took " + off + " blocks off to move to " + next);
    }

    /** A better chain may be ignored only because it would undo what is final, or because the operator said so. */
    private void mayIgnore(Ledger.Entry better) {
        if (better.work().compareTo(tip.work()) <= 0 || declaredInvalid.stream().anyMatch(better::descendsFrom))
            return;
        boolean beyond = tip.blocksOffToReach(better) > params.finalityDepth().orElse(Integer.MAX_VALUE);
        if (!beyond || letIn.stream().anyMatch(better::descendsFrom))
            throw violation("stays on " + tip + " of work " + tip.work() + ", but has " + better + " of work "
                    + better.work());
    }

    void mines(BlockTemplate template) {
        BlockHash own = store.tip().orElse(ledger.genesis().hash());
        if (!template.parent().hash().equals(own))
            throw violation("mines on " + template.parent() + ", but its tip is " + own);
    }

    void says(Message message) {
        switch (message) {
            case Message.Headers(List<BlockHeader> headers) when !headers.isEmpty() ->
                mustHave(headers.getLast().hash());
            case Message.Inv(List<InvItem> items) -> items.stream()
                    .filter(item -> item.kind() == InvItem.BLOCK).forEach(item -> mustHave(item.blockHash()));
            case Message.BlockMessage(Block block) -> mustHave(block.hash());
            case Message.CmpctBlock block -> mustHave(block.header().hash());
            default -> {
            }
        }
    }

    private void mustHave(BlockHash hash) {
        if (!store.hasBody(hash) && !hash.equals(ledger.genesis().hash()))
            throw violation("speaks of " + hash + " and has not stored it");
    }

    // --- Now and then ------------------------------------------------------------------------------------------

    void look(NodeView view) {
        if (!view.tip().hash().equals(tip.hash()))
            throw violation("its tip is " + view.tip() + ", but the stored one is " + tip);
        if (view.peers().size() > MAX_PEERS)
            throw violation(view.peers().size() + " peers");
        for (PeerView peer : view.peers()) {
            if (peer.blocksInFlight() > MAX_IN_FLIGHT)
                throw violation(peer.blocksInFlight() + " blocks asked of " + peer.remote());
        }
        checkPool(view.mempool());
        if (store.headers().size() > ledger.made() + MAX_HEADERS_FOR_NOTHING)
            throw violation(store.headers().size() + " headers, and there are " + ledger.made() + " blocks");
    }

    /** What waits could be mined: it spends coins of the tip or what waits as well, and nothing twice. */
    private void checkPool(MempoolSnapshot pool) {
        Set<OutPoint> spent = new HashSet<>();
        for (MempoolEntry entry : pool.entries()) {
            for (TxIn input : entry.transaction().inputs()) {
                if (!spent.add(input.previous()))
                    throw violation("its pool spends " + input.previous() + " twice");
                if (!store.coins().containsKey(input.previous()) && !pool.has(input.previous().txid()))
                    throw violation("its pool spends " + input.previous() + ", which is nowhere");
            }
        }
    }
}
