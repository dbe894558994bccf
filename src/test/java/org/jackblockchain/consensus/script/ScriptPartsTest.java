package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts of the interpreter, each by itself. */
class ScriptPartsTest {
    private static String deleted(String script, String pattern) {
        return Hex.of(FindAndDelete.pattern(Hex.parse(script), Hex.parse(pattern)));
    }

    @Test
    void finds_only_where_operations_begin() {
        assertThat(deleted("5152", "51")).isEqualTo("52");
        assertThat(deleted("515152", "51")).as("all of them").isEqualTo("52");
        assertThat(deleted("0302ff03", "0302ff03")).isEmpty();
        assertThat(deleted("0302ff030302ff03", "02")).as("inside a push").isEqualTo("0302ff030302ff03");
        assertThat(deleted("0302ff030302ff03", "ff")).isEqualTo("0302ff030302ff03");
        assertThat(deleted("0302ff030302ff03", "03")).as("what is left reads otherwise").isEqualTo("02ff0302ff03");
        assertThat(deleted("02feed5169", "feed51")).isEqualTo("02feed5169");
        assertThat(deleted("516902feed5169", "feed51")).isEqualTo("516902feed5169");
        assertThat(deleted("516902feed5169", "02feed51")).isEqualTo("516969");
        assertThat(deleted("00005151", "0051")).as("only once").isEqualTo("0051");
        assertThat(deleted("0003feed", "03feed")).as("in front of a push that is cut off").isEqualTo("00");
        assertThat(deleted("0003feed", "00")).isEqualTo("03feed");
        assertThat(deleted("51", "")).isEqualTo("51");
        assertThat(deleted("", "51")).isEmpty();
    }

    @Test
    void gives_back_the_same_script_if_there_is_nothing_to_delete() {
        byte[] script = Hex.parse("5152");
        assertThat(FindAndDelete.push(script, Hex.parse("51"))).isSameAs(script);
        assertThat(FindAndDelete.push(Hex.parse("0051"), new byte[0])).as("an empty signature is a push of nothing")
                .isEqualTo(Hex.parse("51"));
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, 01", "-1, 81", "127, 7f", "128, 8000", "-128, 8080", "255, ff00", "256, 0001",
            "-255, ff80", "32767, ff7f", "32768, 008000", "-2147483647, ffffffff", "2147483648, 0000008000",
            "4294967294, feffffff00"})
    void a_number_has_one_shortest_form(long number, String hex) {
        assertThat(Hex.of(ScriptNumber.bytes(number))).isEqualTo(hex);
        assertThat(ScriptNumber.value(Hex.parse(hex))).isEqualTo(number);
        assertThat(ScriptNumber.isMinimal(Hex.parse(hex))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "80", "0100", "0180", "ff0000", "000000"})
    void longer_forms_are_read_but_are_not_minimal(String hex) {
        assertThat(ScriptNumber.isMinimal(Hex.parse(hex))).isFalse();
        assertThat(Math.abs(ScriptNumber.value(Hex.parse(hex)))).isIn(0L, 1L, 255L);
    }

    @ParameterizedTest
    @CsvSource({"'', false", "00, false", "80, false", "0000, false", "0080, false", "01, true", "8000, true",
            "0081, true", "81, true"})
    void zero_of_either_sign_is_false(String hex, boolean value) {
        assertThat(Stack.isTrue(Hex.parse(hex))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"0,nonstandard", "0 0x14 0x0102030405060708090a0b0c0d0e0f1011121314,witness_v0_keyhash",
            "0 0x03 0x010203,nonstandard", "1 0x02 0x4e73,anchor", "1 0x02 0x4e74,witness_unknown",
            "16 0x02 0x4e73,witness_unknown", "RETURN,nulldata", "RETURN 'data' 5,nulldata",
            "RETURN 0x50,nulldata", "RETURN NOP,nonstandard", "RETURN 0x02 0x01,nonstandard",
            "DUP HASH160 0x14 0x0102030405060708090a0b0c0d0e0f1011121314 EQUALVERIFY CHECKSIG,pubkeyhash",
            "HASH160 0x14 0x0102030405060708090a0b0c0d0e0f1011121314 EQUAL,scripthash",
            "HASH160 0x4c 0x14 0x0102030405060708090a0b0c0d0e0f1011121314 EQUAL,nonstandard"})
    void tells_forms_of_outputs_apart(String script, String type) {
        assertThat(Solution.of(Asm.script(script)).type().text()).isEqualTo(type);
    }

    @Test
    void tells_keys_and_multisigs_apart() {
        String key = "0x21 0x02" + "11".repeat(32);
        String longKey = "0x41 0x04" + "11".repeat(64);
        assertThat(Solution.of(Asm.script(key + " CHECKSIG")).type()).isEqualTo(OutputType.PUBKEY);
        assertThat(Solution.of(Asm.script(longKey + " CHECKSIG")).parts()).hasSize(1);
        assertThat(Solution.of(Asm.script("0x21 0x04" + "11".repeat(32) + " CHECKSIG")).type())
                .isEqualTo(OutputType.NONSTANDARD);
        Solution multisig = Solution.of(Asm.script("1 " + key + " " + longKey + " 2 CHECKMULTISIG"));
        assertThat(multisig.type()).isEqualTo(OutputType.MULTISIG);
        assertThat(multisig.required()).isEqualTo(1);
        assertThat(multisig.parts()).hasSize(2);
        assertThat(Solution.of(Asm.script("0x01 0x11 " + (key + " ").repeat(17) + "0x01 0x11 CHECKMULTISIG"))
                .required()).as("pushed, because beyond 16").isEqualTo(17);
        for (String broken : List.of("0 " + key + " 1", "2 " + key + " 1", "1 " + key + " 2", "1 1",
                "1 " + key + " 1 NOP", "1 0x02 0x0102 1", "0x01 0x01 " + key + " 1", "1 " + key + " 0x01 0x01",
                "1 " + (key + " ").repeat(21) + "0x01 0x15"))
            assertThat(Solution.of(Asm.script(broken + " CHECKMULTISIG")).type()).as(broken)
                    .isEqualTo(OutputType.NONSTANDARD);
        Bytes program = Asm.script("1 0x20 0x" + "11".repeat(32));
        assertThat(Solution.of(program).type()).isEqualTo(OutputType.WITNESS_V1_TAPROOT);
        assertThat(Solution.of(Asm.script("0 0x20 0x" + "11".repeat(32))).type())
                .isEqualTo(OutputType.WITNESS_V0_SCRIPTHASH);
        assertThat(Solution.of(Asm.script("2 0x20 0x" + "11".repeat(32))).required()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"50, false", "51024e, false", "51020000, true", "60020000, true", "61020000, false",
            "4f020000, false", "50020000, false", "0002000000, false", "00020000, true"})
    void a_witness_program_is_a_version_and_one_push(String hex, boolean is) {
        assertThat(WitnessProgram.of(Bytes.ofHex(hex)).isPresent()).isEqualTo(is);
    }

    @Test
    void a_witness_program_has_2_to_40_bytes() {
        assertThat(WitnessProgram.of(Bytes.ofHex("5128" + "00".repeat(40)))).isPresent();
        assertThat(WitnessProgram.of(Bytes.ofHex("5129" + "00".repeat(41)))).isEmpty();
        assertThat(WitnessProgram.of(Bytes.ofHex("510100"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CHECKSIG CHECKSIGVERIFY, 2, 2", "2 CHECKMULTISIG, 20, 2", "16 CHECKMULTISIGVERIFY, 20, 16",
            "0 CHECKMULTISIG, 20, 20", "0x01 0x02 CHECKMULTISIG, 20, 20", "2 NOP CHECKMULTISIG, 20, 20",
            "CHECKSIGADD, 0, 0", "RETURN CHECKSIG, 1, 1", "CHECKSIG 0x02 0xac, 1, 1", "0x02 0xacac CHECKSIG, 1, 1"})
    void counts_signature_operations(String script, int legacy, int accurate) {
        assertThat(Sigops.count(Asm.script(script), false)).isEqualTo(legacy);
        assertThat(Sigops.count(Asm.script(script), true)).isEqualTo(accurate);
    }

    private static long cost(Lock lock, ScriptFlags flags) {
        Spend spend = TaprootSpends.signed(lock, Sighash.ALL);
        return Sigops.cost(spend.tx(), spend.spent(), flags);
    }

    @Test
    void what_signature_operations_cost() {
        Program multisig = new Program(false).signedBy(1, 3).number(1);
        assertThat(cost(new Lock.P2sh(multisig), ScriptFlags.MANDATORY)).isEqualTo(4 * 3);
        assertThat(cost(new Lock.P2sh(multisig), ScriptFlags.NONE)).isZero();
        assertThat(cost(new Lock.P2wsh(multisig, false), ScriptFlags.MANDATORY)).isEqualTo(3);
        assertThat(cost(new Lock.P2wsh(multisig, true), ScriptFlags.MANDATORY)).isEqualTo(3);
        assertThat(cost(new Lock.P2wsh(multisig, true), ScriptFlags.of(ScriptFlag.P2SH))).isZero();
        assertThat(cost(new Lock.P2wpkh(1, false), ScriptFlags.MANDATORY)).isEqualTo(1);
        assertThat(cost(new Lock.P2wpkh(1, true), ScriptFlags.MANDATORY)).isEqualTo(1);
        assertThat(cost(new Lock.P2pkh(1), ScriptFlags.MANDATORY)).as("counted where it was made").isZero();
        Program signed = new Program(true).signed(1).number(1);
        assertThat(cost(TaprootSpends.leaf(signed, 1, Optional.empty()), ScriptFlags.MANDATORY)).isZero();
    }

    @Test
    void what_is_behind_a_script_hash_is_only_counted_if_the_input_pushes() {
        Bytes redeem = Asm.script("CHECKSIG CHECKSIG");
        Bytes script = Asm.script("HASH160 0x14 0x" + Hex.of(Hash160.of(redeem.toArray())) + " EQUAL");
        Spend spend = TaprootSpends.unsigned(script);
        assertThat(p2sh(spend.withScriptSig(Scripts.pushData(redeem)))).isEqualTo(2);
        assertThat(p2sh(spend.withScriptSig(Asm.script("NOP 0x02 0xacac")))).isZero();
        assertThat(p2sh(spend.withScriptSig(Asm.script("0x02 0xac")))).as("cut off").isZero();
        assertThat(p2sh(spend.withScriptSig(Asm.script("0x02 0xacac 1")))).as("the last counts").isZero();
        assertThat(p2sh(spend)).isZero();
        Transaction coinbase = Spends.credit(script, 1);
        assertThat(Sigops.inP2sh(coinbase, List.of())).isZero();
        assertThat(Sigops.cost(coinbase, List.of(), ScriptFlags.MANDATORY)).isZero();
        assertThat(Sigops.legacy(Spends.credit(redeem, 1))).isEqualTo(2);
    }

    private static int p2sh(Spend spend) {
        return Sigops.inP2sh(spend.tx(), spend.spent());
    }

    @Test
    void an_empty_witness_of_a_script_hash_counts_nothing() {
        Bytes script = Asm.script("0 0x20 0x" + "11".repeat(32));
        assertThat(Sigops.inWitness(TaprootSpends.unsigned(script).own(), script)).isZero();
    }

    /** BIP143's own example of a witness of a key hash, beside an input of before segwit. */
    @Test
    void the_example_of_bip143() {
        Transaction tx = ByteReader.readAll(Hex.parse("01000000" + "0001" + "02"
                + "fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f" + "00000000" + "49"
                + "4830450221008b9d1dc26ba6a9cb62127b02742fa9d754cd3bebf337f7a55d114c8e5cdd30be022040529b194ba3f9281a"
                + "99f2b1c0a19c0489bc22ede944ccf4ecbab4cc618ef3ed01" + "eeffffff"
                + "ef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a" + "01000000" + "00" + "ffffffff"
                + "02" + "202cb20600000000" + "1976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac"
                + "9093510d00000000" + "1976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac" + "00" + "02"
                + "47304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a954c451833156140"
                + "6f90300e8f3358f51928d43c212a8caed02de67eebee01"
                + "21025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253f62fc70f07aeee6357" + "11000000"),
                Transaction::read);
        Bytes key = Bytes.ofHex("2103c9f4836b9a4f77fc0d81f7bcb01b7f1b35916864b9476c241ce9fc198bd25432ac");
        String keyHash = "1d0f172a0ecb48aee1be1f2687d2963ae33f71a1";
        var spent = List.of(new TxOut(625_000_000, key), new TxOut(600_000_000, Bytes.ofHex("0014" + keyHash)));
        var signed = SignedTransaction.of(tx, spent);
        assertThat(Hex.of(Sighash.segwitV0(signed, 1, Hex.parse("76a914" + keyHash + "88ac"), Sighash.ALL)))
                .isEqualTo("c37af31116d1b27caf68aae9e3ac82f1477929014d5b917657d0eb49478cb670");
        for (int input = 0; input < 2; input++)
            assertThat(ScriptCheck.verify(signed, input, ScriptFlags.STANDARD, SignatureCache.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0 IF 1 IF ENDIF RETURN ENDIF 1, true", "0 IF 0 IF ELSE RETURN ENDIF ENDIF 1, true",
            "1 IF 0 IF RETURN ENDIF 1 ELSE RETURN ENDIF, true", "0 NOTIF 1 ELSE RETURN ENDIF, true",
            "1 IF 1 ELSE RETURN ELSE 1 ENDIF, true", "0 IF RETURN ELSE 1 ELSE RETURN ENDIF, true",
            "1 IF 1, false", "1 ENDIF, false", "1 ELSE ENDIF, false", "IF 1 ENDIF, false", "0 IF VERIF ENDIF 1, false",
            "0 IF VER ENDIF 1, true", "0 IF RESERVED ENDIF 1, true", "0 IF CAT ENDIF 1, false"})
    void what_stands_in_a_false_condition_is_not_run(String script, boolean good) {
        assertThat(Spends.verify("", script, ScriptFlags.NONE).isEmpty()).isEqualTo(good);
    }

    @Test
    void single_without_an_output_signs_the_number_one() {
        Spend spend = TaprootSpends.unsigned(Asm.script("1"));
        Transaction tx = spend.tx();
        var shorter = new Transaction(tx.version(), tx.inputs(), tx.outputs().subList(0, 1), tx.lockTime());
        var signed = SignedTransaction.of(shorter, spend.spent());
        String one = "01" + "00".repeat(31);
        assertThat(Hex.of(Sighash.legacy(signed, 1, new byte[0], Sighash.SINGLE))).isEqualTo(one);
        assertThat(Hex.of(Sighash.legacy(signed, 1, new byte[0], 0x43))).isEqualTo(one);
        assertThat(Hex.of(Sighash.legacy(signed, 0, new byte[0], Sighash.SINGLE))).isNotEqualTo(one);
        assertThat(Hex.of(Sighash.segwitV0(signed, 1, new byte[0], Sighash.SINGLE))).isNotEqualTo(one);
    }

    @Test
    void a_cache_holds_exactly_what_was_put() {
        var cache = new SaltedSignatureCache(Hex.parse("0102"), 64);
        byte[] hash = {1};
        byte[] key = {2, 3};
        byte[] signature = {4};
        assertThat(cache.contains(hash, key, signature)).isFalse();
        cache.put(hash, key, signature);
        assertThat(cache.contains(hash, key, signature)).isTrue();
        assertThat(cache.contains(hash, new byte[]{2}, new byte[]{3, 4})).as("the same bytes, cut elsewhere").isFalse();
        assertThat(cache.contains(new byte[]{0}, key, signature)).isFalse();
        assertThat(SignatureCache.NONE.contains(hash, key, signature)).isFalse();
    }

    @Test
    void a_cache_stays_as_small_as_it_was_made_and_keeps_much_of_the_newest() {
        var cache = new SaltedSignatureCache(new byte[32], 1_000);
        for (int i = 0; i < 10_000; i++)
            cache.put(ScriptNumber.bytes(i), new byte[0], new byte[0]);
        int found = 0;
        for (int i = 0; i < 10_000; i++)
            found += cache.contains(ScriptNumber.bytes(i), new byte[0], new byte[0]) ? 1 : 0;
        assertThat(found).isBetween(256, 512);
        var smallest = new SaltedSignatureCache(new byte[32], 0);
        smallest.put(new byte[]{1}, new byte[0], new byte[0]);
        assertThat(smallest.contains(new byte[]{1}, new byte[0], new byte[0])).isTrue();
    }

    @Test
    void only_good_signatures_are_remembered() {
        var cache = new SaltedSignatureCache(new byte[32], 64);
        Spend good = TaprootSpends.signed(new Lock.P2wpkh(1, false), Sighash.ALL);
        Spend bad = good.spending(1, new TxOut(1, good.spent().get(1).script()));
        for (int round = 0; round < 2; round++) {
            assertThat(ScriptCheck.verify(SignedTransaction.of(good.tx(), good.spent()), 1, ScriptFlags.MANDATORY,
                    cache)).isEmpty();
            assertThat(ScriptCheck.verify(SignedTransaction.of(bad.tx(), bad.spent()), 1, ScriptFlags.MANDATORY,
                    cache)).contains(ScriptError.EVAL_FALSE);
        }
    }

    @Test
    void a_cache_is_believed() {
        var yes = new SignatureCache() {
            @Override
            public boolean contains(byte[] hash, byte[] key, byte[] signature) {
                return true;
            }

            @Override
            public void put(byte[] hash, byte[] key, byte[] signature) {
                throw new AssertionError("nothing is checked");
            }
        };
        Spend spend = TaprootSpends.signed(new Lock.TaprootKey(1, Bytes.EMPTY, Optional.empty()), Sighash.DEFAULT);
        Spend bad = spend.spending(1, new TxOut(1, spend.spent().get(1).script()));
        assertThat(ScriptCheck.verify(SignedTransaction.of(bad.tx(), bad.spent()), 1, ScriptFlags.MANDATORY, yes))
                .isEmpty();
    }

    @Test
    void signatures_in_strict_der_with_a_hash_type_are_told_from_other_data() {
        assertThat(Scripts.isStrictSignature(Bytes.ofHex("300602010502010701"))).isTrue();
        assertThat(Scripts.isStrictSignature(Bytes.ofHex("300602010502010704"))).isFalse();
        assertThat(Scripts.isStrictSignature(Bytes.EMPTY)).isFalse();
    }
}
