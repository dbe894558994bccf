package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jackblockchain.Vectors;
import org.jackblockchain.consensus.TransactionRules;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

/** Core's tx_valid and tx_invalid, with what its own tests make of the flags that they name. */
class TransactionVectorsTest {
    private static final ScriptFlags ALL = ScriptFlags.of(ScriptFlag.values());

    /** @param spent as in Core's tests: what taproot needs of it is not there */
    private record Case(String text, Transaction tx, List<TxOut> spent, String flags) {

        static Case of(JsonNode json) {
            var outputs = new HashMap<OutPoint, TxOut>();
            for (JsonNode output : json.get(0)) {
                var point = new OutPoint(Txid.of(output.get(0).asText()), output.get(1).asInt());
                long value = output.size() > 3 ? output.get(3).asLong() : 0;
                outputs.put(point, new TxOut(value, Asm.script(output.get(2).asText())));
            }
            Transaction tx = ByteReader.readAll(Hex.parse(json.get(1).asText()), Transaction::read);
            return new Case(json.toString(), tx, spentBy(tx, outputs), json.get(2).asText());
        }

        private static List<TxOut> spentBy(Transaction tx, Map<OutPoint, TxOut> outputs) {
            return tx.inputs().stream()
                    .map(input -> outputs.getOrDefault(input.previous(), new TxOut(0, Bytes.EMPTY))).toList();
        }

        boolean isGoodBy(ScriptFlags flags) {
            var signed = SignedTransaction.of(tx, spent);
            for (int i = 0; i < spent.size(); i++) {
                if (ScriptCheck.verify(signed, i, flags, SignatureCache.NONE).isPresent())
                    return false;
            }
            return true;
        }
    }

    private static List<Case> cases(String file) {
        var cases = new ArrayList<Case>();
        for (JsonNode json : Vectors.json(file)) {
            if (json.get(0).isArray())
                cases.add(Case.of(json));
        }
        assertThat(cases).hasSizeGreaterThan(90);
        return cases;
    }

    private static ScriptFlags but(ScriptFlags flags) {
        return new ScriptFlags(ALL.bits() & ~flags.bits());
    }

    private static List<ScriptFlags> withoutOneOf(ScriptFlags flags) {
        var fewer = new ArrayList<ScriptFlags>();
        for (ScriptFlag flag : ScriptFlag.values()) {
            ScriptFlags without = Spends.trimmed(flags.minus(flag));
            if (!without.equals(flags))
                fewer.add(without);
        }
        return fewer;
    }

    @Test
    void valid_ones_are_valid_by_all_flags_but_those_they_name() {
        assertThat(cases("tx_valid.json")).allSatisfy(it -> {
            assertThat(TransactionRules.firstFault(it.tx())).isEmpty();
            assertThat(it.isGoodBy(but(Asm.flags(it.flags())))).isTrue();
        });
    }

    @Test
    void valid_ones_stay_valid_by_fewer_flags() {
        var chance = new Random(7);
        for (Case it : cases("tx_valid.json")) {
            ScriptFlags named = Asm.flags(it.flags());
            for (ScriptFlag flag : ScriptFlag.values()) {
                assertThat(it.isGoodBy(Spends.trimmed(but(named.plus(flag))))).as(it.text() + flag).isTrue();
                var some = new ScriptFlags(named.bits() | chance.nextInt(ALL.bits() + 1));
                assertThat(it.isGoodBy(Spends.trimmed(but(some)))).as(it.text() + some).isTrue();
            }
        }
    }

    @Test
    void valid_ones_are_invalid_by_each_flag_that_they_name() {
        for (Case it : cases("tx_valid.json")) {
            for (ScriptFlags fewer : withoutOneOf(Asm.flags(it.flags())))
                assertThat(it.isGoodBy(but(fewer))).as(it.text() + " excused from " + fewer).isFalse();
        }
    }

    @Test
    void invalid_ones_are_invalid_by_the_flags_they_name() {
        assertThat(cases("tx_invalid.json")).allSatisfy(it -> {
            if (it.flags().equals("BADTX"))
                assertThat(TransactionRules.firstFault(it.tx())).isPresent();
            else {
                assertThat(TransactionRules.firstFault(it.tx())).isEmpty();
                assertThat(it.isGoodBy(Asm.flags(it.flags()))).isFalse();
            }
        });
    }

    @Test
    void invalid_ones_stay_invalid_by_more_flags() {
        var chance = new Random(7);
        for (Case it : cases("tx_invalid.json")) {
            if (it.flags().equals("BADTX"))
                continue;
            ScriptFlags named = Asm.flags(it.flags());
            for (ScriptFlag flag : ScriptFlag.values()) {
                assertThat(it.isGoodBy(Spends.filled(named.plus(flag)))).as(it.text() + flag).isFalse();
                var some = new ScriptFlags(named.bits() | chance.nextInt(ALL.bits() + 1));
                assertThat(it.isGoodBy(Spends.filled(some))).as(it.text() + some).isFalse();
            }
        }
    }

    @Test
    void invalid_ones_are_valid_without_any_one_of_the_flags_they_name() {
        for (Case it : cases("tx_invalid.json")) {
            if (it.flags().equals("BADTX"))
                continue;
            for (ScriptFlags fewer : withoutOneOf(Asm.flags(it.flags())))
                assertThat(it.isGoodBy(fewer)).as(it.text() + " by " + fewer).isTrue();
        }
    }

    @Test
    void every_case_has_the_bytes_it_was_read_from() {
        for (String file : List.of("tx_valid.json", "tx_invalid.json")) {
            for (JsonNode json : Vectors.json(file)) {
                if (json.get(0).isArray()) {
                    String hex = json.get(1).asText();
                    assertThat(Optional.of(Case.of(json).tx().toBytes()).map(Hex::of))
                            .contains(hex.toLowerCase(Locale.ROOT));
                }
            }
        }
    }
}
