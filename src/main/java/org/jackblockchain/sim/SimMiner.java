package org.jackblockchain.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jackblockchain.mining.BlockJob;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.Rounds;
import org.jackblockchain.primitives.Block;

/**
 * Mines as the real miner does, but on virtual time: when a block is found is drawn for the hash rate and the target,
 * and only then its nonce is searched. Drops stale work at once; waits a second for news after a block of its own.
 */
final class SimMiner {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int ROUND = 64;

    private final World world;
    private final RandomGenerator chance;
    private final Supplier<Instant> clock;
    private final Consumer<Block> found;
    private final PortableEngine engine = new PortableEngine();
    private final Hits hits = new Hits();
    private double hashesPerSecond;
    private Optional<Rounds> rounds = Optional.empty();
    private Optional<BlockTemplate> template = Optional.empty();
    /** Counts assignments, so that what was planned for an earlier one is known to be stale. */
    private long assignment;

    SimMiner(World world, double hashesPerSecond, Supplier<Instant> clock, Consumer<Block> found) {
        this.world = world;
        this.chance = world.ownChance();
        this.hashesPerSecond = hashesPerSecond;
        this.clock = clock;
        this.found = found;
    }

    void work(Optional<BlockTemplate> next) {
        assignment++;
        template = next;
        next.ifPresent(given -> plan(0));
    }

    void setRate(double rate) {
        hashesPerSecond = rate;
        work(template);
    }

    Optional<BlockTemplate> template() {
        return template;
    }

    private void plan(long delayNanos) {
        if (hashesPerSecond <= 0)
            return;
        double hashes = template.orElseThrow().target().work().hashes().doubleValue();
        long wait = World.exponentialNanos(chance, hashes / hashesPerSecond * Duration.ofSeconds(1).toNanos());
        long planned = assignment;
        world.afterNanos(delayNanos + wait, () -> {
            if (planned == assignment)
                findNow();
        });
    }

    /** Luck: a block is found at this moment. */
    void findNow() {
        if (template.isEmpty())
            return;
        Block block = solve(template.get());
        assignment++;
        plan(PATIENCE_NANOS);
        found.accept(block);
    }

    private Block solve(BlockTemplate given) {
        Draft draft = Draft.of(given);
        Instant now = clock.get();
        Rounds at = rounds.map(last -> last.moveOn(draft, now))
                .orElseGet(() -> Rounds.of(draft, chance.nextLong(), now));
        rounds = Optional.of(at);
        engine.aim(at.job().headerBytes(), at.job().target());
        hits.clear();
        while (hits.isEmpty())
            engine.search(at.nextNonce(), at.take(ROUND), hits);
        return BlockJob.blockOf(new Hit(at.job(), hits.nonce(0)));
    }
}
