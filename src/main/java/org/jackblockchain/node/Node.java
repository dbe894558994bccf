package org.jackblockchain.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainChange;
import org.jackblockchain.chain.CoinStore;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.chain.VersionBits;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.mempool.Mempool;
import org.jackblockchain.mempool.MempoolChange;
import org.jackblockchain.mempool.fees.FeeEstimator;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.peer.KnownAddress;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.peer.Peers;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/**
 * A whole node as a function: an event goes in, the effects it calls for come out. The same class runs behind sockets
 * and a disk, and in the simulator.
 *
 * <p>Opens no socket, reads no clock, starts no thread. Whoever runs it gives it one event at a time, performs the
 * effects in order before the next, and publishes {@link #view}. Not thread-safe.
 *
 * <p>Every block, whoever found it, walks the same way: it is placed in the tree, the chain moves if that makes a
 * better one, what changed is stored, our miner goes on top of it, and peers are told.
 */
public final class Node {
    private final ChainParams params;
    private final NodeConfig config;
    private final Chain chain;
    private final Peers peers;
    private final Desk desk;
    private final Mempool mempool;
    private final TransactionDesk transactions;
    private final TemplateMaker templates;
    private final FeeMemory feeMemory;

    private boolean mining;
    private Event.HashRate hashRate = new Event.HashRate(0, "");
    private long reorganizations;
    private final VersionBits versionBits;
    private List<String> warnings = List.of();
    private Optional<BlockTemplate> minedOn = Optional.empty();
    private Optional<Instant> wakeAt = Optional.empty();

    /**
     * @param stored what the two stores held when they were opened
     * @param addresses the address book as it was saved
     * @param chance for nonces, and for the order in which peers are tried
     */
    public Node(ChainParams params, NodeConfig config, BlockStore blocks, CoinStore coins, StoredChain stored,
            List<KnownAddress> addresses, RandomGenerator chance) {
        this.params = params;
        this.config = config;
        this.chain = new Chain(params, config.chain(), blocks, coins, stored);
        FeeEstimator fees = config.fees().map(FeeEstimator::new).orElseGet(FeeEstimator::new);
        this.feeMemory = new FeeMemory(fees, config.keepsFees());
        this.mempool = new Mempool(config.policy(), chain, config.chain().signatures(), fees);
        this.peers = new Peers(params, chain, config.peers(), addresses, new RelayedPool(mempool), chance);
        this.desk = new Desk(chain);
        this.versionBits = new VersionBits(params);
        this.transactions = new TransactionDesk(mempool, chain);
        this.templates = new TemplateMaker(config, chain, mempool);
        this.mining = config.mining();
        mempool.loaded(!config.restoring());
    }

    /** @return what to do, in order, before the next event */
    public List<Effect> on(Event event, Instant now) {
        var network = new ArrayList<PeerEffect>();
        var told = new ArrayList<Effect>();
        Optional<Effect.Answer> answer = Optional.empty();
        switch (event) {
            case Event.Started _ -> network.addAll(peers.onWoken(now));
            case Event.Woken _ -> {
                wakeAt = Optional.empty();
                network.addAll(peers.onWoken(now));
            }
            case Event.Network(var what) -> network.addAll(heard(what, now));
            case Event.Mined(Block block) -> place(block, "our miner", now, told);
            case Event.Submitted(Block block, String origin) -> place(block, origin, now, told);
            case Event.MiningSwitched(boolean on) -> mining = on;
            case Event.HashRate rate -> hashRate = rate;
            case Event.Invalidate(BlockHash hash) -> invalidate(hash, now, network, told);
            case Event.Reconsider(BlockHash hash) -> reconsider(hash, told);
            case Event.Asked(long ticket, Request request) ->
                answer = Optional.of(new Effect.Answer(ticket, outcome(request, now, network, told)));
            case Event.Stopping _ -> {
                mining = false;
                network.addAll(peers.onStopping(now));
                feeMemory.last().ifPresent(memory -> told.add(new Effect.SaveFees(memory)));
            }
        }
        Optional<ChainChange> change = chain.advance();
        change.ifPresent(made -> moved(made, now, network, told));
        answer.ifPresent(given -> told.add(
                new Effect.Answer(given.ticket(), desk.settled(given.outcome(), change))));
        return inOrder(network, told, now);
    }

    private List<PeerEffect> heard(PeerEvent event, Instant now) {
        if (event instanceof PeerEvent.Hurry(Duration by))
            feeMemory.hurry(by);
        return peers.on(event, now);
    }

    private Outcome outcome(Request request, Instant now, List<PeerEffect> network, List<Effect> told) {
        return switch (request) {
            case Request.Submit(Block block, String origin) ->
                Desk.of(place(desk.completed(block), origin, now, told));
            case Request.Propose(Block block) -> desk.judge(block, now);
            case Request.SubmitHeader(BlockHeader header) -> desk.header(header, now);
            case Request.Invalidate(BlockHash hash) -> found(invalidate(hash, now, network, told));
            case Request.Reconsider(BlockHash hash) -> found(reconsider(hash, told));
            case Request.Prefer(BlockHash hash) -> {
                Optional<BlockEntry> entry = chain.find(hash);
                entry.ifPresent(chain::prefer);
                yield found(entry.isPresent());
            }
            case Request.AddPeer(NetAddress remote) when peers.isAdded(remote) -> new Outcome.AlreadyThere();
            case Request.AddPeer(NetAddress remote) -> told(new PeerEvent.Add(remote), now, network);
            case Request.RemovePeer(NetAddress remote) when peers.isAdded(remote) ->
                told(new PeerEvent.Remove(remote), now, network);
            case Request.RemovePeer _ -> new Outcome.NotFound();
            case Request.Ban _, Request.Unban _, Request.GiveAddress _, Request.ShowNetwork _, Request.ShowAddresses _,
                    Request.ShowOrphans _ ->
                network(request, now, network);
            case Request.Tell(PeerEvent event) -> told(event, now, network);
            case Request.Look _ -> {
                network.addAll(peers.onWoken(now));
                yield new Outcome.Done();
            }
            case Request.SubmitTransaction wish -> {
                Outcome outcome = transactions.submit(wish.transaction(), wish.maximumFee(), now);
                announce(List.of(wish.transaction()), now, network);
                yield outcome;
            }
            case Request.TryTransactions(List<Transaction> all) -> transactions.tryOut(all, now);
            case Request.SubmitPackage wish -> {
                Outcome outcome = transactions.submit(wish, now);
                announce(wish.transactions(), now, network);
                yield outcome;
            }
            case Request.Restore(List<SavedTransaction> saved) -> transactions.restore(saved, now);
            case Request.RestoreUnbroadcast(List<Txid> ours) -> transactions.restoreUnbroadcast(ours);
            case Request.FindCoins(List<OutPoint> places, boolean inPool) -> transactions.coins(places, inPool);
            case Request.FetchBlock(BlockHash hash, long peer) -> fetch(hash, peer, now, network);
            case Request.Recheck(int blocks, boolean reconnect) -> found(chain.isSound(blocks, reconnect));
            case Request.EstimateFee wish -> transactions.fee(wish);
            case Request.EstimateRawFee wish -> transactions.fees(wish);
            case Request.MakeTemplate(Bytes payout) -> new Outcome.Template(templates.fresh(payout));
            case Request.Restoring(boolean finished) -> {
                mempool.loaded(finished);
                yield new Outcome.Done();
            }
            case Request.Prioritise(Txid txid, long delta) -> {
                mempool.prioritise(txid, delta);
                yield new Outcome.Done();
            }
        };
    }

    /** Of a block whose header is known, and whose body is not here. */
    private Outcome fetch(BlockHash hash, long peer, Instant now, List<PeerEffect> network) {
        Optional<BlockEntry> entry = chain.find(hash);
        if (entry.isEmpty())
            return new Outcome.NotFound();
        if (chain.hasBody(entry.get()))
            return new Outcome.AlreadyThere();
        return peers.fetchRefusal(peer, hash).<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> told(new PeerEvent.Fetch(peer, hash), now, network));
    }

    /** The operator's word on the network. */
    private Outcome network(Request request, Instant now, List<PeerEffect> network) {
        return switch (request) {
            case Request.Ban(var wish) when peers.isBanned(wish.subnet(), now) -> new Outcome.AlreadyThere();
            case Request.Ban(var wish) -> told(wish, now, network);
            case Request.Unban(Subnet subnet) when peers.hasBan(subnet, now) ->
                told(new PeerEvent.Unbanned(subnet), now, network);
            case Request.GiveAddress(var wish) when peers.knowsAddress(wish.address()) -> new Outcome.AlreadyThere();
            case Request.GiveAddress(var wish) -> {
                Outcome done = told(wish, now, network);
                yield peers.knowsAddress(wish.address()) ? done : new Outcome.NotFound();
            }
            case Request.ShowOrphans _ -> new Outcome.Orphans(peers.orphans());
            case Request.ShowNetwork _ -> new Outcome.Network(peers.operatorView(now));
            case Request.ShowAddresses(var networkId, int limit) -> new Outcome.Addresses(peers.addresses(
                    known -> networkId.isEmpty() || networkId.getAsInt() == known.address().networkId(), limit, now));
            default -> new Outcome.NotFound();
        };
    }

    /** What the operator hands in is told to peers, also when it was here before. */
    private void announce(List<Transaction> handedIn, Instant now, List<PeerEffect> network) {
        for (Transaction transaction : handedIn) {
            mempool.byTxid(transaction.txid())
                    .ifPresent(entry -> network.addAll(peers.onPooled(entry.transaction(), now)));
        }
    }

    private static Outcome found(boolean found) {
        return found ? new Outcome.Done() : new Outcome.NotFound();
    }

    private Outcome told(PeerEvent event, Instant now, List<PeerEffect> network) {
        network.addAll(heard(event, now));
        return new Outcome.Done();
    }

    /** What is ours to keep first, then our own miner, then the others; those who only watch come last. */
    private List<Effect> inOrder(List<PeerEffect> network, List<Effect> told, Instant now) {
        var effects = new ArrayList<Effect>();
        StoreBatch batch = chain.takeBatch();
        if (!batch.isEmpty())
            effects.add(new Effect.Store(batch));
        updateTemplate(effects, now);
        network.forEach(effect -> effects.add(new Effect.Network(effect)));
        effects.addAll(stored(batch, now));
        List<MempoolChange> poolChanges = mempool.takeChanges();
        if (!poolChanges.isEmpty())
            effects.add(new Effect.PoolChanged(poolChanges));
        noteTrimmed(poolChanges, now, told);
        effects.addAll(told);
        feeMemory.takeDue(now).ifPresent(memory -> effects.add(new Effect.SaveFees(memory)));
        Optional<Instant> next = earlier(earlier(peers.nextWake(), templates.nextWake()), feeMemory.nextWake());
        if (!next.equals(wakeAt))
            next.ifPresent(time -> effects.add(new Effect.WakeAt(time)));
        wakeAt = next;
        return effects;
    }

    private void noteTrimmed(List<MempoolChange> changes, Instant now, List<Effect> told) {
        mempool.takeNeverAsked().forEach(txid -> note(told, PeerEffect.Level.DEBUG,
                "Removed %s from set of unbroadcast txns before confirmation that txn was sent out".formatted(txid)));
        long thrownOut = changes.stream().filter(change -> change instanceof MempoolChange.Removed removed
                && removed.reason() == MempoolChange.Reason.SIZELIMIT).count();
        FeeRate minimum = thrownOut > 0 ? mempool.rollingMinimum(now) : FeeRate.ZERO;
        if (!minimum.equals(FeeRate.ZERO))
            note(told, PeerEffect.Level.DEBUG,
                    "Removed %d txn, rolling minimum fee bumped to %s".formatted(thrownOut, minimum));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** The new bodies of a batch, parents first. */
    private List<Effect> stored(StoreBatch batch, Instant now) {
        return batch.blocks().entrySet().stream().map(body -> stored(body.getKey(), body.getValue(), now))
                .sorted(Comparator.comparingInt(block -> block.entry().height()))
                .<Effect>map(Effect.Stored::new).toList();
    }

    private StoredBlock stored(BlockHash hash, Block block, Instant now) {
        BlockEntry entry = chain.find(hash).orElseThrow();
        return new StoredBlock(entry, block, chain.isActive(entry), now);
    }

    /** A block that did not come from a peer; those are placed where they arrive. */
    private Placement place(Block block, String origin, Instant now, List<Effect> told) {
        Placement placement = chain.placeBlock(block, now);
        switch (placement) {
            case Placement.Placed(BlockEntry entry, boolean isNew) -> {
                if (!isNew)
                    note(told, PeerEffect.Level.DEBUG, "block " + entry + " from " + origin + " is known");
            }
            case Placement.ParentUnknown(BlockHash parent) -> note(told, PeerEffect.Level.WARN,
                    "block " + block.hash() + " from " + origin + " stands on " + parent + ", which is not known here");
            case Placement.Refused(var fault) -> note(told, PeerEffect.Level.WARN,
                    "block " + block.hash() + " from " + origin + " refused: " + fault.text());
        }
        return placement;
    }

    private void moved(ChainChange change, Instant now, List<PeerEffect> network, List<Effect> told) {
        mempool.onChainChange(change, now);
        told(change, now, network, told);
    }

    private void told(ChainChange change, Instant now, List<PeerEffect> network, List<Effect> told) {
        network.addAll(peers.onChainChange(change, now));
        change.refused().forEach(invalid -> note(told, PeerEffect.Level.WARN,
                "Block validation error: %s (block %s)".formatted(invalid.fault().text(), invalid.block())));
        change.beyondFinality().forEach(entry -> note(told, PeerEffect.Level.WARN, beyondFinality(entry)));
        if (!change.movedTip())
            return;
        if (!change.disconnected().isEmpty()) {
            reorganizations++;
            note(told, PeerEffect.Level.INFO, "reorganization: " + change.disconnected().size() + " blocks left, "
                    + change.connected().size() + " came, tip " + chain.tip());
        }
        if (!peers.syncing())
            change.connected().forEach(entry -> note(told, PeerEffect.Level.INFO, won(entry)));
        warn(now, told);
        told.add(new Effect.TipMoved(new TipChange(change.disconnected(), change.connected(), now)));
    }

    /** Of rules that others keep and we do not know; what was true once stays so. */
    private void warn(Instant now, List<Effect> told) {
        if (peers.inInitialDownload(now))
            return;
        for (int bit : versionBits.active(chain.tip())) {
            String warning = "Unknown new rules activated (versionbit %d)".formatted(bit);
            if (warnings.contains(warning))
                continue;
            warnings = Stream.concat(warnings.stream(), Stream.of(warning)).toList();
            note(told, PeerEffect.Level.WARN, warning);
        }
    }

    private String won(BlockEntry entry) {
        String tag = chain.block(entry.hash()).map(Tag::of).orElse("");
        return "block " + entry.height() + " " + entry.hash() + ": " + tag;
    }

    private String beyondFinality(BlockEntry entry) {
        int depth = chain.tip().height() - chain.tip().forkWith(entry).height();
        return "a chain with more work, tip " + entry + ", would undo " + depth + " blocks: more than "
                + params.finalityDepth().orElse(0) + " are final. If it is the right one, reconsider its tip";
    }

    /** @return whether there is such a block; genesis is, but stays valid */
    private boolean invalidate(BlockHash hash, Instant now, List<PeerEffect> network, List<Effect> told) {
        Optional<BlockEntry> entry = chain.find(hash);
        if (entry.isEmpty() || entry.get() == chain.genesis()) {
            note(told, PeerEffect.Level.WARN, "no block " + hash + " to invalidate");
            return entry.isPresent();
        }
        ChainChange change = chain.invalidate(entry.get());
        if (change.movedTip()) {
            mempool.onInvalidated(change, now);
            told(change, now, network, told);
        }
        return true;
    }

    private boolean reconsider(BlockHash hash, List<Effect> told) {
        Optional<BlockEntry> entry = chain.find(hash);
        entry.ifPresentOrElse(chain::reconsider,
                () -> note(told, PeerEffect.Level.WARN, "no block " + hash + " to reconsider"));
        return entry.isPresent();
    }

    /** While we catch up there is nothing worth mining on. */
    private void updateTemplate(List<Effect> effects, Instant now) {
        // whoever has bitcoind's manners gets work whenever it is asked for, as on Core's test networks
        boolean worthIt = !peers.syncing() || config.peers().terms().maxTipAge().isPresent();
        Optional<BlockTemplate> template = templates.update(worthIt, now);
        Optional<BlockTemplate> wanted = mining ? template : Optional.empty();
        if (!wanted.equals(minedOn))
            effects.add(new Effect.Mine(wanted));
        minedOn = wanted;
    }

    private static void note(List<Effect> told, PeerEffect.Level level, String text) {
        told.add(new Effect.Note(level, text));
    }

    /** The node as it is now, for anybody to read. */
    public NodeView view(Instant now) {
        return new NodeView(params, now, chain.tip(), chain.bestHeader(), peers.view(), templates.newest(), mining,
                hashRate.hashesPerSecond(), hashRate.engine(), peers.syncing(), peers.inInitialDownload(now),
                reorganizations, chain.branches(), chain.staleBlocks(), mempool.snapshot(now),
                warnings);
    }
}
