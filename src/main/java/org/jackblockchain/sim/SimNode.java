package org.jackblockchain.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.node.Effect;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.Node;
import org.jackblockchain.node.NodeConfig;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.peer.KnownAddress;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.NetAddress;

/** The real node with a simulated network, store, miner and clock around it. It can crash and start again. */
public final class SimNode implements SimNetwork.Host {
    private static final int LOOK_EVERY = 64;
    private static final int MAX_WARNINGS = 64;
    private static final int NEVER = -1;

    private final String name;
    private final int index;
    private final World world;
    private final SimNetwork network;
    private final ChainParams params;
    private final NodeConfig config;
    private final NetAddress address;
    private final Duration clockError;
    private final SimStore store;
    private final NodeJudge judge;
    private final SimMiner miner;
    private final Deque<String> warnings = new ArrayDeque<>();

    private Optional<Node> node = Optional.empty();
    private List<KnownAddress> addresses = List.of();
    private long lastPeer;
    private long life;
    private long events;
    private Instant wakeAt = Instant.MAX;
    private long alarm = Long.MAX_VALUE;
    private int effectsUntilCrash = NEVER;
    private boolean mining;

    SimNode(String name, int index, World world, SimNetwork network, Ledger ledger, ChainParams params,
            NodeConfig config, NetAddress address, Duration clockError, double hashesPerSecond) {
        this.name = name;
        this.index = index;
        this.world = world;
        this.network = network;
        this.params = params;
        this.config = config;
        this.address = address;
        this.clockError = clockError;
        this.mining = config.mining();
        this.store = new SimStore(params.genesis().hash());
        this.judge = new NodeJudge(name, params, ledger, store);
        this.miner = new SimMiner(world, hashesPerSecond, this::clock, block -> tell(new Event.Mined(block)));
        network.add(this);
    }

    // --- Being there -------------------------------------------------------------------------------------------

    public void start() {
        if (isUp())
            throw new IllegalStateException(name + " runs already");
        life++;
        judge.started();
        var asNow = new NodeConfig(config.peers(), config.payout(), config.tag(), mining)
                .withPolicy(config.policy(), config.blocks());
        node = Optional.of(new Node(params, asNow, store, store, store.load(), addresses, world.ownChance()));
        tell(new Event.Started());
    }

    /**
     * The machine or the process is gone at once.
     *
     * @param kept batches since the last flush that survive
     * @param told whether peers are told by the system that survives
     */
    public void crash(int kept, boolean told) {
        world.trace().line(() -> line("crashes, and " + kept + " of " + store.unflushed() + " batches survive"));
        end(told);
        store.crash(kept);
    }

    /** The process is told to stop, and does. */
    public void stop() {
        tell(new Event.Stopping());
        end(true);
        store.flush();
    }

    private void end(boolean told) {
        node = Optional.empty();
        life++;
        effectsUntilCrash = NEVER;
        wakeAt = Instant.MAX;
        miner.work(Optional.empty());
        network.died(this, told);
    }

    /** The next event that causes enough effects ends in a crash after that many of them. */
    void crashAfterEffects(int effects) {
        effectsUntilCrash = effects;
    }

    @Override
    public boolean isUp() {
        return node.isPresent();
    }

    // --- Events and effects ------------------------------------------------------------------------------------

    @Override
    public void on(PeerEvent event) {
        tell(new Event.Network(event));
    }

    void neverMindTheCrash() {
        effectsUntilCrash = NEVER;
    }

    /** What its operator wants, also after it was down. */
    void mine(boolean on) {
        mining = on;
        tell(new Event.MiningSwitched(on));
    }

    /** Something happens to the node. Nothing does while it is down. */
    public void tell(Event event) {
        if (node.isEmpty())
            return;
        List<Effect> effects = node.get().on(event, clock());
        record(event, effects);
        switch (event) {
            case Event.Invalidate(BlockHash hash) -> judge.invalidated(hash);
            case Event.Reconsider(BlockHash hash) -> judge.reconsidered(hash);
            default -> {
            }
        }
        judge.acted(effects.size());
        for (int i = 0; i < effects.size(); i++) {
            if (i == effectsUntilCrash) {
                crash(world.chance().nextInt(store.unflushed() + 1), world.chance().nextBoolean());
                return;
            }
            perform(effects.get(i));
        }
        // a step of a long way is no arrival: the node asks to go on at once
        judge.afterEvent(wakeAt.isAfter(clock()));
        if (++events % LOOK_EVERY == 0)
            look();
    }

    private void record(Event event, List<Effect> effects) {
        Trace trace = world.trace();
        trace.mix(world.nowNanos());
        trace.mix(index * 1_000L + effects.size());
        trace.mix(event instanceof Event.Network(PeerEvent.Received(long peer, var message, _))
                ? peer * 31 + Codec.commandOf(message).hashCode()
                : -1);
        if (trace.keepsLines()) {
            trace.line(() -> line("<- " + Words.of(event)));
            effects.forEach(effect -> trace.line(() -> line("   -> " + Words.of(effect))));
        }
    }

    private String line(String what) {
        return "%12.6f %s %s".formatted(world.nowNanos() / 1e9, name, what);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Store(StoreBatch batch) -> {
                store.write(batch);
                judge.written(batch, clock());
                batch.tip().ifPresent(tip -> world.trace().mix(tip.w3()));
            }
            case Effect.Network(PeerEffect what) -> perform(what);
            case Effect.Mine(Optional<BlockTemplate> template) -> {
                template.ifPresent(judge::mines);
                miner.work(template);
            }
            case Effect.WakeAt(Instant time) -> wakeAt(time);
            case Effect.Note(PeerEffect.Level level, String text) -> note(level, text);
            case Effect.Stored _, Effect.TipMoved _, Effect.PoolChanged _, Effect.SaveFees _, Effect.Answer _ -> {
            }
        }
    }

    private void perform(PeerEffect effect) {
        switch (effect) {
            case PeerEffect.Send(long peer, var message) -> {
                judge.says(message);
                network.send(this, peer, message);
            }
            case PeerEffect.AwaitSent(long peer) -> network.awaitSent(this, peer);
            case PeerEffect.Connect(NetAddress remote) -> {
                long caller = life;
                network.call(this, remote, () -> caller != life);
            }
            case PeerEffect.Disconnect(long peer, String why) -> network.hangUp(this, peer, why);
            case PeerEffect.SaveBans _ -> throw new IllegalStateException("nobody bans here");
            case PeerEffect.SaveAddresses(List<KnownAddress> known) -> addresses = known;
            case PeerEffect.Note(PeerEffect.Level level, String text) -> note(level, text);
        }
    }

    private void note(PeerEffect.Level level, String text) {
        if (level != PeerEffect.Level.WARN)
            return;
        if (warnings.size() == MAX_WARNINGS)
            warnings.removeFirst();
        warnings.addLast(text);
    }

    /** One alarm at a time; when it rings too early it is set again. */
    private void wakeAt(Instant time) {
        wakeAt = time;
        long due = Math.max(world.nowNanos(), nanosOf(time));
        if (due >= alarm)
            return;
        alarm = due;
        world.atNanos(due, () -> ring(due));
    }

    private void ring(long due) {
        if (alarm != due)
            return;
        alarm = Long.MAX_VALUE;
        if (wakeAt.isAfter(clock())) {
            if (wakeAt.isBefore(Instant.MAX))
                wakeAt(wakeAt);
            return;
        }
        wakeAt = Instant.MAX;
        tell(new Event.Woken());
    }

    /** When the world's clock shows that this node's shows {@code time}; past times are now. */
    private long nanosOf(Instant time) {
        Instant atLeast = time.isBefore(clock()) ? clock() : time;
        return Duration.between(World.BEGINNING, atLeast.minus(clockError)).toNanos();
    }

    // --- Looking -----------------------------------------------------------------------------------------------

    /** What this node takes the time to be. */
    Instant clock() {
        return world.now().plus(clockError);
    }

    /** The node as it shows itself; it must be up. */
    public NodeView view() {
        return node.orElseThrow().view(clock());
    }

    /** Looks at everything, and throws a {@link Violation} if something is wrong. */
    void look() {
        if (isUp())
            judge.look(view());
    }

    void lookClosely() {
        look();
        judge.checkCoins();
    }

    public Ledger.Entry tip() {
        return judge.tip();
    }

    public boolean warned(Predicate<String> about) {
        return warnings.stream().anyMatch(about);
    }

    @Override
    public NetAddress address() {
        return address;
    }

    @Override
    public long nextPeer() {
        return ++lastPeer;
    }

    SimStore store() {
        return store;
    }

    SimMiner miner() {
        return miner;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The body of a block that this node has; for those who look over its shoulder. */
    Optional<Block> body(BlockHash hash) {
        return store.block(hash);
    }
}
