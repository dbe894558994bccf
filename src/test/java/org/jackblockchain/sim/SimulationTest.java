package org.jackblockchain.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The main test: real nodes in thousands of worlds. A failure names scenario and seed;
 *
 * <pre>mvn test -Dtest=SimulationTest -Djbc.sim.scenario=race-of-4 -Djbc.sim.seed=7</pre>
 *
 * replays that world bit for bit and writes what happened to {@code target/sim-trace.txt}. With
 * {@code -Djbc.sim.times=20} each scenario is played for twenty times as many seeds, and with
 * {@code -Djbc.sim.from=1000} for others.
 */
class SimulationTest {
    private static final long FROM = Long.getLong("jbc.sim.from", 1);
    private static final int TIMES = Integer.getInteger("jbc.sim.times", 1);
    private static final Optional<String> ONLY = Optional.ofNullable(System.getProperty("jbc.sim.scenario"));
    private static final Optional<Long> SEED = Optional.ofNullable(Long.getLong("jbc.sim.seed"));
    private static final Path TRACE = Path.of("target", "sim-trace.txt");
    private static final int LAST_LINES = 40;

    /** Worlds a scenario; those that take longer get fewer. */
    private static final int USUAL = 80;
    private static final Map<Scenario, Integer> SEEDS = new EnumMap<>(Map.of(
            Scenario.TRANSACTIONS, 24,
            Scenario.RACE_OF_4, 200,
            Scenario.RACE_OF_50, 3,
            Scenario.PARTITION, 120,
            Scenario.PARTITION_BEYOND_FINALITY, 30,
            Scenario.CRASHES, 200,
            Scenario.LIAR_ENDLESS_HEADERS, 10,
            Scenario.LIAR_STALLING, 40,
            Scenario.LIAR_FLOOD, 6,
            Scenario.EVERYTHING, 160));

    @TestFactory
    Stream<DynamicTest> nodes_keep_their_promises() {
        return Stream.of(Scenario.values())
                .filter(scenario -> ONLY.isEmpty() || ONLY.get().equals(scenario.title()))
                .map(scenario -> DynamicTest.dynamicTest(scenario.title(), () -> play(scenario)));
    }

    private static void play(Scenario scenario) throws IOException {
        if (SEED.isPresent()) {
            replay(scenario, SEED.get());
            return;
        }
        long count = (long) TIMES * SEEDS.getOrDefault(scenario, USUAL);
        List<String> failures = LongStream.range(FROM, FROM + count).parallel()
                .mapToObj(seed -> failure(scenario, seed)).flatMap(Optional::stream).limit(3).toList();
        assertThat(failures).isEmpty();
    }

    private static Optional<String> failure(Scenario scenario, long seed) {
        try {
            scenario.play(seed, Trace.hashOnly());
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of("%s%nreplay with -Djbc.sim.scenario=%s -Djbc.sim.seed=%d".formatted(e.getMessage(),
                    scenario.title(), seed));
        }
    }

    private static void replay(Scenario scenario, long seed) throws IOException {
        Trace trace = Trace.withLines();
        try {
            scenario.play(seed, trace);
        } catch (Violation e) {
            List<String> lines = trace.lines();
            throw new AssertionError(e.getMessage() + "\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())), e);
        } finally {
            Files.write(TRACE, trace.lines());
        }
    }

    @Test
    void the_same_seed_plays_the_same_world() {
        for (Scenario scenario : List.of(Scenario.RACE_OF_4, Scenario.CRASHES, Scenario.EVERYTHING)) {
            var once = Trace.hashOnly();
            var again = Trace.withLines();

            scenario.play(77, once);
            scenario.play(77, again);

            assertThat(again.hash()).as(scenario.title()).isEqualTo(once.hash());
        }
    }

    @Test
    void another_seed_plays_another_world() {
        var one = Trace.hashOnly();
        var other = Trace.hashOnly();

        Scenario.RACE_OF_4.play(1, one);
        Scenario.RACE_OF_4.play(2, other);

        assertThat(other.hash()).isNotEqualTo(one.hash());
    }

    @Test
    void titles_name_scenarios() {
        for (Scenario scenario : Scenario.values())
            assertThat(Scenario.titled(scenario.title())).contains(scenario);
        assertThat(Scenario.titled("no-such-thing")).isEmpty();
    }
}
