package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jackblockchain.Vectors;
import org.jackblockchain.primitives.Bytes;
import org.junit.jupiter.api.Test;

/** Core's script_tests: each pair of scripts, by the flags it names, ends as it says. */
class ScriptVectorsTest {
    private record Case(String text, Bytes scriptSig, Bytes script, List<Bytes> witness, long value,
            ScriptFlags flags, String outcome) {

        static Case of(JsonNode json) {
            int at = 0;
            var witness = new ArrayList<Bytes>();
            long value = 0;
            if (json.get(0).isArray()) {
                JsonNode items = json.get(at++);
                for (int i = 0; i < items.size() - 1; i++)
                    witness.add(Bytes.ofHex(items.get(i).asText()));
                value = items.get(items.size() - 1).decimalValue().movePointRight(8).longValueExact();
            }
            ScriptFlags flags = Asm.flags(json.get(at + 2).asText());
            return new Case(json.toString(), Asm.script(json.get(at).asText()), Asm.script(json.get(at + 1).asText()),
                    witness, value, flags.has(ScriptFlag.CLEANSTACK) ? Spends.filled(flags) : flags,
                    json.get(at + 3).asText());
        }

        String outcomeBy(ScriptFlags flags) {
            return Spends.verify(scriptSig, script, witness, value, flags).map(Case::name).orElse("OK");
        }

        /** The vectors have shorter names for one of them. */
        private static String name(ScriptError error) {
            return error == ScriptError.SIG_NULLFAIL ? "NULLFAIL" : error.name();
        }
    }

    private static List<Case> cases() {
        var cases = new ArrayList<Case>();
        for (JsonNode json : Vectors.json("script_tests.json")) {
            if (json.size() > 1)
                cases.add(Case.of(json));
        }
        return cases;
    }

    @Test
    void every_case_ends_as_it_says() {
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(1_000);
        assertThat(cases).allSatisfy(it -> assertThat(it.outcomeBy(it.flags())).isEqualTo(it.outcome()));
    }

    @Test
    void fewer_flags_let_what_is_good_through_and_more_flags_let_nothing_else_through() {
        var chance = new Random(7);
        for (Case it : cases()) {
            boolean good = it.outcome().equals("OK");
            for (int i = 0; i < 16; i++) {
                int extra = chance.nextInt(1 << 21);
                int bits = good ? it.flags().bits() & ~extra : it.flags().bits() | extra;
                var flags = new ScriptFlags(bits);
                if (!flags.equals(Spends.filled(flags)))
                    continue;
                assertThat(it.outcomeBy(flags).equals("OK")).as(it.text() + " by " + flags).isEqualTo(good);
            }
        }
    }

    @Test
    void a_shared_cache_of_signatures_changes_no_outcome() {
        var cache = new SaltedSignatureCache(new byte[32], 1 << 12);
        for (int round = 0; round < 2; round++) {
            assertThat(cases()).allSatisfy(it -> {
                var spend = Spends.of(it.scriptSig(), it.script(), it.witness(), it.value());
                Optional<ScriptError> error = ScriptCheck.verify(spend, 0, it.flags(), cache);
                assertThat(error.map(Case::name).orElse("OK")).isEqualTo(it.outcome());
            });
        }
    }
}
