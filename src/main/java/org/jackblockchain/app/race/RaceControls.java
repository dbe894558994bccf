package org.jackblockchain.app.race;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.net.LineState;
import org.jackblockchain.wire.NetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody may do to a race while it runs: miners, lines, partitions, one more node. For any thread; what is
 * impossible is an {@link IllegalArgumentException} whose message says why.
 *
 * <p>There is one line between any two racers, and the later of the two calls the earlier.
 */
final class RaceControls {
    private static final Logger LOG = LoggerFactory.getLogger(RaceControls.class);
    /** More than this share the processors and win nothing by it. */
    static final int MAX_THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    /** The line between two racers, the earlier one first. */
    record Link(int first, int second) implements Comparable<Link> {
        static Link of(int one, int other) {
            return new Link(Math.min(one, other), Math.max(one, other));
        }

        @Override
        public int compareTo(Link other) {
            return first != other.first ? Integer.compare(first, other.first) : Integer.compare(second, other.second);
        }
    }

    private final Grid grid;
    private final InetAddress host;
    private final BiConsumer<Racer, RunningNode> joined;
    private final List<Racer> racers;
    /** Those that are not as they were at the start. */
    private final Map<Link, LineState> links = new TreeMap<>();
    private boolean over;

    /** @param joined is told of one more racer before it is connected to anybody */
    RaceControls(Grid grid, List<Racer> racers, InetAddress host, BiConsumer<Racer, RunningNode> joined) {
        this.grid = grid;
        this.racers = new ArrayList<>(racers);
        this.host = host;
        this.joined = joined;
    }

    /** Whoever is in the race now. */
    synchronized List<Racer> racers() {
        return List.copyOf(racers);
    }

    synchronized LineState link(int one, int other) {
        return links.getOrDefault(Link.of(one, other), LineState.GOOD);
    }

    /** Whether racers cannot hear each other, so that they may never agree. */
    synchronized boolean isAnyCut() {
        return links.values().stream().anyMatch(LineState::cut);
    }

    synchronized void mine(int racer, boolean on) {
        node(racer).switchMining(on);
    }

    synchronized void threads(int racer, int count) {
        if (count < 1 || count > MAX_THREADS)
            throw new IllegalArgumentException("threads are from 1 to " + MAX_THREADS);
        node(racer).mineWith(count);
    }

    synchronized void cut(int one, int other, boolean cut) {
        set(one, other, link(one, other).withCut(cut));
    }

    synchronized void delay(int one, int other, Duration delay) {
        set(one, other, link(one, other).withDelay(delay));
    }

    /** All lines of a racer become so slow. */
    synchronized void delay(int racer, Duration delay) {
        node(racer);
        for (Racer other : racers) {
            if (other.index() != racer)
                delay(racer, other.index(), delay);
        }
    }

    /**
     * Who is in one group hears each other and nobody else.
     *
     * @param groups every racer stands in exactly one
     */
    synchronized void partition(List<Set<Integer>> groups) {
        var named = new ArrayList<Integer>();
        groups.forEach(named::addAll);
        if (groups.size() < 2 || groups.stream().anyMatch(Set::isEmpty))
            throw new IllegalArgumentException("a partition has at least two groups, and somebody in each");
        if (named.size() != racers.size() || new HashSet<>(named).size() != racers.size())
            throw new IllegalArgumentException("every node has to be in exactly one group");
        named.forEach(this::node);
        for (Racer second : racers) {
            for (Racer first : racers.subList(0, second.index())) {
                boolean together = groups.stream()
                        .anyMatch(group -> group.contains(first.index()) && group.contains(second.index()));
                cut(first.index(), second.index(), !together);
            }
        }
    }

    /** Every line is there again; slow ones stay slow. */
    synchronized void heal() {
        for (Map.Entry<Link, LineState> link : List.copyOf(links.entrySet()))
            set(link.getKey().first(), link.getKey().second(), link.getValue().withCut(false));
    }

    /** The race is over: everybody can hear everybody, and nobody joins any more. */
    synchronized void end() {
        over = true;
        List.copyOf(links.keySet()).forEach(link -> set(link.first(), link.second(), LineState.GOOD));
    }

    /**
     * Starts one more node. During a partition it stands on the first node's side.
     *
     * @throws UserError when there is no room for it on this machine
     */
    synchronized Racer add() {
        if (over)
            throw new IllegalArgumentException("the race is over");
        if (racers.size() >= RaceSettings.MAX_NODES)
            throw new IllegalArgumentException("there are at most " + RaceSettings.MAX_NODES + " nodes");
        Racer free = RacePorts.choose(host, 1, racers.getLast().httpPort() + 1, LOG::info).getFirst();
        var racer = Racer.of(racers.size(), free.httpPort(), free.p2pPort());
        RunningNode node = grid.join(racer, 1);
        racers.add(racer);
        joined.accept(racer, node);
        for (Racer other : racers.subList(0, racer.index())) {
            boolean cut = other.index() > 0 && link(0, other.index()).cut();
            set(other.index(), racer.index(), LineState.GOOD.withCut(cut));
        }
        return racer;
    }

    private RunningNode node(int racer) {
        if (racer < 0 || racer >= racers.size())
            throw new IllegalArgumentException("there is no such node");
        return grid.nodes().get(racer);
    }

    private void set(int one, int other, LineState state) {
        Link link = Link.of(one, other);
        if (one == other)
            throw new IllegalArgumentException("a line has two ends");
        RunningNode first = node(link.first());
        RunningNode second = node(link.second());
        if (state.equals(LineState.GOOD)) {
            links.remove(link);
        } else {
            links.put(link, state);
        }
        // somebody may have asked the first to call the second as well
        first.line(address(link.second()), state);
        second.line(address(link.first()), state);
        if (!state.cut())
            second.callNow(address(link.first()));
        LOG.info("the line between {} and {}: {}", racers.get(link.first()).name(), racers.get(link.second()).name(),
                state);
    }

    private NetAddress address(int racer) {
        return NetAddress.of(host.getAddress(), racers.get(racer).p2pPort());
    }

    /** The lines of the race, each with its state. */
    synchronized Map<Link, LineState> links() {
        var all = new TreeMap<Link, LineState>();
        for (Racer second : racers) {
            for (Racer first : racers.subList(0, second.index()))
                all.put(Link.of(first.index(), second.index()), link(first.index(), second.index()));
        }
        return Collections.unmodifiableMap(all);
    }
}
