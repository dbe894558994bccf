package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Spends by chance, good and spoiled and without sense; {@code -Djbc.fuzz.seeds} makes more of them. */
class ScriptFuzzTest {
    private static final int SEEDS = Integer.getInteger("jbc.fuzz.seeds", 2_000) / 10;
    private static final int EACH = 10;

    /** A line is the verdict of Core v29.0, OK or the name of an error, and the spend. */
    @Test
    void verdicts_are_those_of_core() {
        List<String> lines = corpus();
        assertThat(lines).hasSizeGreaterThan(700).allSatisfy(line -> {
            int space = line.indexOf(' ');
            Spend spend = Spend.parse(line.substring(space + 1));
            assertThat(spend.verdict().map(Enum::name).orElse("OK")).isEqualTo(line.substring(0, space));
        });
    }

    private static List<String> corpus() {
        try (var in = ScriptFuzzTest.class.getResourceAsStream("/corpus/core-verdicts.txt")) {
            if (in == null)
                throw new AssertionError("the corpus is not there");
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_is_signed_here_is_good_by_consensus() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Spend spend = new SpendMaker(seed).good();
            for (int input = 0; input < spend.spent().size(); input++) {
                var one = new Spend(spend.tx(), spend.spent(), input, ScriptFlags.MANDATORY);
                assertThat(one.verdict()).as("seed " + seed + ": " + one.text()).isEmpty();
            }
        }
    }

    @Test
    void what_inputs_share_changes_no_verdict() {
        var cache = new SaltedSignatureCache(new byte[32], 1 << 10);
        for (long seed = 0; seed < SEEDS; seed++) {
            var maker = new SpendMaker(seed);
            for (int i = 0; i < EACH; i++)
                assertSharingChangesNothing(maker.any(), cache);
        }
    }

    private static void assertSharingChangesNothing(Spend spend, SignatureCache cache) {
        var shared = SignedTransaction.of(spend.tx(), spend.spent());
        var order = new ArrayList<Integer>();
        for (int input = 0; input < spend.spent().size(); input++)
            order.add(input);
        for (int input : order.reversed()) {
            Optional<ScriptError> alone = new Spend(spend.tx(), spend.spent(), input, spend.flags()).verdict();
            for (SignatureCache used : List.of(SignatureCache.NONE, cache, cache)) {
                assertThat(ScriptCheck.verify(shared, input, spend.flags(), used)).as(spend.text()).isEqualTo(alone);
            }
        }
    }

    @Test
    void fewer_flags_let_no_less_through() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var maker = new SpendMaker(seed);
            var chance = new Random(seed);
            for (int i = 0; i < EACH; i++) {
                Spend spend = maker.any();
                var fewer = new ScriptFlags(spend.flags().bits() & chance.nextInt());
                if (spend.verdict().isEmpty())
                    assertThat(spend.by(Spends.trimmed(fewer)).verdict()).as(spend.text() + " by " + fewer).isEmpty();
            }
        }
    }
}
