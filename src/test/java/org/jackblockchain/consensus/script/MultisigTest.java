package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.junit.jupiter.api.Test;

/** CHECKMULTISIG: signatures in the order of their keys, and what is never looked at. */
class MultisigTest {
    private static Bytes script(int required, int keys, String end) {
        var out = new ByteWriter().bytes(Scripts.pushNumber(required));
        for (int key = 0; key < keys; key++)
            out.bytes(Scripts.pushData(Bytes.of(Keys.key(key))));
        return out.bytes(Scripts.pushNumber(keys)).u8(Op.OP_CHECKMULTISIG).bytes(Asm.script(end)).toBytes();
    }

    private static Bytes signature(Bytes script, int key) {
        Spend spend = TaprootSpends.unsigned(script);
        var tx = SignedTransaction.of(spend.tx(), spend.spent());
        return Keys.ecdsa(key, tx, 1, Rules.LEGACY, script.toArray(), Sighash.ALL);
    }

    private static Optional<ScriptError> verify(Bytes script, ScriptFlags flags, List<Bytes> signatures) {
        var scriptSig = new ByteWriter().u8(Op.OP_0);
        signatures.forEach(signature -> scriptSig.bytes(Scripts.pushData(signature)));
        return TaprootSpends.unsigned(script).withScriptSig(scriptSig.toBytes()).by(flags).verdict();
    }

    private static Optional<ScriptError> signedBy(int required, int keys, Integer... signers) {
        Bytes script = script(required, keys, "");
        var signatures = new ArrayList<Bytes>();
        for (int signer : signers)
            signatures.add(signature(script, signer));
        return verify(script, ScriptFlags.MANDATORY, signatures);
    }

    @Test
    void any_keys_may_sign_in_their_order() {
        for (Integer[] signers : new Integer[][]{{0, 1}, {0, 2}, {1, 2}})
            assertThat(signedBy(2, 3, signers)).as(Arrays.toString(signers)).isEmpty();
        for (int signer = 0; signer < 3; signer++)
            assertThat(signedBy(1, 3, signer)).isEmpty();
        assertThat(signedBy(3, 3, 0, 1, 2)).isEmpty();
        assertThat(signedBy(20, 20, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)).isEmpty();
    }

    @Test
    void no_key_signs_twice_nor_out_of_order_nor_from_outside() {
        for (Integer[] signers : new Integer[][]{{1, 0}, {2, 1}, {2, 0}, {0, 0}, {2, 2}, {0, 3}, {3, 0}})
            assertThat(signedBy(2, 3, signers)).as(Arrays.toString(signers)).contains(ScriptError.EVAL_FALSE);
        assertThat(signedBy(1, 3, 3)).contains(ScriptError.EVAL_FALSE);
    }

    @Test
    void a_signature_is_not_looked_at_when_too_few_keys_are_left() {
        Bytes script = script(2, 2, "NOT");
        Bytes broken = Bytes.ofHex("3001");
        ScriptFlags strict = ScriptFlags.of(ScriptFlag.STRICTENC);
        assertThat(verify(script, strict, List.of(broken, signature(script, 3)))).as("the other one failed first")
                .isEmpty();
        assertThat(verify(script, strict, List.of(broken, signature(script, 1)))).contains(ScriptError.SIG_DER);
        assertThat(verify(script, strict, List.of(signature(script, 1), broken))).contains(ScriptError.SIG_DER);
    }

    @Test
    void a_key_is_not_looked_at_when_all_signatures_are_good() {
        Bytes key = Bytes.of(Keys.key(0));
        Bytes script = new ByteWriter().u8(Op.OP_1).bytes(Scripts.pushData(Bytes.ofHex("05"))).bytes(
                Scripts.pushData(key)).u8(Op.OP_1 + 1).u8(Op.OP_CHECKMULTISIG).toBytes();
        ScriptFlags strict = ScriptFlags.of(ScriptFlag.STRICTENC);
        assertThat(verify(script, strict, List.of(signature(script, 0)))).isEmpty();
        assertThat(verify(script, strict, List.of(signature(script, 1)))).contains(ScriptError.PUBKEYTYPE);
    }

    @Test
    void every_signature_is_taken_out_of_the_script_before_any_is_checked() {
        // signatures of 9 bytes that nobody made: one stands in the script, whichever of them it is
        Bytes first = Bytes.ofHex("300602010102010101");
        Bytes second = Bytes.ofHex("300602010102010201");
        Bytes script = new ByteWriter().bytes(Scripts.pushData(second)).u8(Op.OP_DROP)
                .bytes(script(2, 2, "NOT")).toBytes();
        ScriptFlags constant = ScriptFlags.of(ScriptFlag.CONST_SCRIPTCODE);
        assertThat(verify(script, constant, List.of(first, second))).contains(ScriptError.SIG_FINDANDDELETE);
        assertThat(verify(script, constant, List.of(second, first))).contains(ScriptError.SIG_FINDANDDELETE);
        assertThat(verify(script, constant, List.of(first, first))).isEmpty();
        assertThat(verify(script, ScriptFlags.NONE, List.of(first, second))).isEmpty();
    }

    @Test
    void what_is_left_of_the_script_is_signed_also_in_parts() {
        Program program = new Program(false).signedBy(2, 3).separate().signedBy(1, 2).separate().signed(4).number(1);
        for (Lock lock : List.of(new Lock.Bare(program), new Lock.P2sh(program), new Lock.P2wsh(program, false),
                new Lock.P2wsh(program, true)))
            for (int type : new int[]{0x01, 0x02, 0x03, 0x81, 0x82, 0x83, 0x00, 0x04, 0x1f, 0xff})
                assertThat(TaprootSpends.signed(lock, type).verdict()).as(lock + " by " + type).isEmpty();
    }
}
