package org.jackblockchain.sim;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What may happen to nodes. What must be true meanwhile is no matter of the scenario: {@link NodeJudge} sees to it
 * after each event, and {@link Cluster#settle} at the end.
 */
public enum Scenario {
    /** Four nodes mine for ten minutes. */
    RACE_OF_4(Plots::raceOf4),
    /** Transactions are handed in everywhere while nodes mine, fall apart, crash and heal. */
    TRANSACTIONS(Plots::transactions),
    /** Fifty nodes mine for two minutes; no node is connected to all others. */
    RACE_OF_50(Plots::raceOf50),
    /** Several nodes find a block at the same instant, again and again. */
    SIMULTANEOUS_BLOCKS(Plots::simultaneousBlocks),
    /** The network falls apart into two or three, and heals. */
    PARTITION(Plots::partition),
    /** Two halves are apart for too long: neither gives in until the operators of one do. */
    PARTITION_BEYOND_FINALITY(Plots::partitionBeyondFinality),
    /** Machines crash between any two effects, lose what was not flushed, and come back. */
    CRASHES(Plots::crashes),
    /** Lines break, loudly or silently. */
    BROKEN_LINES(Plots::brokenLines),
    /** A node comes late to a long chain that goes on growing. */
    LATE_JOINER(Plots::lateJoiner),
    /** Somebody shows a long private chain that is better: it undoes as much as may be undone. */
    PRIVATE_CHAIN_WITHIN_FINALITY(Plots::privateChainWithinFinality),
    /** One block more, and nobody follows before the operator says so. */
    PRIVATE_CHAIN_BEYOND_FINALITY(Plots::privateChainBeyondFinality),
    /** An operator declares a block invalid and takes it back. */
    INVALIDATE_AND_RECONSIDER(Plots::invalidateAndReconsider),
    /** A peer that sends blocks with every fault there is. */
    LIAR_INVALID_BLOCKS(world -> Plots.liars(world, Lies.InvalidBlocks::new, 0)),
    /** A peer with headers that cost nothing and never end. */
    LIAR_ENDLESS_HEADERS(world -> Plots.liars(world, Lies.EndlessHeaders::new, History.LENGTH)),
    /** A peer that announces a better chain and keeps it to itself. */
    LIAR_STALLING(world -> Plots.liars(world, Lies.Staller::new, 0)),
    /** A peer that takes calls and says nothing, or nothing after the handshake. */
    LIAR_SILENT(world -> Plots.liars(world, cluster -> new Lies.Silent(cluster.chance().nextBoolean()), 0)),
    /** A peer that says what makes no sense. */
    LIAR_GARBAGE(world -> Plots.liars(world, _ -> new Lies.Garbage(), 0)),
    /** A peer that says and asks too much. */
    LIAR_FLOOD(world -> Plots.liars(world, _ -> new Lies.Flood(), 0)),
    /** A peer that repeats what others said, out of order and incomplete. */
    LIAR_ECHO(world -> Plots.liars(world, _ -> new Lies.Echo(), 0)),
    /** All of that at once. */
    EVERYTHING(Plots::everything);

    @SuppressWarnings("ImmutableEnumChecker") // plots are functions without state
    private final Consumer<World> plot;

    Scenario(Consumer<World> plot) {
        this.plot = plot;
    }

    /** As a person writes it: {@code race-of-4}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Scenario> titled(String title) {
        return Stream.of(values()).filter(scenario -> scenario.title().equals(title)).findFirst();
    }

    /**
     * Plays it once. Equal seeds play equally.
     *
     * @throws Violation if something happened that must not; it names scenario and seed
     */
    public World play(long seed, Trace trace) {
        var world = new World(seed, trace);
        try {
            plot.accept(world);
        } catch (RuntimeException e) {
            throw new Violation(title() + ", seed " + seed + ", at " + world.now() + ": " + e, e);
        }
        return world;
    }
}
