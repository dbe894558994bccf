package org.jackblockchain.app.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jackblockchain.app.Quantities;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreboardTest {
    @ParameterizedTest
    @CsvSource({"80,24", "120,40", "40,20", "56,24", "72,12", "20,6", "300,100"})
    void fits_the_screen(int width, int height) {
        for (int nodes : new int[]{1, 4, 20}) {
            List<AttributedString> lines = Scoreboard.draw(standings(nodes),
                    Optional.of("node-5000: " + "x".repeat(400)), width,
                    height);

            assertThat(lines).hasSizeLessThan(height);
            assertThat(lines).allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void shows_everything_at_80_columns() {
        assertThat(text(80, 24)).contains("block 17 of 20", "port 5000", "41%", "stale", "everywhere in 3 ms",
                "6.20 M hashes a block", "http://127.0.0.1:5000/", "3.10 MH/s", "2 stale blocks, 1 reorg",
                "node-5000: a warning");
    }

    @Test
    void shows_workers_below_the_racers() {
        assertThat(text(80, 24)).contains("rig0 @ po…", "5%", "20.0 MH/s");
        assertThat(Tally.name("Mined by node on port 5000 / rig1")).isEqualTo("rig1 @ port 5000");
        assertThat(Tally.name("Mined by node on port 5000")).isEqualTo("port 5000");
    }

    @Test
    void shows_who_wins_at_40_columns() {
        assertThat(text(40, 20)).contains("block 17 of 20", "port 5003", "41%", "http://127.0.0.1:5000/")
                .doesNotContain("hash rate");
    }

    @Test
    void scales_numbers_and_times() {
        assertThat(List.of(0.0, 7.0, 999.4, 999.6, 1_234.0, 12_345.0, 999_600.0, 3.1e6))
                .extracting(Quantities::rate).containsExactly("0 H/s", "7 H/s", "999 H/s", "1.00 kH/s", "1.23 kH/s",
                        "12.3 kH/s", "1.00 MH/s", "3.10 MH/s");
        assertThat(List.of(0, 999, 1_000, 59_999, 60_000, 125_000, 3_720_000))
                .extracting(millis -> Quantities.time(Duration.ofMillis(millis))).containsExactly("0 ms", "999 ms",
                        "1.0 s",
                        "59.9 s", "1 m 00 s", "2 m 05 s", "1 h 02 m");
        assertThat(Quantities.bar(0.5, 4)).isEqualTo("██");
        assertThat(Quantities.bar(0.53125, 4)).isEqualTo("██▏");
        assertThat(Quantities.bar(1, 4)).isEqualTo("████");
        assertThat(Quantities.bar(0, 4)).isEmpty();
    }

    private static String text(int width, int height) {
        var lines = new ArrayList<String>();
        Scoreboard.draw(standings(4), Optional.of("node-5000: a warning"), width, height)
                .forEach(line -> lines.add(line.toString()));
        return String.join("\n", lines);
    }

    private static Standings standings(int nodes) {
        var rows = IntStream.range(0, nodes)
                .mapToObj(i -> new Standings.Row(i, "port " + (5000 + i), 7, 0.41, 17, 3, 3.1e6)).toList();
        var won = new Standings.Win(17, "00".repeat(32), OptionalInt.of(2), "port 5002", Duration.ofMillis(4_800),
                Optional.of(Duration.ofMillis(3)), false);
        var stale = new Standings.Win(17, "01".repeat(32), OptionalInt.empty(), "\"Mined by somebody else\"",
                Duration.ofMillis(4_802), Optional.empty(), true);
        var others = IntStream.range(0, nodes)
                .mapToObj(i -> new Standings.Other("rig" + i + " @ port 5000", 3, 0.05, 20e6)).toList();
        return new Standings(rows, others, List.of(won, stale), 17, OptionalInt.of(20), 6.2e6, 12.4e6, "vector",
                Duration.ofSeconds(3),
                Duration.ofSeconds(5), Duration.ofSeconds(90), 2, 1, Optional.of(Duration.ofMillis(3)),
                "http://127.0.0.1:5000/");
    }
}
