package org.jackblockchain.mining.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.EngineContract;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.primitives.Target;
import org.junit.jupiter.api.Test;

/** The build starts its tests with the module that this engine needs. */
class VectorEngineTest extends EngineContract {
    private static final VectorEngine.Plan PLAN = new VectorEngine.Plan(Lanes.preferred().orElseThrow());

    @Override
    protected Engine engine() {
        return PLAN.engine();
    }

    @Test
    void finds_what_the_portable_engine_finds_in_1000_headers_with_targets_and_ranges_of_all_kinds() {
        var chance = new Random(20261122);
        var portable = new PortableEngine();
        var vector = PLAN.engine();
        int found = 0;
        for (int i = 0; i < 1_000; i++) {
            var header = new byte[80];
            chance.nextBytes(header);
            Target target = Target.of(BigInteger.ONE.shiftLeft(244 + chance.nextInt(13)).subtract(BigInteger.ONE));
            int count = chance.nextInt(200);
            long start = i % 10 == 0 ? Engine.NONCES - count : chance.nextLong(Engine.NONCES - count);

            int[] expected = search(portable, header, target, start, count);

            assertThat(search(vector, header, target, start, count)).as("header %d", i).isEqualTo(expected);
            found += expected.length;
        }
        assertThat(found).isGreaterThan(1_000);
    }

    private static int[] search(Engine engine, byte[] header, Target target, long start, int count) {
        var hits = new Hits();
        engine.aim(header, target);
        engine.search(start, count, hits);
        return hits.toArray();
    }
}
