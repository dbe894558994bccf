package org.jackblockchain.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jackblockchain.consensus.BlockFault;
import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Fault;
import org.jackblockchain.consensus.HeaderFault;
import org.jackblockchain.consensus.HeaderRules;
import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Work;
import org.jspecify.annotations.Nullable;

/**
 * Which chain is the best: where the better one is chosen.
 *
 * <p>Headers and bodies are <em>placed</em> in the tree as they come, in any order as long as a header's parent is
 * there. Then {@link #advance} moves the active chain to the candidate with the most work; of equals,
 * to the one whose body came first. A candidate is a block that stands, with all its ancestors, in the tree with its
 * body and breaks no rule that anybody found yet. The last rules, those about coins, are judged when a block is
 * connected.
 *
 * <p>A move is whole: its batch takes the store from one tip to the next. What {@link #takeBatch} returns must be in
 * the store before the chain is asked for anything else. Not thread-safe; entries may be read from anywhere.
 */
public final class Chain {
    private final ChainParams params;
    private final Connector connector;
    private final HeaderTree tree;
    private final Pending pending;
    private final Candidates candidates = new Candidates();
    private final VerifiedScripts verified = new VerifiedScripts();
    private final AssumedValid assumed;
    /** The active chain by height. */
    private final List<BlockEntry> active = new ArrayList<>();
    /** Branches that finality keeps out, told of once. */
    private final Set<TreeNode> keptOut = new HashSet<>();
    /** Branches that the operator let in, however deep they fork. */
    private final Set<BlockEntry> letIn = new HashSet<>();
    private long lastSequence;
    private long lastPreference;
    private Work preferredAmong = Work.ZERO;
    private int linkedBodies;
    /** Kept until one of them changes, because every view holds them. */
    private @Nullable List<Branch> branches;

    /**
     * Continues from what a store holds.
     *
     * @throws IllegalStateException if the stored headers make no tree, or the tip is not in it
     */
    public Chain(ChainParams params, BlockStore blocks, CoinStore coins, StoredChain stored) {
        this(params, ChainOptions.DEFAULT, blocks, coins, stored);
    }

    public Chain(ChainParams params, ChainOptions options, BlockStore blocks, CoinStore coins, StoredChain stored) {
        this.params = params;
        this.connector = new Connector(params, options, verified);
        this.tree = new HeaderTree(params.genesis().header());
        this.pending = new Pending(blocks, new CoinCache(coins, options.cachedCoins()));
        this.assumed = new AssumedValid(options.assumeValid(), params, tree);
        TreeNode genesis = tree.genesis();
        genesis.rung = Rung.CONNECTED;
        genesis.linked = true;
        active.add(genesis.entry);
        restore(stored);
    }

    private void restore(StoredChain stored) {
        var children = new HashMap<BlockHash, List<BlockHash>>();
        stored.headers().forEach((hash, header) -> children
                .computeIfAbsent(header.header().previous(), _ -> new ArrayList<>()).add(hash));
        List<TreeNode> open = new ArrayList<>(List.of(tree.genesis()));
        int placed = 0;
        while (!open.isEmpty()) {
            TreeNode parent = open.removeLast();
            for (BlockHash hash : children.getOrDefault(parent.entry.hash(), List.of())) {
                open.add(restore(parent, hash, stored.headers()));
                placed++;
            }
        }
        if (placed != stored.headers().size()) {
            throw new IllegalStateException((stored.headers().size() - placed) + " stored headers have no parent");
        }
        stored.tip().ifPresent(this::restoreActive);
        refillCandidates();
    }

    private TreeNode restore(TreeNode parent, BlockHash hash, Map<BlockHash, StoredHeader> headers) {
        StoredHeader stored = headers.get(hash);
        if (stored == null)
            throw new IllegalStateException("no header " + hash);
        TreeNode node = tree.add(parent, hash, stored.header());
        node.rung = stored.rung();
        node.sequence = stored.sequence();
        node.linked = node.hasBody() && parent.linked;
        if (stored.invalid())
            tree.markInvalid(node);
        lastSequence = Math.max(lastSequence, stored.sequence());
        if (node.linked)
            linkedBodies++;
        return node;
    }

    private void restoreActive(BlockHash tip) {
        BlockEntry entry = find(tip).orElseThrow(() -> new IllegalStateException("the stored tip has no header"));
        for (int height = 1; height <= entry.height(); height++)
            active.add(entry.ancestor(height));
    }

    // --- Looking -----------------------------------------------------------------------------------------------

    public ChainParams params() {
        return params;
    }

    public BlockEntry genesis() {
        return tree.genesis().entry;
    }

    /** The last block of the active chain. */
    public BlockEntry tip() {
        return active.getLast();
    }

    /** The valid header with the most work; its body may not be here yet. */
    public BlockEntry bestHeader() {
        return tree.best().entry;
    }

    /** The header of this hash, whatever became of it. */
    public Optional<BlockEntry> find(BlockHash hash) {
        return tree.find(hash).map(node -> node.entry);
    }

    /** The block at {@code height} of the active chain, or empty above the tip. */
    public Optional<BlockEntry> activeAt(int height) {
        return height >= 0 && height < active.size() ? Optional.of(active.get(height)) : Optional.empty();
    }

    public boolean isActive(BlockEntry entry) {
        return entry.height() < active.size() && active.get(entry.height()) == entry;
    }

    public boolean hasBody(BlockEntry entry) {
        return tree.nodeOf(entry).hasBody();
    }

    /** Whether it or one of its ancestors was found or declared invalid. */
    public boolean isInvalid(BlockEntry entry) {
        return tree.nodeOf(entry).isInvalid();
    }

    /** Whether it was connected to the active chain at least once, so that all rules were judged. */
    public boolean wasConnected(BlockEntry entry) {
        return tree.nodeOf(entry).rung == Rung.CONNECTED;
    }

    /** The body, if it was ever stored. */
    public Optional<Block> block(BlockHash hash) {
        if (hash.equals(genesis().hash()))
            return Optional.of(params.genesis());
        return pending.block(hash);
    }

    /** The coin of this output at the tip, if it is unspent. */
    public Optional<Coin> coin(OutPoint outPoint) {
        return pending.coins().coin(outPoint);
    }

    /** What the memory pool has verified, so that blocks need not run it again. */
    public VerifiedScripts verified() {
        return verified;
    }

    /** The rules that scripts must keep in a block on {@code parent}. */
    public ScriptFlags scriptFlagsOn(BlockEntry parent) {
        return Connector.flagsAt(parent.height() + 1, params.activations());
    }

    /** Ends of all branches, the active chain's among them, in the order in which they appeared. */
    public List<BlockEntry> branchEnds() {
        return tree.leaves().stream().map(node -> node.entry).toList();
    }

    /** All branches, in the order in which they appeared. */
    public List<Branch> branches() {
        List<Branch> known = branches;
        if (known == null) {
            known = tree.leaves().stream().map(node -> new Branch(node.entry, node.standing())).toList();
            branches = known;
        }
        return known;
    }

    /** How many blocks could be connected but are not in the active chain. */
    public int staleBlocks() {
        return linkedBodies - (active.size() - 1);
    }

    /** Number of headers known, genesis included. */
    public int size() {
        return tree.all().size();
    }

    /** Hashes from {@code from} back to genesis, the last ten one by one and then twice as far apart each. */
    public List<BlockHash> locator(BlockEntry from) {
        var hashes = new ArrayList<BlockHash>();
        int step = 1;
        for (int height = from.height(); height > 0; height -= step) {
            hashes.add(from.ancestor(height).hash());
            if (hashes.size() >= 10)
                step *= 2;
        }
        hashes.add(genesis().hash());
        return hashes;
    }

    /** The last block of the active chain that a locator names; genesis if it names none. */
    public BlockEntry forkOf(List<BlockHash> locator) {
        for (BlockHash hash : locator) {
            Optional<BlockEntry> known = find(hash);
            if (known.isEmpty())
                continue;
            if (isActive(known.get()))
                return known.get();
            // A descendant of our tip shares all of the active chain.
            if (known.get().descendsFrom(tip()))
                return tip();
        }
        return genesis();
    }

    // --- Placing -----------------------------------------------------------------------------------------------

    /** Judges a header and puts it under its parent. Its time is compared with {@code now}. */
    public Placement placeHeader(BlockHeader header, Instant now) {
        return place(header, header.hash(), now);
    }

    private Placement place(BlockHeader header, BlockHash hash, Instant now) {
        Optional<TreeNode> known = tree.find(hash);
        if (known.isPresent()) {
            return known.get().isInvalid()
                    ? new Placement.Refused(new HeaderFault.KnownInvalid(hash))
                    : new Placement.Placed(known.get().entry, false);
        }
        Optional<HeaderFault> unproven = HeaderRules.proofOfWorkFault(header, hash, params);
        if (unproven.isPresent())
            return new Placement.Refused(unproven.get());
        Optional<TreeNode> parent = tree.find(header.previous());
        if (parent.isEmpty())
            return new Placement.ParentUnknown(header.previous());
        if (parent.get().isInvalid()) {
            return new Placement.Refused(new HeaderFault.InvalidParent(header.previous()));
        }
        Optional<HeaderFault> fault = checkpointFault(parent.get().entry)
                .or(() -> HeaderRules.placeFault(header, hash, parent.get().entry, params, now));
        if (fault.isPresent())
            return new Placement.Refused(fault.get());
        TreeNode node = tree.add(parent.get(), hash, header);
        keep(node);
        return new Placement.Placed(node.entry, true);
    }

    /** A fork below a checkpoint that we have passed: whatever its work, it is not this network's chain. */
    private Optional<HeaderFault> checkpointFault(BlockEntry parent) {
        return params.checkpoints().stream()
                .filter(point -> parent.height() + 1 < point.height() && tree.find(point.hash()).isPresent())
                .findFirst()
                .map(point -> new HeaderFault.ForksBeforeCheckpoint(parent.height() + 1, point));
    }

    /**
     * Judges a block as far as it can be without coins, and keeps its body. The tip does not move before
     * {@link #advance}. A body that is already stored is neither judged nor stored again.
     *
     * <p>A body that is wrong by itself says nothing of its header, as in Core: the one is refused, and the other
     * neither kept for it nor condemned, so that no way to spoil a body in transit can split the network.
     */
    public Placement placeBlock(Block block, Instant now) {
        BlockHash hash = block.hash();
        boolean stored = tree.find(hash).filter(TreeNode::hasBody).isPresent();
        Optional<Fault> unfit = stored ? Optional.empty() : unfit(block, hash);
        if (unfit.isPresent())
            return new Placement.Refused(unfit.get());
        Placement placement = place(block.header(), hash, now);
        if (!(placement instanceof Placement.Placed(BlockEntry entry, _)))
            return placement;
        TreeNode node = tree.nodeOf(entry);
        if (node.hasBody())
            return new Placement.Placed(entry, false);
        @Nullable
        BlockEntry parent = entry.parent();
        if (parent == null)
            throw new IllegalStateException("genesis has a body");
        Optional<BlockFault> fault = BlockRules.placeFault(block, parent, params);
        if (fault.isPresent()) {
            if (fault.get().isFinal())
                condemn(node);
            return new Placement.Refused(fault.get());
        }
        store(node, block);
        return new Placement.Placed(entry, true);
    }

    private Optional<Fault> unfit(Block block, BlockHash hash) {
        return HeaderRules.proofOfWorkFault(block.header(), hash, params).<Fault>map(Function.identity())
                .or(() -> BlockRules.ownFault(block))
                .or(() -> tree.find(block.header().previous()).flatMap(
                        parent -> BlockRules.witnessFault(block, parent.entry.height() + 1, params)));
    }

    /** What is known of a header changed. */
    private void keep(TreeNode node) {
        branches = null;
        pending.header(node);
    }

    /**
     * The rule that a block on the tip would break, or empty if it keeps them all. Its proof of work is not looked at,
     * and nothing is kept of it.
     *
     * @throws IllegalArgumentException unless it stands on the tip
     */
    public Optional<Fault> trial(Block block, Instant now) {
        BlockEntry parent = tip();
        if (!block.header().previous().equals(parent.hash()))
            throw new IllegalArgumentException("block " + block.hash() + " is not on the tip");
        Optional<Fault> fault = HeaderRules.placeFault(block.header(), block.hash(), parent, params, now)
                .map(Function.identity());
        return fault.or(() -> BlockRules.firstFault(block, parent, params))
                .or(() -> connector.connect(block, parent, true, pending.coinsForOneBlock()).firstFault());
    }

    /**
     * Whether the coins are those that the last blocks leave: they are taken back, and perhaps connected again, on a
     * copy.
     *
     * @param reconnect whether they must also keep all rules again
     */
    public boolean isSound(int blocks, boolean reconnect) {
        return new Recheck(pending, connector).isSound(tip(), blocks, reconnect);
    }

    /**
     * Judges the body of a block that was never connected once more, as far as it can be without coins; it is
     * condemned if it breaks a rule, as it may when the rules changed since it was stored.
     */
    public Optional<Fault> rejudge(BlockEntry entry, Instant now) {
        TreeNode node = tree.nodeOf(entry);
        BlockEntry parent = entry.parent();
        if (parent == null || node.rung != Rung.BODY || node.isInvalid())
            return Optional.empty();
        Block block = pending.block(entry.hash())
                .orElseThrow(() -> new IllegalStateException("the body of " + entry + " is not in the store"));
        Optional<Fault> fault = unfit(block, entry.hash())
                .or(() -> HeaderRules.placeFault(block.header(), entry.hash(), parent, params, now)
                        .map(Function.identity()))
                .or(() -> BlockRules.placeFault(block, parent, params).map(Function.identity()));
        if (fault.isPresent())
            condemn(node);
        return fault;
    }

    private void store(TreeNode node, Block block) {
        node.rung = Rung.BODY;
        pending.block(node.entry.hash(), block);
        keep(node);
        if (node.parent != null && node.parent.linked)
            HeaderTree.link(node, this::linked);
    }

    private void condemn(TreeNode node) {
        tree.markInvalid(node);
        candidates.removeInvalid();
        keep(node);
    }

    /** Of equal work, the block wins that could be the tip first: so its place in the order is given here. */
    private void linked(TreeNode node) {
        node.sequence = ++lastSequence;
        linkedBodies++;
        keep(node);
        consider(node);
    }

    /** Makes a linked node a candidate if it is better than the tip. */
    private void consider(TreeNode node) {
        if (!node.isInvalid() && Candidates.isBetter(node, tipNode()))
            candidates.add(node);
    }

    private void refillCandidates() {
        candidates.clear();
        for (TreeNode node : tree.all()) {
            if (node.linked)
                consider(node);
        }
    }

    // --- Moving ------------------------------------------------------------------------------------------------

    /**
     * Moves the active chain to the best candidate that keeps the rules.
     *
     * @return what came of it; empty when the tip is the best there is
     */
    public Optional<ChainChange> advance() {
        return advance(Integer.MAX_VALUE);
    }

    /**
     * As above, but at most so many blocks up: for a chain that is far behind its candidates, and has nothing to lose
     * on the way.
     */
    public Optional<ChainChange> advance(int most) {
        BlockEntry start = tip();
        var refused = new ArrayList<InvalidBlock>();
        var beyondFinality = new ArrayList<BlockEntry>();
        Optional<TreeNode> next = nextCandidate(start, beyondFinality);
        while (next.isPresent()) {
            Optional<InvalidBlock> invalid = moveTo(next.get(), most);
            if (invalid.isEmpty())
                break;
            refused.add(invalid.get());
            refillCandidates();
            next = nextCandidate(start, beyondFinality);
        }
        candidates.keepBetterThan(tipNode());
        ChainChange change = changeSince(start, refused, beyondFinality);
        return change.isNothing() ? Optional.empty() : Optional.of(change);
    }

    /** Whether the finality rule keeps us from moving to this branch, whatever its work, as long as our tip stands. */
    public boolean isKeptOut(BlockEntry branch) {
        return isBeyondFinality(tip(), branch);
    }

    /** The best candidate that the finality rule lets us move to; tells of those that it keeps out. */
    private Optional<TreeNode> nextCandidate(BlockEntry start, List<BlockEntry> beyondFinality) {
        while (true) {
            Optional<TreeNode> best = candidates.best();
            if (best.isEmpty() || !Candidates.isBetter(best.get(), tipNode()))
                return Optional.empty();
            TreeNode node = best.get();
            if (!isBeyondFinality(start, node.entry))
                return best;
            candidates.remove(node);
            boolean branchIsNew = node.parent == null || !keptOut.contains(node.parent);
            if (keptOut.add(node) && branchIsNew)
                beyondFinality.add(node.entry);
        }
    }

    /** Counted from where the move began: a part of it that failed must not make the depth look smaller. */
    private boolean isBeyondFinality(BlockEntry start, BlockEntry candidate) {
        if (params.finalityDepth().isEmpty())
            return false;
        int depth = start.height() - start.forkWith(candidate).height();
        return depth > params.finalityDepth().getAsInt() && letIn.stream().noneMatch(candidate::descendsFrom);
    }

    /** @return the block that broke a rule, if one did; the tip is then below it */
    private Optional<InvalidBlock> moveTo(TreeNode target, int most) {
        BlockEntry fork = tip().forkWith(target.entry);
        while (tip() != fork)
            disconnectTip();
        long last = Math.min(target.entry.height(), (long) fork.height() + most);
        for (int height = fork.height() + 1; height <= last; height++) {
            BlockEntry entry = target.entry.ancestor(height);
            Optional<BlockFault> fault = connect(entry);
            if (fault.isPresent()) {
                condemn(tree.nodeOf(entry));
                return Optional.of(new InvalidBlock(entry, fault.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<BlockFault> connect(BlockEntry entry) {
        Block block = pending.block(entry.hash())
                .orElseThrow(() -> new IllegalStateException("the body of " + entry + " is not in the store"));
        CoinOverlay view = pending.coinsForOneBlock();
        Connector.Result result = connector.connect(block, tip(), !assumed.holds(entry), view);
        if (!(result instanceof Connector.Result.Connected(BlockUndo undo)))
            return result.firstFault();
        pending.connected(entry.hash(), view, undo);
        TreeNode node = tree.nodeOf(entry);
        if (node.rung != Rung.CONNECTED) {
            node.rung = Rung.CONNECTED;
            keep(node);
        }
        active.add(entry);
        pending.tip(entry.hash());
        return Optional.empty();
    }

    private void disconnectTip() {
        BlockEntry entry = active.removeLast();
        Block block = pending.block(entry.hash())
                .orElseThrow(() -> new IllegalStateException("the body of " + entry + " is not in the store"));
        CoinOverlay view = pending.coinsForOneBlock();
        BlockUndo undo = pending.undo(entry.hash())
                .orElseThrow(() -> new IllegalStateException("the undo data of " + entry + " is not in the store"));
        Connector.disconnect(block, undo, view);
        pending.disconnected(view);
        pending.tip(tip().hash());
    }

    private ChainChange changeSince(BlockEntry start, List<InvalidBlock> refused, List<BlockEntry> beyondFinality) {
        BlockEntry fork = start.forkWith(tip());
        var disconnected = new ArrayList<BlockEntry>();
        for (int height = start.height(); height > fork.height(); height--)
            disconnected.add(start.ancestor(height));
        var connected = List.copyOf(active.subList(fork.height() + 1, active.size()));
        return new ChainChange(disconnected, connected, refused, beyondFinality);
    }

    private TreeNode tipNode() {
        return tree.nodeOf(tip());
    }

    // --- The operator's word -----------------------------------------------------------------------------------

    /**
     * Declares a block invalid, whatever the rules say, until {@link #reconsider}. If it is active, it and all above
     * it are disconnected; {@link #advance} then looks for another way up.
     *
     * @throws IllegalArgumentException for genesis
     */
    public ChainChange invalidate(BlockEntry entry) {
        if (entry.parent() == null)
            throw new IllegalArgumentException("genesis cannot be invalid");
        BlockEntry start = tip();
        if (isActive(entry)) {
            while (tip().height() >= entry.height())
                disconnectTip();
        }
        condemn(tree.nodeOf(entry));
        letIn.removeIf(root -> root.descendsFrom(entry));
        refillCandidates();
        return changeSince(start, List.of(), List.of());
    }

    /**
     * Takes every doubt about a block, its ancestors and descendants back: they are judged anew, and may replace the
     * active chain however deep they fork.
     */
    public void reconsider(BlockEntry entry) {
        tree.markValid(tree.nodeOf(entry), this::keep);
        branches = null;
        if (!isActive(entry))
            letIn.add(entry);
        keptOut.clear();
        refillCandidates();
    }

    /**
     * Prefers a block to others of the same work, as if its body had come first. A later word counts more, and none
     * lasts longer than this object. {@link #advance} then moves to it, if it can be the tip.
     */
    public void prefer(BlockEntry entry) {
        Work work = tip().chainWork();
        if (entry.chainWork().compareTo(work) < 0)
            return;
        if (work.compareTo(preferredAmong) > 0)
            lastPreference = 0;
        preferredAmong = work;
        TreeNode node = tree.nodeOf(entry);
        candidates.remove(node);
        node.preference = --lastPreference;
        if (node.linked)
            consider(node);
    }

    // --- Keeping -----------------------------------------------------------------------------------------------

    /** What changed since the last batch, in one piece; empty if nothing did. */
    public StoreBatch takeBatch() {
        return pending.take();
    }
}
