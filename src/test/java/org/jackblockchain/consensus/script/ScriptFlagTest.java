package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Sha256;
import org.junit.jupiter.api.Test;

/** Each flag, on and off, by something that it alone forbids. */
class ScriptFlagTest {
    private static final ScriptFlags WITNESS = ScriptFlags.of(ScriptFlag.P2SH, ScriptFlag.WITNESS);

    private static void assertForbids(ScriptFlag flag, ScriptError error, ScriptFlags base, Spend spend) {
        assertThat(spend.by(base).verdict()).as("without " + flag).isEmpty();
        assertThat(spend.by(base.plus(flag)).verdict()).as("with " + flag).contains(error);
    }

    private static Spend spend(String scriptSig, String script) {
        return TaprootSpends.unsigned(Asm.script(script)).withScriptSig(Asm.script(scriptSig));
    }

    private static Spend v0(String script, Bytes... items) {
        Bytes code = Asm.script(script);
        var witness = new ArrayList<>(List.of(items));
        witness.add(code);
        Bytes program = new ByteWriter().u8(0).u8(32).array(Sha256.once(code.toArray())).toBytes();
        return TaprootSpends.unsigned(program).withWitness(witness);
    }

    /** A key and CHECKSIG, with the signature changed before it is pushed. */
    private static Spend signed(byte[] key, UnaryOperator<byte[]> change, String end) {
        Bytes script = new ByteWriter().bytes(Scripts.pushData(Bytes.of(key))).bytes(Asm.script("CHECKSIG" + end))
                .toBytes();
        Spend spend = TaprootSpends.unsigned(script);
        var tx = SignedTransaction.of(spend.tx(), spend.spent());
        byte[] signature = Keys.ecdsa(0, tx, 1, Rules.LEGACY, script.toArray(), Sighash.ALL).toArray();
        return spend.withScriptSig(Scripts.pushData(Bytes.of(change.apply(signature))));
    }

    private static byte[] withHighS(byte[] signature) {
        byte[] compact = EcdsaSignature.readLax(signature).orElseThrow().compact();
        var order = new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
        byte[] r = Arrays.copyOf(compact, 32);
        byte[] s = order.subtract(new BigInteger(1, Arrays.copyOfRange(compact, 32, 64)))
                .toByteArray();
        assertThat(r[0]).as("R is short").isNotNegative();
        return new ByteWriter().u8(0x30).u8(4 + 32 + s.length).u8(2).u8(32).array(r).u8(2).u8(s.length).array(s)
                .u8(signature[signature.length - 1]).toArray();
    }

    /** A zero in front that strict DER does not allow. */
    private static byte[] padded(byte[] signature) {
        byte[] der = new byte[signature.length + 1];
        System.arraycopy(signature, 0, der, 0, 4);
        System.arraycopy(signature, 4, der, 5, signature.length - 4);
        der[1]++;
        der[3]++;
        return der;
    }

    @Test
    void p2sh_runs_the_script_behind_the_hash() {
        Bytes redeem = Asm.script("0");
        String locked = "HASH160 0x14 0x" + Hex.of(Hash160.of(redeem.toArray())) + " EQUAL";
        assertForbids(ScriptFlag.P2SH, ScriptError.EVAL_FALSE, ScriptFlags.NONE, spend("0x01 0x00", locked));
        Bytes wrong = Asm.script("1");
        String other = "HASH160 0x14 0x" + Hex.of(Hash160.of(wrong.toArray())) + " EQUAL";
        assertForbids(ScriptFlag.P2SH, ScriptError.SIG_PUSHONLY, ScriptFlags.NONE, spend("NOP 0x01 0x51", other));
    }

    @Test
    void three_flags_ask_for_strict_der() {
        Spend spend = signed(Keys.key(0), ScriptFlagTest::padded, "");
        assertForbids(ScriptFlag.DERSIG, ScriptError.SIG_DER, ScriptFlags.NONE, spend);
        assertForbids(ScriptFlag.STRICTENC, ScriptError.SIG_DER, ScriptFlags.NONE, spend);
        assertForbids(ScriptFlag.LOW_S, ScriptError.SIG_DER, ScriptFlags.NONE, spend);
    }

    @Test
    void strictenc_asks_for_a_defined_hash_type_and_a_plain_key() {
        Bytes script = new ByteWriter().bytes(Scripts.pushData(Bytes.of(Keys.key(0)))).u8(Op.OP_CHECKSIG).toBytes();
        Spend spend = TaprootSpends.unsigned(script);
        var tx = SignedTransaction.of(spend.tx(), spend.spent());
        for (int type : new int[]{0, 4, 0x80, 0x84}) {
            Bytes odd = Keys.ecdsa(0, tx, 1, Rules.LEGACY, script.toArray(), type);
            assertForbids(ScriptFlag.STRICTENC, ScriptError.SIG_HASHTYPE, ScriptFlags.NONE,
                    spend.withScriptSig(Scripts.pushData(odd)));
        }
        byte[] hybrid = Curve.uncompressedPublicKey(Keys.secret(0));
        hybrid[0] = (byte) (6 | (hybrid[64] & 1));
        assertForbids(ScriptFlag.STRICTENC, ScriptError.PUBKEYTYPE, ScriptFlags.NONE,
                signed(hybrid, it -> it, ""));
        hybrid[0] ^= 1;
        assertThat(signed(hybrid, it -> it, "").by(ScriptFlags.NONE).verdict()).as("the other parity")
                .contains(ScriptError.EVAL_FALSE);
        assertThat(signed(Curve.uncompressedPublicKey(Keys.secret(0)), it -> it, "").by(ScriptFlags.STANDARD)
                .verdict()).isEmpty();
    }

    @Test
    void low_s_refuses_the_other_s() {
        assertForbids(ScriptFlag.LOW_S, ScriptError.SIG_HIGH_S, ScriptFlags.of(ScriptFlag.DERSIG),
                signed(Keys.key(0), ScriptFlagTest::withHighS, ""));
    }

    @Test
    void nulldummy_asks_for_an_empty_dummy() {
        assertForbids(ScriptFlag.NULLDUMMY, ScriptError.SIG_NULLDUMMY, ScriptFlags.NONE,
                spend("1", "0 0 CHECKMULTISIG"));
    }

    @Test
    void sigpushonly_refuses_operations() {
        assertForbids(ScriptFlag.SIGPUSHONLY, ScriptError.SIG_PUSHONLY, ScriptFlags.NONE, spend("1 NOP", "NOP"));
        assertThat(spend("16", "NOP").by(ScriptFlags.of(ScriptFlag.SIGPUSHONLY)).verdict()).isEmpty();
    }

    @Test
    void minimaldata_asks_for_short_pushes_and_numbers() {
        assertForbids(ScriptFlag.MINIMALDATA, ScriptError.MINIMALDATA, ScriptFlags.NONE, spend("0x01 0x07", "NOP"));
        assertForbids(ScriptFlag.MINIMALDATA, ScriptError.MINIMALDATA, ScriptFlags.NONE,
                spend("0x4c 0x02 0x0102", "NOP"));
        assertForbids(ScriptFlag.MINIMALDATA, ScriptError.UNKNOWN_ERROR, ScriptFlags.NONE,
                spend("0x02 0x0700", "7 NUMEQUAL"));
        assertThat(spend("0 IF 0x01 0x07 ENDIF 1", "NOP").by(ScriptFlags.of(ScriptFlag.MINIMALDATA)).verdict())
                .as("what is not run may be long").isEmpty();
    }

    @Test
    void discourage_upgradable_nops() {
        for (int code : new int[]{0xb0, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9}) {
            assertForbids(ScriptFlag.DISCOURAGE_UPGRADABLE_NOPS, ScriptError.DISCOURAGE_UPGRADABLE_NOPS,
                    ScriptFlags.NONE, spend("1", "0x" + Integer.toHexString(code)));
        }
        assertThat(spend("1", "0 IF NOP10 ENDIF NOP").by(ScriptFlags.of(ScriptFlag.DISCOURAGE_UPGRADABLE_NOPS))
                .verdict()).as("not run").isEmpty();
    }

    @Test
    void cleanstack_leaves_one_item() {
        assertForbids(ScriptFlag.CLEANSTACK, ScriptError.CLEANSTACK, WITNESS, spend("1 1", "NOP"));
    }

    @Test
    void witness_runs_the_program_and_wants_no_other_witness() {
        assertForbids(ScriptFlag.WITNESS, ScriptError.EVAL_FALSE, ScriptFlags.of(ScriptFlag.P2SH), v0("0"));
        Spend unexpected = spend("1", "NOP").withWitness(List.of(Bytes.EMPTY));
        assertForbids(ScriptFlag.WITNESS, ScriptError.WITNESS_UNEXPECTED, ScriptFlags.of(ScriptFlag.P2SH), unexpected);
    }

    @Test
    void discourage_upgradable_witness_program() {
        assertForbids(ScriptFlag.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
                ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM, WITNESS, spend("", "16 0x02 0x0102"));
        assertForbids(ScriptFlag.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
                ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM, WITNESS, spend("", "1 0x03 0x010203"));
        assertThat(spend("", "0 0x03 0x010203").by(WITNESS).verdict())
                .contains(ScriptError.WITNESS_PROGRAM_WRONG_LENGTH);
    }

    @Test
    void minimalif_is_of_version_0_witnesses() {
        assertForbids(ScriptFlag.MINIMALIF, ScriptError.MINIMALIF, WITNESS,
                v0("IF 1 ELSE 1 ENDIF", Bytes.ofHex("02")));
        assertForbids(ScriptFlag.MINIMALIF, ScriptError.MINIMALIF, WITNESS,
                v0("NOTIF 1 ELSE 1 ENDIF", Bytes.ofHex("0100")));
        assertThat(spend("2", "IF 1 ENDIF").by(WITNESS.plus(ScriptFlag.MINIMALIF)).verdict()).isEmpty();
    }

    @Test
    void nullfail_asks_that_signatures_that_fail_are_empty() {
        assertForbids(ScriptFlag.NULLFAIL, ScriptError.SIG_NULLFAIL, ScriptFlags.NONE,
                signed(Keys.key(1), it -> it, " NOT"));
        assertForbids(ScriptFlag.NULLFAIL, ScriptError.SIG_NULLFAIL, ScriptFlags.NONE,
                spend("0 1 0", "2 1 1 2 CHECKMULTISIG NOT"));
        assertThat(spend("0 0 0", "2 1 1 2 CHECKMULTISIG NOT").by(ScriptFlags.of(ScriptFlag.NULLFAIL)).verdict())
                .isEmpty();
    }

    @Test
    void witness_pubkeytype_asks_for_compressed_keys() {
        byte[] key = Curve.uncompressedPublicKey(Keys.secret(0));
        Spend spend = v0("0x41 0x" + Hex.of(key) + " CHECKSIG NOT", Bytes.EMPTY);
        assertForbids(ScriptFlag.WITNESS_PUBKEYTYPE, ScriptError.WITNESS_PUBKEYTYPE, WITNESS, spend);
        assertThat(signed(key, it -> it, "").by(WITNESS.plus(ScriptFlag.WITNESS_PUBKEYTYPE)).verdict()).isEmpty();
    }

    @Test
    void const_scriptcode_refuses_separators_and_signatures_in_scripts() {
        assertForbids(ScriptFlag.CONST_SCRIPTCODE, ScriptError.OP_CODESEPARATOR, ScriptFlags.NONE,
                spend("1", "0 IF CODESEPARATOR ENDIF NOP"));
        assertForbids(ScriptFlag.CONST_SCRIPTCODE, ScriptError.SIG_FINDANDDELETE, ScriptFlags.NONE,
                spend("0x01 0x30", "0x01 0x30 DROP 0 CHECKSIG NOT"));
        assertThat(v0("CODESEPARATOR 1").by(WITNESS.plus(ScriptFlag.CONST_SCRIPTCODE)).verdict()).isEmpty();
        Spend inWitness = v0("0x01 0x30 DROP 0 CHECKSIG NOT", Bytes.ofHex("30"));
        assertThat(inWitness.by(WITNESS.plus(ScriptFlag.CONST_SCRIPTCODE)).verdict())
                .as("segwit takes no signature out of a script").isEmpty();
    }

    @Test
    void taproot_flags_are_in_taproots_own_test() {
        Spend spend = TaprootSpends.leaf(Asm.script("RETURN"), Taproot.TAPSCRIPT, List.of(), WITNESS);
        assertForbids(ScriptFlag.TAPROOT, ScriptError.OP_RETURN, WITNESS, spend);
    }

    @Test
    void the_sets_are_those_of_core() {
        assertThat(ScriptFlags.MANDATORY).hasToString(
                "P2SH,DERSIG,NULLDUMMY,CHECKLOCKTIMEVERIFY,CHECKSEQUENCEVERIFY,WITNESS,TAPROOT");
        assertThat(ScriptFlags.of(ScriptFlag.values()).minus(ScriptFlag.SIGPUSHONLY)).isEqualTo(ScriptFlags.STANDARD);
        assertThat(ScriptFlags.STANDARD.has(ScriptFlag.SIGPUSHONLY)).isFalse();
        assertThat(ScriptFlags.NONE.minus(ScriptFlag.P2SH)).isEqualTo(ScriptFlags.NONE);
    }

    @Test
    void a_witness_program_wants_the_input_otherwise_empty() {
        assertThat(v0("1").withScriptSig(Asm.script("1")).by(WITNESS).verdict())
                .contains(ScriptError.WITNESS_MALLEATED);
        Spend nested = TaprootSpends.signed(new Lock.P2wpkh(0, true), Sighash.ALL);
        assertThat(nested.verdict()).isEmpty();
        Bytes more = new ByteWriter().u8(Op.OP_1).bytes(nested.own().scriptSig()).toBytes();
        assertThat(nested.withScriptSig(more).verdict()).contains(ScriptError.WITNESS_MALLEATED_P2SH);
        Optional<ScriptError> longer = nested
                .withScriptSig(new ByteWriter().u8(0x4c).bytes(nested.own().scriptSig()).toBytes()).verdict();
        assertThat(longer).as("the same push in a longer form").contains(ScriptError.WITNESS_MALLEATED_P2SH);
    }
}
