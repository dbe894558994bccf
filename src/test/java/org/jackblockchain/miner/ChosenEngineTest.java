package org.jackblockchain.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.vector.Lanes;
import org.jackblockchain.mining.vector.VectorEngine;
import org.jackblockchain.primitives.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChosenEngineTest {
    private static final VectorEngine.Plan PLAN = new VectorEngine.Plan(Lanes.preferred().orElseThrow());
    private static final Target HOPELESS = new Target(0, 0, 0, 1);
    private static final int GENESIS_NONCE = Networks.REGTEST.genesis().header().nonce();

    private final FakeTrial trial = new FakeTrial();

    @Test
    void the_portable_engine_mines_until_the_vector_engine_is_fit() {
        var engine = aimed(EngineWish.AUTO);

        assertThat(search(engine)).containsExactly(GENESIS_NONCE);
        assertThat(engine.name()).isEqualTo("portable");

        trial.verdict = new Trial.Verdict.Fit(PLAN, 10, true);

        // no new aim: it goes on with the same header
        assertThat(search(engine)).containsExactly(GENESIS_NONCE);
        assertThat(engine.name()).isEqualTo("vector");
    }

    @Test
    void who_does_not_mine_pays_for_no_trial() {
        var engine = new ChosenEngine(trial, EngineWish.AUTO);
        assertThat(trial.begun).isFalse();

        engine.aim(Networks.REGTEST.genesis().header().toBytes(), HOPELESS);

        assertThat(trial.begun).isTrue();
    }

    @Test
    void the_slower_one_mines_only_if_it_is_wanted() {
        trial.verdict = new Trial.Verdict.Fit(PLAN, 10, false);
        var automatic = aimed(EngineWish.AUTO);
        var wanted = aimed(EngineWish.VECTOR);

        search(automatic);
        search(wanted);

        assertThat(automatic.name()).isEqualTo("portable");
        assertThat(wanted.name()).isEqualTo("vector");
    }

    @Test
    void while_the_vector_engine_is_tried_anew_the_portable_one_mines() {
        trial.verdict = new Trial.Verdict.Fit(PLAN, 10, true);
        var engine = aimed(EngineWish.AUTO);
        search(engine);

        trial.verdict = new Trial.Verdict.Warming();

        assertThat(search(engine)).containsExactly(GENESIS_NONCE);
        assertThat(engine.name()).isEqualTo("portable");
    }

    @Test
    @Timeout(60)
    void a_collapse_is_reported_and_mere_hits_are_none() {
        trial.verdict = new Trial.Verdict.Fit(PLAN, 10, true);
        trial.portableRate = 1e18;
        var engine = aimed(EngineWish.AUTO);
        var hits = new Hits();
        for (int i = 0; i < 1_000; i++)
            engine.search(0, 64, hits);
        assertThat(trial.collapses).isEmpty();

        engine.aim(Networks.REGTEST.genesis().header().toBytes(), HOPELESS);
        hits.clear();
        while (trial.collapses.isEmpty() && !Thread.currentThread().isInterrupted())
            engine.search(0, 1 << 10, hits);

        assertThat(trial.collapses.getFirst()).isSameAs(PLAN);
    }

    @Test
    @Timeout(120)
    void the_trial_comes_to_an_end_and_its_engine_computes_right() throws InterruptedException {
        Engines engines = Engines.of(EngineWish.AUTO);
        Engine engine = engines.forThread();
        engines.awaitChoice(Duration.ofSeconds(100));

        engine.aim(Networks.REGTEST.genesis().header().toBytes(), Networks.REGTEST.easiestTarget());
        assertThat(search(engine)).containsExactly(GENESIS_NONCE);
        assertThat(engine.name()).isEqualTo(engines.chosen());
    }

    @Test
    void settings_have_limits() {
        assertThat(new MinerSettings(Miner.MAX_THREADS, EngineWish.AUTO, 0.01).cpuShare()).isEqualTo(0.01);
        assertThatThrownBy(() -> new MinerSettings(1, EngineWish.AUTO, 0)).hasMessageContaining("share");
        assertThatThrownBy(() -> new MinerSettings(1, EngineWish.AUTO, 1.01)).hasMessageContaining("share");
        assertThatThrownBy(() -> new MinerSettings(0, EngineWish.AUTO, 1)).hasMessageContaining("threads");
    }

    private ChosenEngine aimed(EngineWish wish) {
        var engine = new ChosenEngine(trial, wish);
        engine.aim(Networks.REGTEST.genesis().header().toBytes(), Networks.REGTEST.easiestTarget());
        return engine;
    }

    /** Around the one nonce that is known. */
    private static List<Integer> search(Engine engine) {
        var hits = new Hits();
        engine.search(GENESIS_NONCE, 1, hits);
        var found = new ArrayList<Integer>();
        for (int nonce : hits.toArray())
            found.add(nonce);
        return found;
    }

    private static final class FakeTrial implements Trial {
        private Verdict verdict = new Verdict.Warming();
        private double portableRate;
        private final List<VectorEngine.Plan> collapses = new ArrayList<>();
        private boolean begun;

        @Override
        public void begin() {
            begun = true;
        }

        @Override
        public Verdict verdict() {
            return verdict;
        }

        @Override
        public double portableRate() {
            return portableRate;
        }

        @Override
        public void collapsed(VectorEngine.Plan plan, double hashesPerSecond) {
            collapses.add(plan);
        }
    }
}
