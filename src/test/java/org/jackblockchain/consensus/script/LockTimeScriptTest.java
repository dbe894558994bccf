package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BIP65 and BIP112. */
class LockTimeScriptTest {
    private static Optional<ScriptError> verify(String script, int version, long lockTime, long sequence,
            ScriptFlags flags) {
        var in = new TxIn(new OutPoint(new Txid(1, 2, 3, 4), 0), Bytes.EMPTY, (int) sequence, List.of());
        var tx = new Transaction(version, List.of(in), List.of(new TxOut(0, Bytes.EMPTY)), (int) lockTime);
        var spent = List.of(new TxOut(0, Asm.script(script)));
        return ScriptCheck.verify(SignedTransaction.of(tx, spent), 0, flags, SignatureCache.NONE);
    }

    private static boolean isLockTimeMet(String script, long lockTime, long sequence) {
        Optional<ScriptError> error = verify(script + " CHECKLOCKTIMEVERIFY DROP 1", 2, lockTime, sequence,
                ScriptFlags.MANDATORY);
        error.ifPresent(it -> assertThat(it).isEqualTo(ScriptError.UNSATISFIED_LOCKTIME));
        return error.isEmpty();
    }

    private static boolean isSequenceMet(String script, int version, long sequence) {
        Optional<ScriptError> error = verify(script + " CHECKSEQUENCEVERIFY DROP 1", version, 0, sequence,
                ScriptFlags.MANDATORY);
        error.ifPresent(it -> assertThat(it).isEqualTo(ScriptError.UNSATISFIED_LOCKTIME));
        return error.isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, 100, true", "100, 99, false", "0, 0, true", "499999999, 499999999, true",
            "499999999, 500000000, false", "500000000, 499999999, false", "500000000, 500000000, true",
            "500000001, 500000000, false", "4294967295, 4294967295, true", "4294967295, 4294967294, false",
            "4294967296, 4294967295, false"})
    void a_lock_time_is_met_by_one_of_its_kind_that_is_not_earlier(String asked, long lockTime, boolean met) {
        assertThat(isLockTimeMet(asked, lockTime, 0)).isEqualTo(met);
    }

    @Test
    void a_final_input_meets_no_lock_time() {
        assertThat(isLockTimeMet("1", 1, 0xffff_fffeL)).isTrue();
        assertThat(isLockTimeMet("1", 1, 0xffff_ffffL)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10, 10, true", "10, 9, false", "10, 4194314, false", "4194314, 4194314, true",
            "4194314, 4194313, false", "4194314, 10, false", "65535, 65535, true", "65536, 0, true",
            "10, 2147483658, false", "2147483648, 0, true", "2147483658, 4294967295, true", "65546, 10, true",
            "65546, 9, false", "10, 65545, false", "10, 65546, true"})
    void a_relative_lock_is_met_by_one_of_its_kind_that_is_not_shorter(String asked, long sequence, boolean met) {
        assertThat(isSequenceMet(asked, 2, sequence)).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, true", "-1, true", "0, false"})
    void relative_locks_begin_with_version_2(int version, boolean met) {
        assertThat(isSequenceMet("1", version, 1)).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"CHECKLOCKTIMEVERIFY, CHECKLOCKTIMEVERIFY", "CHECKSEQUENCEVERIFY, CHECKSEQUENCEVERIFY"})
    void both_take_a_number_of_five_bytes_that_is_not_negative(String op, ScriptFlag flag) {
        assertThat(verify(op, 2, 0, 0, ScriptFlags.MANDATORY)).contains(ScriptError.INVALID_STACK_OPERATION);
        assertThat(verify("-1 " + op, 2, 0, 0, ScriptFlags.MANDATORY)).contains(ScriptError.NEGATIVE_LOCKTIME);
        assertThat(verify("0x05 0x0000000000 " + op + " DROP 1", 2, 0, 0, ScriptFlags.MANDATORY)).isEmpty();
        assertThat(verify("0x06 0x000000000000 " + op, 2, 0, 0, ScriptFlags.MANDATORY))
                .contains(ScriptError.UNKNOWN_ERROR);
        assertThat(verify("0x01 0x00 " + op + " DROP 1", 2, 0, 0, ScriptFlags.MANDATORY)).isEmpty();
        assertThat(verify("0x01 0x00 " + op + " DROP 1", 2, 0, 0, ScriptFlags.MANDATORY.plus(ScriptFlag.MINIMALDATA)))
                .as("the shortest push of a number that is too long").contains(ScriptError.UNKNOWN_ERROR);
        assertThat(verify("-1 " + op, 2, 0, 0, ScriptFlags.MANDATORY.minus(flag))).as("true, and nothing was done")
                .isEmpty();
        assertThat(verify("1 " + op, 2, 0, 0,
                ScriptFlags.MANDATORY.minus(flag).plus(ScriptFlag.DISCOURAGE_UPGRADABLE_NOPS)))
                .as("no operation, but not one that is kept for later").isEmpty();
    }

    @Test
    void the_item_stays() {
        assertThat(verify("5 CHECKLOCKTIMEVERIFY 5 EQUAL", 2, 5, 0, ScriptFlags.MANDATORY)).isEmpty();
        assertThat(verify("5 CHECKSEQUENCEVERIFY 5 EQUAL", 2, 0, 5, ScriptFlags.MANDATORY)).isEmpty();
    }
}
