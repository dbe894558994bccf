package org.jackblockchain.app.race;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.jackblockchain.app.Logs;
import org.jackblockchain.app.Quantities;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.Engines;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.peer.PeerView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several full nodes in one process that compete for blocks: each with its own store, miner, connections and HTTP
 * server, talking over real TCP on this machine. The race's own thread keeps the book and draws.
 */
public final class Race {
    private static final Logger LOG = LoggerFactory.getLogger(Race.class);
    /** How often the picture is drawn. */
    private static final Duration FRAME = Duration.ofMillis(100);
    /** How long the start waits for everybody to be connected to everybody. */
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
    /** How long racers may stand on different blocks at the goal before one more block is called for. */
    private static final Duration TIE_PATIENCE = Duration.ofSeconds(1);
    /** How long racers may take to agree after Ctrl-C. */
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(2);
    /** Ties after which not everybody may try to break the next. */
    private static final int FAIR_TIES = 2;
    private static final int LATEST = 12;

    /** What the race's thread is told. */
    private sealed interface News {
        record Moved(int racer, TipChange change) implements News {}

        record Joined(Racer racer) implements News {}
    }

    /**
     * How it ended.
     *
     * @param lines for the operator
     * @param equal whether all racers have the same chain
     */
    public record Outcome(List<String> lines, boolean equal) {
        public Outcome {
            lines = List.copyOf(lines);
        }
    }

    private final RaceSettings settings;
    private final Screen screen;
    private final StopSignal signal;
    /** Where the fastest engine is not warm by then, it takes over during the race, and difficulty follows. */
    private static final Duration WARM_UP_PATIENCE = Duration.ofSeconds(2);

    private final ChainParams params;
    private final Grid grid;
    private final RaceRoutes routes;
    private final RaceBook book;
    private final BlockingQueue<News> moves = new LinkedBlockingQueue<>();
    private final RaceControls controls;
    private final Traffic traffic;
    private volatile Board board;
    private final BlockingQueue<String> warnings;
    private int lastHeight;
    private Instant tiedSince = Instant.MAX;
    private int ties;

    private Race(RaceSettings settings, Screen screen, StopSignal signal, List<Racer> racers, ChainParams params,
            Grid grid, RaceRoutes routes, InetAddress host, BlockingQueue<String> warnings) {
        this.settings = settings;
        this.screen = screen;
        this.signal = signal;
        this.params = params;
        this.grid = grid;
        this.routes = routes;
        this.warnings = warnings;
        this.book = new RaceBook(racers, grid.view(0).tip(), Instant.now(), grid::tag);
        this.lastHeight = settings.blocks().orElse(Integer.MAX_VALUE);
        this.traffic = new Traffic((double) settings.txRate() / settings.nodes(), params.coinbaseMaturity());
        this.controls = new RaceControls(grid, racers, host, this::joined);
        this.board = board();
    }

    /** What it tells is told after this, so the book knows it by then. */
    private void joined(Racer racer, RunningNode node) {
        moves.add(new News.Joined(racer));
        listen(racer, node);
    }

    private void listen(Racer racer, RunningNode node) {
        node.onTipMoved(change -> moves.add(new News.Moved(racer.index(), change)));
        routes.tell(racer, node);
        traffic.join(node, grid.payout(racer));
    }

    /**
     * Starts the nodes, lets them race, and stops them.
     *
     * @throws UserError for what the operator can mend
     * @throws org.jackblockchain.store.StoreException when a node's disk fails
     */
    static Outcome run(RaceSettings settings, Screen screen, StopSignal signal) throws InterruptedException {
        InetAddress host = InetAddress.getLoopbackAddress();
        List<Racer> racers = RacePorts.choose(host, settings.nodes(), settings.firstPort(), screen::say);
        BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
        try (var folder = RaceFolder.open(settings.keep())) {
            var routes = new RaceRoutes();
            Logs.toFile(folder.log(), warnings::add);
            ChainParams params = network(settings, racers, host, screen);
            folder.writeNetwork(params);
            var starter = new NodeStarter(params, folder, host, settings, routes.extras());
            try (var grid = Grid.start(racers, starter); routes) {
                grid.onStopWish(signal::wish);
                var race = new Race(settings, screen, signal, racers, params, grid, routes, host, warnings);
                routes.open(race.controls, from -> RaceJson.of(race.board, race.controls, grid, from));
                try {
                    return race.run();
                } finally {
                    race.traffic.end();
                }
            } finally {
                Logs.toConsole();
            }
        }
    }

    private static ChainParams network(RaceSettings settings, List<Racer> racers, InetAddress host, Screen screen)
            throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        screen.say("measuring this machine…");
        Engines engines = RunningNode.engines(settings.engine());
        engines.awaitChoice(WARM_UP_PATIENCE);
        double speed = Speedometer.hashesPerSecond(engines, cores);
        screen.say("%s on %s by the %s engine, so a block of %s takes about %s hashes".formatted(Quantities.rate(speed),
                Quantities.count(cores, "core"), engines.chosen(), Quantities.time(settings.interval()),
                Quantities.scaled(speed * settings.interval().toMillis() / 1e3)));
        int maturity = settings.txRate() > 0 ? Traffic.MATURITY : Networks.JBC.coinbaseMaturity();
        return RaceNetwork.of(speed, settings.interval(),
                racers.stream().map(racer -> host.getHostAddress() + ":" + racer.p2pPort()).toList(), maturity,
                Instant.now());
    }

    private Outcome run() throws InterruptedException {
        for (Racer racer : List.copyOf(book.racers()))
            listen(racer, grid.nodes().get(racer.index()));
        screen.say("connecting " + Quantities.count(book.racers().size(), "node") + "…");
        grid.awaitConnections(CONNECT_PATIENCE);
        book.racers().forEach(racer -> screen.say("%s: %s, peers at port %d, connected to %d".formatted(racer.name(),
                racer.page(), racer.p2pPort(), readyPeers(grid.view(racer.index())))));
        screen.say("go");
        book.begin(Instant.now());
        grid.mineUpTo(lastHeight);
        while (!signal.isWished() && !isOver()) {
            checkFailure();
            pump(FRAME);
            board = board();
            screen.show(board.standings());
        }
        return finish();
    }

    private void checkFailure() {
        grid.failure().ifPresent(failure -> {
            throw failure instanceof RuntimeException why ? why : new IllegalStateException(failure);
        });
    }

    /** Writes down what happened, for about this long or until there is something to see. */
    private void pump(Duration patience) throws InterruptedException {
        for (String warning = warnings.poll(); warning != null; warning = warnings.poll())
            screen.warn(warning);
        News news = moves.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        for (; news != null; news = moves.poll()) {
            switch (news) {
                case News.Moved moved -> moved(moved);
                case News.Joined(Racer racer) -> joined(racer);
            }
        }
    }

    private void moved(News.Moved moved) {
        for (Sighting news : book.moved(moved.racer(), moved.change()))
            screen.news(win(news));
        if (moved.change().isReorganization())
            reorganized(moved);
    }

    private void joined(Racer racer) {
        book.join(racer);
        RunningNode node = grid.nodes().get(racer.index());
        var _ = node.stopWished().thenRun(signal::wish);
        node.mineUpTo(lastHeight);
        screen.say("%s joins: %s, peers at port %d".formatted(racer.name(), racer.page(), racer.p2pPort()));
    }

    private void reorganized(News.Moved moved) {
        TipChange change = moved.change();
        screen.reorganized(book.racers().get(moved.racer()).name(), change.disconnected().size(),
                change.connected().size(), book.tip(moved.racer()).height());
    }

    /**
     * Whether everybody stands on the same block at the goal. Two blocks of equal work at the goal would stay tied for
     * ever, as each node prefers the one it saw first; then the next block decides, and the tally counts up to the
     * goal all the same.
     */
    private boolean isOver() {
        if (settings.blocks().isEmpty() || book.lowestHeight() < settings.blocks().getAsInt())
            return false;
        if (book.allAgree())
            return true;
        if (book.lowestHeight() < lastHeight || controls.isAnyCut()) {
            tiedSince = Instant.MAX;
            return false;
        }
        Instant now = Instant.now();
        if (tiedSince.equals(Instant.MAX))
            tiedSince = now;
        if (Duration.between(tiedSince, now).compareTo(TIE_PATIENCE) > 0)
            breakTie();
        return false;
    }

    /** Where blocks come faster than they travel, everybody would win the deciding block: then one may try alone. */
    private void breakTie() {
        tiedSince = Instant.MAX;
        lastHeight++;
        ties++;
        screen.say("a tie at block " + (lastHeight - 1) + ": block " + lastHeight + " decides");
        if (ties <= FAIR_TIES) {
            grid.mineUpTo(lastHeight);
        } else {
            grid.nodes().get(book.leadingRacer()).mineUpTo(lastHeight);
        }
    }

    private Outcome finish() throws InterruptedException {
        traffic.end();
        grid.rest();
        controls.end();
        Instant deadline = Instant.now().plus(SETTLE_PATIENCE);
        do {
            pump(FRAME);
        } while (!(book.allAgree() && moves.isEmpty()) && Instant.now().isBefore(deadline));
        board = board();
        screen.show(board.standings());
        var lines = new ArrayList<>(Tally.lines(book, settings.blocks().orElse(Integer.MAX_VALUE)));
        ChainCheck check = ChainCheck.of(book.racers());
        lines.addAll(check.lines());
        if (settings.txRate() > 0)
            lines.add(Quantities.count(traffic.sent(), "transaction") + " sent");
        if (settings.keep().isPresent())
            lines.add("Kept in " + settings.keep().get() + ": chains, network.json and race.log.");
        LOG.info("the race is over: {}", lines);
        return new Outcome(lines, check.equal());
    }

    private Board board() {
        var spreads = new ArrayList<Board.Spread>();
        for (Sighting seen : book.latest(LATEST)) {
            var byPort = new LinkedHashMap<Integer, Duration>();
            book.spread(seen.block().hash())
                    .forEach((racer, after) -> byPort.put(book.racers().get(racer).httpPort(), after));
            spreads.add(new Board.Spread(seen.block().hash().hex(), seen.height(), book.isStale(seen), byPort));
        }
        return new Board(standings(), book.streak(), spreads);
    }

    private Standings standings() {
        var wins = book.wins(settings.blocks().orElse(Integer.MAX_VALUE));
        int total = Math.max(1, Tally.total(wins));
        List<NodeView> views = IntStream.range(0, book.racers().size()).mapToObj(grid::view).toList();
        var rows = new ArrayList<Standings.Row>();
        for (Racer racer : book.racers()) {
            NodeView view = views.get(racer.index());
            int won = wins.getOrDefault(racer.tag(), 0);
            rows.add(new Standings.Row(racer.index(), racer.name(), won, (double) won / total, view.tip().height(),
                    readyPeers(view), view.hashesPerSecond()));
        }
        List<Standings.Other> others = Workforce.of(book.racers(),
                grid.nodes().stream().limit(book.racers().size()).map(RunningNode::stratum).toList(), wins);
        Instant now = Instant.now();
        var leader = book.leader();
        double hashes = params.nextBits(leader).target().orElseThrow().work().hashes().doubleValue();
        return new Standings(rows, others, book.latest(LATEST).stream().map(this::win).toList(), leader.height(),
                settings.blocks(), hashes, views.stream().mapToDouble(NodeView::hashesPerSecond).sum()
                        + others.stream().mapToDouble(Standings.Other::hashesPerSecond).sum(),
                views.getFirst().engine(),
                Duration.between(book.lastWin(), now), settings.interval(), Duration.between(book.start(), now),
                book.staleBlocks(), book.reorganizations(), book.medianUntilAll(), book.racers().getFirst().page());
    }

    private Standings.Win win(Sighting seen) {
        OptionalInt racer = seen.racer();
        String name = racer.isPresent() ? book.racers().get(racer.getAsInt()).name() : Tally.name(seen.tag());
        return new Standings.Win(seen.height(), seen.block().hash().hex(), racer, name, seen.afterParent(),
                seen.untilAll(), book.isStale(seen));
    }

    private static int readyPeers(NodeView view) {
        return (int) view.peers().stream().filter(PeerView::ready).count();
    }
}
