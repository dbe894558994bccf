package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BIP341 and BIP342 beyond their vectors, by spends that are signed here and then changed. */
class TaprootTest {
    private static final Optional<Bytes> ANNEX = Optional.of(Bytes.ofHex("50aabb"));
    private static final Optional<Bytes> NO_ANNEX = Optional.empty();

    private static Spend keySpend(int hashType, Optional<Bytes> annex) {
        return TaprootSpends.signed(new Lock.TaprootKey(TaprootSpends.KEY, Bytes.EMPTY, annex), hashType);
    }

    private static Spend leafSpend(Program program, Optional<Bytes> annex) {
        return TaprootSpends.signed(TaprootSpends.leaf(program, 2, annex), Sighash.DEFAULT);
    }

    private static Program oneSignature() {
        return new Program(true).signed(0).number(1);
    }

    private static Spend changed(Spend spend, int item, Bytes by) {
        var witness = new ArrayList<>(spend.own().witness());
        witness.set(item, by);
        return spend.withWitness(witness);
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] changed = bytes.toArray();
        changed[at] ^= 1;
        return Bytes.of(changed);
    }

    private static void assertEachByteMatters(Spend spend, int item) {
        Bytes whole = spend.own().witness().get(item);
        for (int at = 0; at < whole.length(); at++)
            assertThat(changed(spend, item, flipped(whole, at)).verdict()).as("byte " + at).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 0x81, 0x82, 0x83})
    void spends_by_the_key_with_each_hash_type(int type) {
        assertThat(keySpend(type, NO_ANNEX).by(ScriptFlags.STANDARD).verdict()).isEmpty();
        assertThat(keySpend(type, ANNEX).verdict()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 0x1f, 0x80, 0x84, 0xff})
    void refuses_a_hash_type_without_meaning(int type) {
        assertThat(keySpend(type, NO_ANNEX).verdict()).contains(ScriptError.SCHNORR_SIG_HASHTYPE);
    }

    @Test
    void a_default_hash_type_has_no_byte() {
        Spend spend = keySpend(Sighash.DEFAULT, NO_ANNEX);
        Bytes signature = spend.own().witness().getFirst();
        Bytes typed = new ByteWriter().bytes(signature).u8(0).toBytes();
        assertThat(changed(spend, 0, typed).verdict()).contains(ScriptError.SCHNORR_SIG_HASHTYPE);
        assertThat(changed(spend, 0, new ByteWriter().bytes(signature).u8(1).toBytes()).verdict())
                .contains(ScriptError.SCHNORR_SIG);
    }

    @Test
    void a_signature_has_64_bytes_or_65() {
        Bytes signature = keySpend(Sighash.ALL, NO_ANNEX).own().witness().getFirst();
        assertThat(changed(keySpend(1, NO_ANNEX), 0, signature.slice(0, 63)).verdict())
                .contains(ScriptError.SCHNORR_SIG_SIZE);
        assertThat(changed(keySpend(1, NO_ANNEX), 0, new ByteWriter().bytes(signature).u8(1).toBytes()).verdict())
                .contains(ScriptError.SCHNORR_SIG_SIZE);
        assertThat(changed(keySpend(1, NO_ANNEX), 0, Bytes.EMPTY).verdict()).contains(ScriptError.SCHNORR_SIG_SIZE);
    }

    @Test
    void single_needs_an_output_at_its_place() {
        Spend spend = keySpend(Sighash.SINGLE, NO_ANNEX);
        Transaction tx = spend.tx();
        var shorter = new Transaction(tx.version(), tx.inputs(), tx.outputs().subList(0, 1), tx.lockTime());
        assertThat(spend.verdict()).isEmpty();
        assertThat(spend.with(shorter).verdict()).contains(ScriptError.SCHNORR_SIG_HASHTYPE);
    }

    @Test
    void each_byte_of_what_unlocks_matters() {
        Spend byKey = keySpend(Sighash.ALL, ANNEX);
        assertEachByteMatters(byKey, 0);
        Spend byLeaf = leafSpend(oneSignature(), ANNEX);
        assertThat(byLeaf.verdict()).isEmpty();
        assertThat(byLeaf.own().witness()).hasSize(4);
        for (int item = 0; item < 4; item++)
            assertEachByteMatters(byLeaf, item);
        for (int at = 0; at < 3; at++)
            assertThat(changed(byKey, 1, flipped(ANNEX.orElseThrow(), at)).verdict()).as("annex " + at).isPresent();
    }

    @Test
    void each_amount_and_script_that_is_spent_is_signed() {
        Spend spend = keySpend(Sighash.DEFAULT, NO_ANNEX);
        for (int place = 0; place < 2; place++) {
            TxOut output = spend.spent().get(place);
            assertThat(spend.spending(place, new TxOut(output.value() + 1, output.script())).verdict())
                    .contains(ScriptError.SCHNORR_SIG);
        }
        assertThat(spend.spending(0, new TxOut(100, Bytes.ofHex("54"))).verdict()).contains(ScriptError.SCHNORR_SIG);
    }

    @Test
    void anyone_can_pay_signs_its_own_input_alone() {
        Spend spend = keySpend(Sighash.ALL | Sighash.ANYONE_CAN_PAY, NO_ANNEX);
        assertThat(spend.spending(0, new TxOut(1, Bytes.EMPTY)).verdict()).isEmpty();
        TxOut own = spend.spent().get(1);
        assertThat(spend.spending(1, new TxOut(own.value() + 1, own.script())).verdict())
                .contains(ScriptError.SCHNORR_SIG);
    }

    @Test
    void without_the_flag_anything_goes() {
        Spend spend = changed(keySpend(0, NO_ANNEX), 0, Bytes.ofHex("00"));
        assertThat(spend.verdict()).contains(ScriptError.SCHNORR_SIG_SIZE);
        assertThat(spend.by(ScriptFlags.MANDATORY.minus(ScriptFlag.TAPROOT)).verdict()).isEmpty();
        assertThat(spend.withWitness(List.of()).verdict()).contains(ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
    }

    @Test
    void an_output_key_that_is_no_point_cannot_be_spent() {
        Bytes noPoint = Bytes.ofHex("5120" + "ff".repeat(32));
        Spend spend = TaprootSpends.unsigned(noPoint).withWitness(List.of(Bytes.of(new byte[64])));
        assertThat(spend.verdict()).contains(ScriptError.SCHNORR_SIG);
    }

    @Test
    void an_annex_is_the_last_of_two_items_or_more() {
        Spend spend = keySpend(Sighash.DEFAULT, NO_ANNEX);
        assertThat(spend.withWitness(List.of(Bytes.ofHex("50"))).verdict()).contains(ScriptError.SCHNORR_SIG_SIZE);
        Spend other = changed(keySpend(Sighash.DEFAULT, ANNEX), 1, Bytes.ofHex("51aabb"));
        assertThat(other.verdict()).as("no annex, so a control block").contains(ScriptError.TAPROOT_WRONG_CONTROL_SIZE);
    }

    @Test
    void a_control_block_is_33_bytes_and_up_to_128_hashes() {
        for (int path : new int[]{0, 1, 128})
            assertThat(TaprootSpends.signed(TaprootSpends.leaf(oneSignature(), path, NO_ANNEX), 0).verdict()).isEmpty();
        Spend most = TaprootSpends.signed(TaprootSpends.leaf(oneSignature(), 129, NO_ANNEX), 0);
        assertThat(most.verdict()).contains(ScriptError.TAPROOT_WRONG_CONTROL_SIZE);
        Spend spend = leafSpend(oneSignature(), NO_ANNEX);
        Bytes control = spend.own().witness().getLast();
        for (int length : new int[]{0, 32, 34, 64, 66, control.length() - 1})
            assertThat(changed(spend, 2, control.slice(0, length)).verdict()).as("" + length)
                    .contains(ScriptError.TAPROOT_WRONG_CONTROL_SIZE);
        assertThat(changed(spend, 2, control.slice(0, 65)).verdict()).contains(ScriptError.WITNESS_PROGRAM_MISMATCH);
    }

    @Test
    void leaves_of_other_versions_can_be_spent_by_anyone_but_are_not_relayed() {
        Spend spend = TaprootSpends.leaf(Asm.script("RETURN"), 0xc2, List.of(), ScriptFlags.MANDATORY);
        assertThat(spend.verdict()).isEmpty();
        assertThat(spend.by(ScriptFlags.STANDARD).verdict())
                .contains(ScriptError.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION);
    }

    @Test
    void operations_kept_for_later_make_a_script_good_whatever_else_is_in_it() {
        for (int code = 0; code <= 0xff; code++) {
            Bytes script = new ByteWriter().u8(Op.OP_RETURN).u8(code).array(new byte[80]).u8(0x4d).toBytes();
            Spend spend = TaprootSpends.of(script, List.of(Bytes.of(new byte[600])));
            boolean success = code == 0x50 || code == 0x62 || (code >= 0x7e && code <= 0x81)
                    || (code >= 0x83 && code <= 0x86) || (code >= 0x89 && code <= 0x8a)
                    || (code >= 0x8d && code <= 0x8e)
                    || (code >= 0x95 && code <= 0x99) || (code >= 0xbb && code <= 0xfe);
            assertThat(spend.verdict().isEmpty()).as(Integer.toHexString(code)).isEqualTo(success);
            if (success)
                assertThat(spend.by(ScriptFlags.STANDARD).verdict()).contains(ScriptError.DISCOURAGE_OP_SUCCESS);
        }
        assertThat(TaprootSpends.of(Bytes.ofHex("4d5050"), List.of()).verdict()).as("behind a push that is cut off")
                .contains(ScriptError.BAD_OPCODE);
    }

    @Test
    void each_signature_that_is_not_empty_takes_fifty_from_the_size_of_the_witness_and_fifty_more() {
        // a check that weighs four bytes: an item that is no signature, by a key of a kind that is kept for later
        for (int checks = 1; checks < 20; checks++) {
            Bytes script = Asm.script("1 0x01 0x02 CHECKSIGVERIFY ".repeat(checks) + "DROP 1");
            int fixed = 1 + 1 + script.length() + 1 + 33 + 1;
            int missing = 50 * checks - 50 - fixed;
            if (missing < 1 || missing > 252)
                continue; // the length of the item takes one byte
            Spend exact = TaprootSpends.of(script, List.of(Bytes.of(new byte[missing])));
            assertThat(exact.verdict()).as(checks + " checks").isEmpty();
            Spend less = TaprootSpends.of(script, List.of(Bytes.of(new byte[missing - 1])));
            assertThat(less.verdict()).contains(ScriptError.TAPSCRIPT_VALIDATION_WEIGHT);
        }
    }

    @Test
    void an_annex_buys_signatures() {
        Bytes script = Asm.script("1 0x01 0x02 CHECKSIGVERIFY ".repeat(4) + "1");
        Spend spend = TaprootSpends.of(script, List.of());
        assertThat(spend.verdict()).contains(ScriptError.TAPSCRIPT_VALIDATION_WEIGHT);
        var witness = new ArrayList<>(spend.own().witness());
        byte[] annex = new byte[100];
        annex[0] = Taproot.ANNEX_TAG;
        witness.add(Bytes.of(annex));
        assertThat(spend.withWitness(witness).verdict()).isEmpty();
    }

    @Test
    void missing_outputs_fail_taproot_but_not_version_0() {
        Spend spend = keySpend(Sighash.DEFAULT, NO_ANNEX);
        List<Optional<TxOut>> own = List.of(Optional.empty(), Optional.of(spend.spent().get(1)));
        var partly = SignedTransaction.partlyKnown(spend.tx(), own);
        assertThat(ScriptCheck.verify(partly, 1, ScriptFlags.MANDATORY, SignatureCache.NONE))
                .contains(ScriptError.UNKNOWN_ERROR);
        assertThatThrownBy(() -> ScriptCheck.verify(partly, 0, ScriptFlags.MANDATORY, SignatureCache.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        Spend v0 = TaprootSpends.signed(new Lock.P2wpkh(1, false), Sighash.ALL);
        List<Optional<TxOut>> itsOwn = List.of(Optional.empty(), Optional.of(v0.spent().get(1)));
        assertThat(ScriptCheck.verify(SignedTransaction.partlyKnown(v0.tx(), itsOwn), 1, ScriptFlags.STANDARD,
                SignatureCache.NONE)).isEmpty();
    }

    @Test
    void keys_of_other_lengths_are_kept_for_later() {
        Bytes script = Asm.script("0x02 0x0102 CHECKSIG");
        Spend spend = TaprootSpends.of(script, List.of(Bytes.ofHex("aa".repeat(64))));
        assertThat(spend.verdict()).isEmpty();
        assertThat(spend.by(ScriptFlags.STANDARD).verdict())
                .contains(ScriptError.DISCOURAGE_UPGRADABLE_PUBKEYTYPE);
        assertThat(TaprootSpends.of(script, List.of(Bytes.EMPTY)).verdict()).contains(ScriptError.EVAL_FALSE);
        assertThat(TaprootSpends.of(Asm.script("0 CHECKSIG"), List.of(Bytes.ofHex("aa"))).verdict())
                .contains(ScriptError.PUBKEYTYPE);
        assertThat(TaprootSpends.of(Asm.script("0 CHECKSIG"), List.of(Bytes.EMPTY)).verdict()).as("even unsigned")
                .contains(ScriptError.PUBKEYTYPE);
    }

    @Test
    void an_empty_signature_is_false_and_a_bad_one_fails() {
        String key = "0x20 0x" + Bytes.of(Keys.x(0)).hex();
        assertThat(TaprootSpends.of(Asm.script(key + " CHECKSIG NOT"), List.of(Bytes.EMPTY)).verdict()).isEmpty();
        assertThat(TaprootSpends.of(Asm.script(key + " CHECKSIG NOT"), List.of(Bytes.of(new byte[64]))).verdict())
                .contains(ScriptError.SCHNORR_SIG);
        assertThat(TaprootSpends.of(Asm.script("7 " + key + " CHECKSIGADD 7 NUMEQUAL"), List.of(Bytes.EMPTY)).verdict())
                .isEmpty();
    }

    @Test
    void checksigadd_counts_good_signatures() {
        Program program = new Program(true).signedBy(2, 3).number(1);
        assertThat(leafSpend(program, NO_ANNEX).by(ScriptFlags.STANDARD).verdict()).isEmpty();
        Spend spend = leafSpend(program, NO_ANNEX);
        var witness = new ArrayList<>(spend.own().witness());
        Collections.swap(witness, 1, 2);
        assertThat(spend.withWitness(witness).verdict()).contains(ScriptError.SCHNORR_SIG);
        assertThat(Spends.verify("0 0 0", "CHECKSIGADD", ScriptFlags.NONE)).contains(ScriptError.BAD_OPCODE);
    }

    @Test
    void checkmultisig_is_not_there() {
        assertThat(TaprootSpends.of(Asm.script("CHECKMULTISIG"), List.of()).verdict())
                .contains(ScriptError.TAPSCRIPT_CHECKMULTISIG);
        assertThat(TaprootSpends.of(Asm.script("1 0 IF CHECKMULTISIG ENDIF"), List.of()).verdict()).isEmpty();
    }

    @Test
    void a_condition_is_empty_or_one() {
        Bytes script = Asm.script("IF 1 ELSE 1 ENDIF");
        assertThat(TaprootSpends.of(script, List.of(Bytes.EMPTY)).verdict()).isEmpty();
        assertThat(TaprootSpends.of(script, List.of(Bytes.ofHex("01"))).verdict()).isEmpty();
        for (String item : List.of("00", "02", "0100", "80"))
            assertThat(TaprootSpends.of(script, List.of(Bytes.ofHex(item))).verdict()).as(item)
                    .contains(ScriptError.TAPSCRIPT_MINIMALIF);
    }

    @Test
    void signs_the_number_of_the_last_separator_that_was_run() {
        Program program = new Program(true).branch().signed(0).separate().signed(1).separate().signed(0).number(1);
        Spend spend = leafSpend(program, NO_ANNEX);
        assertThat(spend.verdict()).isEmpty();
        var witness = new ArrayList<>(spend.own().witness());
        Collections.swap(witness, 0, 2);
        assertThat(spend.withWitness(witness).verdict()).as("same key, other place").contains(ScriptError.SCHNORR_SIG);
    }

    @Test
    void what_is_left_is_one_true_item() {
        assertThat(TaprootSpends.of(Asm.script("1 1"), List.of()).verdict()).contains(ScriptError.CLEANSTACK);
        assertThat(TaprootSpends.of(Asm.script("DROP"), List.of(Bytes.EMPTY)).verdict())
                .contains(ScriptError.CLEANSTACK);
        assertThat(TaprootSpends.of(Asm.script("0"), List.of()).verdict()).contains(ScriptError.EVAL_FALSE);
    }

    @Test
    void taproot_behind_a_script_hash_means_nothing_yet() {
        Bytes program = new Lock.TaprootKey(1, Bytes.EMPTY, NO_ANNEX).script();
        Bytes hash = new ByteWriter().u8(Op.OP_HASH160).u8(20)
                .array(Hash160.of(program.toArray())).u8(Op.OP_EQUAL).toBytes();
        Spend spend = TaprootSpends.unsigned(hash).withScriptSig(Scripts.pushData(program));
        assertThat(spend.verdict()).isEmpty();
        assertThat(spend.by(ScriptFlags.STANDARD).verdict())
                .contains(ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM);
    }

    @Test
    void an_anchor_can_be_spent_by_anyone_and_is_relayed() {
        Bytes anchor = Bytes.ofHex("51024e73");
        Spend spend = TaprootSpends.unsigned(anchor).by(ScriptFlags.STANDARD);
        assertThat(spend.verdict()).isEmpty();
        assertThat(spend.withWitness(List.of(Bytes.ofHex("aa"))).verdict()).as("by consensus").isEmpty();
        assertThat(spend.withScriptSig(Bytes.ofHex("51")).verdict()).contains(ScriptError.WITNESS_MALLEATED);
        assertThat(TaprootSpends.unsigned(Bytes.ofHex("51024e74")).by(ScriptFlags.STANDARD).verdict())
                .contains(ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM);
        assertThat(TaprootSpends.unsigned(Bytes.ofHex("52024e73")).by(ScriptFlags.STANDARD).verdict())
                .contains(ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM);
    }
}
