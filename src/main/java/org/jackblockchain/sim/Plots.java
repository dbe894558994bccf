package org.jackblockchain.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.Event;
import org.jackblockchain.primitives.Block;

/** How each {@link Scenario} goes. */
final class Plots {
    /** Enough for half a dozen blocks. */
    private static final Duration A_WHILE = Duration.ofMinutes(1);
    private static final int SHORT_FINALITY = 12;

    private Plots() {}

    private static Cluster begin(World world, Cluster.Plan plan) {
        var cluster = new Cluster(world, plan);
        cluster.startAll();
        return cluster;
    }

    private static Cluster four(World world) {
        return begin(world, Cluster.Plan.of(4, world.chance()));
    }

    private static Duration seconds(RandomGenerator chance, int from, int to) {
        return Duration.ofSeconds(chance.nextInt(from, to));
    }

    /** So many blocks that the first rewards can be spent soon. */
    private static final int SPENDABLE_HISTORY = 120;

    static void raceOf4(World world) {
        Cluster cluster = four(world);
        world.runFor(Duration.ofMinutes(10));
        cluster.settle();
    }

    static void transactions(World world) {
        RandomGenerator chance = world.chance();
        Cluster cluster = begin(world, Cluster.Plan.of(2 + chance.nextInt(3), chance).withHistory(SPENDABLE_HISTORY));
        new SimSpender(world, cluster).begin();
        for (int i = 0; i < 4; i++) {
            world.runFor(seconds(chance, 20, 90));
            switch (chance.nextInt(3)) {
                case 0 -> split(cluster, 2);
                case 1 -> crashOne(world, cluster);
                default -> cluster.network().heal();
            }
        }
        cluster.settle();
        if (cluster.nodes().getFirst().tip().minedTransactions() == 0)
            throw new Violation("no transaction was mined");
    }

    static void raceOf50(World world) {
        Cluster cluster = begin(world, Cluster.Plan.of(50, world.chance()));
        world.runFor(Duration.ofMinutes(2));
        cluster.settle();
    }

    static void simultaneousBlocks(World world) {
        Cluster cluster = begin(world, Cluster.Plan.of(2 + world.chance().nextInt(5), world.chance()));
        world.runFor(A_WHILE);
        for (int i = 0; i < 20; i++) {
            for (SimNode node : cluster.nodes()) {
                if (world.chance().nextInt(3) > 0)
                    world.afterNanos(0, () -> node.miner().findNow());
            }
            world.runFor(Duration.ofMillis(world.chance().nextInt(3_000)));
        }
        cluster.settle();
    }

    /** At random, but no group is empty. */
    private static void split(Cluster cluster, int groups) {
        List<SimNode> nodes = cluster.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            int group = i < groups ? i : cluster.chance().nextInt(groups);
            cluster.network().group(nodes.get(i), group);
        }
        cluster.network().resetAcrossGroups(cluster.chance().nextDouble());
    }

    static void partition(World world) {
        Cluster cluster = begin(world, Cluster.Plan.of(3 + world.chance().nextInt(4), world.chance()));
        world.runFor(A_WHILE);
        for (int i = 0; i < 3; i++) {
            split(cluster, 2 + world.chance().nextInt(2));
            world.runFor(seconds(world.chance(), 1, 200));
            cluster.network().heal();
            world.runFor(seconds(world.chance(), 1, 60));
        }
        cluster.settle();
    }

    static void partitionBeyondFinality(World world) {
        Cluster cluster = begin(world, Cluster.Plan.of(4, world.chance()).withFinality(SHORT_FINALITY));
        world.runFor(A_WHILE);
        SimNode one = cluster.nodes().getFirst();
        SimNode other = cluster.nodes().getLast();
        for (SimNode node : cluster.nodes())
            cluster.network().group(node, cluster.nodes().indexOf(node) / 2);
        cluster.await("chains far apart", () -> apart(one, other) && apart(other, one), Duration.ofHours(2));
        cluster.network().heal();
        world.runFor(Duration.ofMinutes(30));
        if (!one.tip().descendsFrom(other.tip()) && !apart(one, other))
            throw new Violation("a final block was undone");
        cluster.mine(false);
        world.runFor(A_WHILE);
        giveIn(cluster);
        cluster.settle();
    }

    private static boolean apart(SimNode one, SimNode other) {
        return one.tip().blocksOffToReach(other.tip()) > SHORT_FINALITY;
    }

    /** The operators of the worse side look at the better chain and let it in. */
    private static void giveIn(Cluster cluster) {
        SimNode best = cluster.best();
        for (SimNode node : cluster.nodes()) {
            if (node.tip().blocksOffToReach(best.tip()) > SHORT_FINALITY) {
                submit(node, blocksBetween(node.tip(), best.tip()));
                if (node.tip().descendsFrom(best.tip()))
                    throw new Violation(node + " undid final blocks unasked");
                node.tell(new Event.Reconsider(best.tip().hash()));
            }
        }
    }

    private static List<Block> blocksBetween(Ledger.Entry from, Ledger.Entry to) {
        List<Block> newestFirst = new ArrayList<>();
        for (Ledger.Entry at = to; at != null && !from.descendsFrom(at); at = at.parent())
            newestFirst.add(at.block());
        return newestFirst.reversed();
    }

    private static void submit(SimNode node, List<Block> blocks) {
        blocks.forEach(block -> node.tell(new Event.Submitted(block, "somebody")));
    }

    static void crashes(World world) {
        RandomGenerator chance = world.chance();
        Cluster cluster = begin(world, Cluster.Plan.of(3 + chance.nextInt(2), chance)
                .withHistory(chance.nextInt(4) == 0 ? History.LENGTH : 0));
        for (int i = 0; i < 12; i++) {
            world.runFor(seconds(chance, 1, 60));
            crashOne(world, cluster);
        }
        cluster.settle();
    }

    private static void crashOne(World world, Cluster cluster) {
        RandomGenerator chance = world.chance();
        SimNode node = cluster.anyNode();
        switch (chance.nextInt(5)) {
            case 0 -> {
                if (node.isUp())
                    node.stop();
            }
            case 1 -> {
                if (node.isUp())
                    node.crash(chance.nextInt(node.store().unflushed() + 1), chance.nextBoolean());
            }
            case 2 -> node.store().flush();
            default -> node.crashAfterEffects(chance.nextInt(6));
        }
        world.after(seconds(chance, 1, 90), cluster::startDown);
    }

    static void brokenLines(World world) {
        Cluster cluster = begin(world, Cluster.Plan.of(3 + world.chance().nextInt(4), world.chance()));
        for (int i = 0; i < 30; i++) {
            world.runFor(seconds(world.chance(), 1, 40));
            cluster.network().breakOne(world.chance().nextInt(3) == 0);
        }
        cluster.settle();
    }

    static void lateJoiner(World world) {
        RandomGenerator chance = world.chance();
        Cluster cluster = begin(world, Cluster.Plan.of(3, chance).withHistory(History.LENGTH));
        world.runFor(seconds(chance, 1, 100));
        SimNode late = cluster.addNode(1);
        late.start();
        cluster.await("late joiner at the tip", () -> late.tip().height() >= History.LENGTH
                && late.tip().work().compareTo(cluster.best().tip().work()) >= 0, Duration.ofMinutes(30));
        world.runFor(A_WHILE);
        cluster.settle();
    }

    // --- Private chains ----------------------------------------------------------------------------------------

    static void privateChainWithinFinality(World world) {
        Cluster cluster = settled(world);
        int depth = world.chance().nextBoolean() ? SHORT_FINALITY : 1 + world.chance().nextInt(SHORT_FINALITY);
        List<Block> chain = betterChain(cluster, depth);
        Block last = chain.getLast();
        submit(cluster.anyNode(), chain);
        cluster.await("move to the private chain", () -> cluster.nodes().stream()
                .allMatch(node -> node.tip().hash().equals(last.hash())), Cluster.CONVERGENCE);
        cluster.mine(true);
        world.runFor(A_WHILE);
        cluster.settle();
    }

    static void privateChainBeyondFinality(World world) {
        Cluster cluster = settled(world);
        List<Block> chain = betterChain(cluster, SHORT_FINALITY + 1);
        Ledger.Entry before = cluster.nodes().getFirst().tip();
        for (SimNode node : cluster.nodes()) {
            submit(node, chain);
            if (!node.warned(text -> text.contains("final")))
                throw new Violation(node + " refused without a word");
        }
        world.runFor(A_WHILE);
        if (cluster.nodes().stream().anyMatch(node -> node.tip() != before))
            throw new Violation("moved beyond finality");
        for (SimNode node : cluster.nodes()) {
            node.tell(new Event.Reconsider(chain.getLast().hash()));
            if (!node.tip().hash().equals(chain.getLast().hash()))
                throw new Violation(node + " does not do what its operator says");
        }
        cluster.mine(true);
        world.runFor(A_WHILE);
        cluster.settle();
    }

    /** Some time later, all of one mind and at rest. */
    private static Cluster settled(World world) {
        Cluster cluster = begin(world, Cluster.Plan.of(3, world.chance()).withFinality(SHORT_FINALITY));
        cluster.await("enough blocks", () -> cluster.lowest() > 2 * SHORT_FINALITY, Duration.ofHours(1));
        cluster.settle();
        return cluster;
    }

    /** A chain that is not better than the honest one before its last block. */
    private static List<Block> betterChain(Cluster cluster, int depth) {
        Ledger.Entry tip = cluster.nodes().getFirst().tip();
        Ledger.Entry fork = tip;
        for (int i = 0; i < depth; i++)
            fork = Optional.ofNullable(fork.parent()).orElseThrow();
        var forge = new Forge(cluster.params(), cluster.ledger(), cluster.chance().nextLong());
        BlockEntry at = forge.follow(fork);
        List<Block> blocks = new ArrayList<>();
        int spacing = 1 + cluster.chance().nextInt(12);
        long now = cluster.world().now().getEpochSecond();
        while (at.chainWork().hashes().compareTo(tip.work()) <= 0) {
            Block block = forge.next(at, Math.min(at.header().time() + spacing, now));
            at = forge.take(block);
            blocks.add(block);
        }
        return blocks;
    }

    static void invalidateAndReconsider(World world) {
        Cluster cluster = settled(world);
        SimNode node = cluster.anyNode();
        Ledger.Entry tip = node.tip();
        Ledger.Entry victim = tip;
        for (int i = world.chance().nextInt(SHORT_FINALITY); i > 0; i--)
            victim = Optional.ofNullable(victim.parent()).orElseThrow();
        node.tell(new Event.Invalidate(victim.hash()));
        if (node.tip().descendsFrom(victim))
            throw new Violation(node + " stays at " + node.tip() + " in spite of its operator");
        if (world.chance().nextBoolean()) {
            node.mine(true);
            world.runFor(seconds(world.chance(), 1, 60));
            node.mine(false);
        }
        world.runFor(A_WHILE);
        node.tell(new Event.Reconsider(victim.hash()));
        cluster.settle();
    }

    // --- Liars -------------------------------------------------------------------------------------------------

    static void liars(World world, Function<Cluster, Lie> kind, int history) {
        RandomGenerator chance = world.chance();
        Cluster.Plan plan = Cluster.Plan.of(3, chance).withHistory(history);
        // where forks of any depth are looked at, headers have to prove their work in another way
        if (history > 0 && chance.nextBoolean())
            plan = plan.withFinality(10 * history);
        var cluster = new Cluster(world, plan);
        cluster.startAll();
        List<Liar> liars = new ArrayList<>();
        for (int i = 0; i <= chance.nextInt(2); i++)
            liars.add(new Liar(cluster, kind.apply(cluster)));
        int before = cluster.lowest();
        world.runFor(Duration.ofMinutes(8));
        if (cluster.lowest() < before + 8)
            throw new Violation("the honest chain hardly grew, from " + before + " to " + cluster.lowest());
        if (chance.nextBoolean())
            liars.forEach(Liar::tire);
        cluster.settle();
    }

    static void everything(World world) {
        RandomGenerator chance = world.chance();
        Cluster cluster = begin(world, Cluster.Plan.of(4, chance));
        List<Function<Cluster, Lie>> kinds = List.of(Lies.InvalidBlocks::new, Lies.Staller::new,
                _ -> new Lies.Garbage(), _ -> new Lies.Flood(), _ -> new Lies.Echo(),
                _ -> new Lies.Silent(true));
        List<Liar> liars = new ArrayList<>();
        for (int i = 0; i < 2; i++)
            liars.add(new Liar(cluster, kinds.get(chance.nextInt(kinds.size())).apply(cluster)));
        for (int i = 0; i < 12; i++) {
            world.runFor(seconds(chance, 1, 60));
            switch (chance.nextInt(4)) {
                case 0 -> split(cluster, 2);
                case 1 -> crashOne(world, cluster);
                case 2 -> cluster.network().breakOne(chance.nextBoolean());
                default -> cluster.network().heal();
            }
        }
        liars.forEach(Liar::tire);
        cluster.settle();
    }
}
