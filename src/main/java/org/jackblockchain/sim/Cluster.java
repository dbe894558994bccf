package org.jackblockchain.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.mempool.Policy;
import org.jackblockchain.mining.BlockLimits;
import org.jackblockchain.node.NodeConfig;
import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.NetAddress;

/** The honest nodes of a world, what connects them, and what must be true of them together. */
public final class Cluster {
    /** When all can talk, everybody agrees within this: a dead line takes 22 minutes to notice, a call 10 to repeat. */
    static final Duration CONVERGENCE = Duration.ofMinutes(90);
    private static final Duration AFTERMATH = Duration.ofMinutes(5);
    private static final long CLOCK_ERROR_MILLIS = 5_000;
    private static final int FIRST_PEERS = 3;
    private static final int LISTEN_PORT = 5100;
    private static final Bytes PAYOUT = Bytes.ofHex("51");

    /**
     * What a cluster is made of.
     *
     * @param hashesPerSecond of all nodes together, split by chance
     * @param history blocks that all nodes have from the start
     * @param asBytes whether messages travel encoded
     * @param onOneMachine whether all share one host and differ by port
     */
    public record Plan(int nodes, double hashesPerSecond, int finalityDepth, int history, boolean asBytes,
            boolean onOneMachine) {
        static Plan of(int nodes, RandomGenerator chance) {
            return new Plan(nodes, 10, 100, 0, chance.nextInt(4) == 0, chance.nextInt(4) == 0);
        }

        Plan withHistory(int blocks) {
            return new Plan(nodes, blocks > 0 ? 3 * hashesPerSecond : hashesPerSecond, finalityDepth, blocks, asBytes,
                    onOneMachine);
        }

        Plan withFinality(int depth) {
            return new Plan(nodes, hashesPerSecond, depth, history, asBytes, onOneMachine);
        }
    }

    private final World world;
    private final Plan plan;
    private final ChainParams params;
    private final SimNetwork network;
    private final Ledger ledger;
    private final List<SimNode> nodes = new ArrayList<>();
    private int hosts;
    private int strangers;

    Cluster(World world, Plan plan) {
        this.world = world;
        this.plan = plan;
        ChainParams plain = SimNetworks.fast(plan.finalityDepth);
        this.params = plain.withFirstPeers(firstPeers());
        this.network = new SimNetwork(world, plan.asBytes ? Optional.of(new Codec(params.magic())) : Optional.empty());
        this.ledger = new Ledger(params);
        for (int i = 0; i < plan.nodes; i++) {
            double share = (0.2 + world.chance().nextDouble()) / plan.nodes;
            SimNode node = addNode(plan.hashesPerSecond * share);
            History.give(node.store(), plan.history);
        }
    }

    private List<String> firstPeers() {
        List<String> first = new ArrayList<>();
        for (int i = 0; i < Math.min(FIRST_PEERS, plan.nodes); i++)
            first.add(addressOf(i).toString());
        return first;
    }

    private NetAddress addressOf(int host) {
        return plan.onOneMachine
                ? NetAddress.of(new byte[]{127, 0, 0, 1}, LISTEN_PORT + host)
                : NetAddress.of(new byte[]{10, 0, (byte) (host >> 7), (byte) ((host & 127) + 1)}, LISTEN_PORT);
    }

    /** An address that nobody has yet. */
    NetAddress newAddress() {
        return addressOf(hosts++);
    }

    /** Somebody is there who may have blocks of his own to bring at any time. */
    void strangerCame() {
        strangers++;
    }

    /** One more honest node, with an empty store, not started. */
    SimNode addNode(double hashesPerSecond) {
        int index = hosts;
        NetAddress address = newAddress();
        var peers = PeerConfig.of("/sim:" + index + "/").withListenPort(address.port()).withLoopback(true);
        var config = new NodeConfig(peers, PAYOUT, "Mined by node " + index, true)
                .withPolicy(Policy.DEFAULT.withRequireStandard(false), BlockLimits.DEFAULT);
        var clockError = Duration.ofMillis(world.chance().nextLong(-CLOCK_ERROR_MILLIS, CLOCK_ERROR_MILLIS));
        var node = new SimNode("node" + index, index, world, network, ledger, params, config, address, clockError,
                hashesPerSecond);
        nodes.add(node);
        return node;
    }

    World world() {
        return world;
    }

    SimNetwork network() {
        return network;
    }

    Ledger ledger() {
        return ledger;
    }

    ChainParams params() {
        return params;
    }

    List<SimNode> nodes() {
        return nodes;
    }

    RandomGenerator chance() {
        return world.chance();
    }

    SimNode anyNode() {
        return nodes.get(chance().nextInt(nodes.size()));
    }

    /** All that are down, at slightly different times. */
    void startAll() {
        for (SimNode node : nodes)
            world.after(Duration.ofMillis(chance().nextInt(3_000)), () -> startIfDown(node));
        world.runFor(Duration.ofSeconds(3));
    }

    void startDown() {
        nodes.forEach(Cluster::startIfDown);
    }

    private static void startIfDown(SimNode node) {
        if (!node.isUp())
            node.start();
    }

    void mine(boolean on) {
        nodes.forEach(node -> node.mine(on));
    }

    // --- What must be true of all ------------------------------------------------------------------------------

    /**
     * Nothing fails any more and nobody mines: then all come to agree. Where two chains are equally long the next
     * block decides, so one may be needed.
     */
    void settle() {
        network.heal();
        nodes.forEach(SimNode::neverMindTheCrash);
        mine(false);
        startAll();
        await("equal work", this::agreeOnWork, CONVERGENCE);
        if (!agree())
            mineOne(anyNode());
        await("one tip", this::agree, CONVERGENCE);
        Ledger.Entry tip = nodes.getFirst().tip();
        world.runFor(AFTERMATH);
        boolean changed = !agree() || nodes.getFirst().tip() != tip;
        if (changed && strangers == 0)
            throw new Violation("agreed on " + tip + ", but not for long: " + tips());
        await("one tip again", this::agree, CONVERGENCE);
        nodes.forEach(SimNode::lookClosely);
    }

    /** One block is found by this node and by nobody else. */
    void mineOne(SimNode node) {
        Ledger.Entry before = node.tip();
        node.mine(true);
        await("a block of " + node, () -> node.tip() != before, CONVERGENCE);
        node.mine(false);
    }

    void await(String what, BooleanSupplier done, Duration limit) {
        if (!world.runUntil(done, limit))
            throw new Violation("no " + what + " in " + limit + ": " + tips());
    }

    boolean agree() {
        Ledger.Entry first = nodes.getFirst().tip();
        for (SimNode node : nodes) {
            if (node.tip() != first)
                return false;
        }
        return true;
    }

    private boolean agreeOnWork() {
        Ledger.Entry first = nodes.getFirst().tip();
        for (SimNode node : nodes) {
            if (!node.tip().work().equals(first.work()))
                return false;
        }
        return true;
    }

    private List<String> tips() {
        return nodes.stream().map(node -> node + (node.isUp() ? " " : " (down) ") + node.tip() + " work "
                + node.tip().work()).toList();
    }

    /** The lowest tip, for those who want to see progress. */
    int lowest() {
        return nodes.stream().mapToInt(node -> node.tip().height()).min().orElse(0);
    }

    /** The node on the chain with the most work; of equals the first. */
    SimNode best() {
        SimNode best = nodes.getFirst();
        for (SimNode node : nodes) {
            if (node.tip().work().compareTo(best.tip().work()) > 0)
                best = node;
        }
        return best;
    }
}
