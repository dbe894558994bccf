package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script may grow to, on both sides of each limit and by each kind of rules. */
class ScriptLimitsTest {
    private static final int NOP = Op.OP_NOP;

    private static Optional<ScriptError> bare(Bytes script) {
        return Spends.verify(Bytes.EMPTY, script, List.of(), 0, ScriptFlags.MANDATORY);
    }

    private static Optional<ScriptError> v0(Bytes script, Bytes... items) {
        var witness = new ArrayList<>(List.of(items));
        witness.add(script);
        Bytes program = new ByteWriter().u8(0).u8(32).array(Sha256.once(script.toArray())).toBytes();
        return Spends.verify(Bytes.EMPTY, program, witness, 0, ScriptFlags.MANDATORY);
    }

    private static Optional<ScriptError> tapscript(Bytes script, Bytes... items) {
        return TaprootSpends.of(script, List.of(items)).verdict();
    }

    private static Bytes repeated(int count, int code, Bytes end) {
        var out = new ByteWriter();
        for (int i = 0; i < count; i++)
            out.u8(code);
        return out.bytes(end).toBytes();
    }

    private static Bytes zeros(int count) {
        return Bytes.of(new byte[count]);
    }

    private static Bytes pushedAndDropped(int length) {
        return new ByteWriter().bytes(Scripts.pushData(zeros(length))).u8(Op.OP_DROP).u8(Op.OP_1).toBytes();
    }

    @Test
    void a_push_has_at_most_520_bytes() {
        assertThat(bare(pushedAndDropped(520))).isEmpty();
        assertThat(bare(pushedAndDropped(521))).contains(ScriptError.PUSH_SIZE);
        assertThat(v0(pushedAndDropped(520))).isEmpty();
        assertThat(v0(pushedAndDropped(521))).contains(ScriptError.PUSH_SIZE);
        assertThat(tapscript(pushedAndDropped(520))).isEmpty();
        assertThat(tapscript(pushedAndDropped(521))).contains(ScriptError.PUSH_SIZE);
    }

    @Test
    void a_push_that_is_not_run_is_not_longer_either() {
        Bytes skipped = new ByteWriter().u8(0).u8(Op.OP_IF).bytes(Scripts.pushData(zeros(521))).u8(Op.OP_ENDIF)
                .u8(Op.OP_1).toBytes();
        assertThat(bare(skipped)).contains(ScriptError.PUSH_SIZE);
    }

    @Test
    void an_item_of_a_witness_has_at_most_520_bytes() {
        Bytes script = Asm.script("DROP 1");
        assertThat(v0(script, zeros(520))).isEmpty();
        assertThat(v0(script, zeros(521))).contains(ScriptError.PUSH_SIZE);
        assertThat(tapscript(script, zeros(520))).isEmpty();
        assertThat(tapscript(script, zeros(521))).contains(ScriptError.PUSH_SIZE);
    }

    @Test
    void at_most_201_operations_are_counted_before_taproot() {
        Bytes one = Bytes.of((byte) Op.OP_1);
        assertThat(bare(repeated(201, NOP, one))).isEmpty();
        assertThat(bare(repeated(202, NOP, one))).contains(ScriptError.OP_COUNT);
        assertThat(v0(repeated(201, NOP, one))).isEmpty();
        assertThat(v0(repeated(202, NOP, one))).contains(ScriptError.OP_COUNT);
        assertThat(tapscript(repeated(202, NOP, one))).isEmpty();
        assertThat(tapscript(repeated(20_000, NOP, one))).isEmpty();
    }

    @Test
    void pushes_and_reserved_are_not_counted_but_what_is_not_run_is() {
        assertThat(bare(new ByteWriter().bytes(repeated(100, Op.OP_1, Bytes.EMPTY))
                .bytes(repeated(201, NOP, Bytes.EMPTY)).toBytes())).isEmpty();
        assertThat(bare(new ByteWriter().bytes(Asm.script("0 IF RESERVED"))
                .bytes(repeated(199, NOP, Asm.script("ENDIF 1"))).toBytes())).isEmpty();
        assertThat(bare(new ByteWriter().bytes(Asm.script("0 IF"))
                .bytes(repeated(200, NOP, Asm.script("ENDIF 1"))).toBytes())).contains(ScriptError.OP_COUNT);
    }

    @Test
    void each_key_of_a_multisig_counts_as_an_operation() {
        String multisig = "0 0 1 1 1 1 4 CHECKMULTISIG"; // four keys and the operation itself
        assertThat(bare(repeated(196, NOP, Asm.script(multisig)))).isEmpty();
        assertThat(bare(repeated(197, NOP, Asm.script(multisig)))).contains(ScriptError.OP_COUNT);
    }

    @Test
    void a_script_has_at_most_10000_bytes_before_taproot() {
        Bytes most = scriptOf(10_000);
        Bytes more = scriptOf(10_001);
        assertThat(bare(most)).isEmpty();
        assertThat(bare(more)).contains(ScriptError.SCRIPT_SIZE);
        assertThat(v0(most)).isEmpty();
        assertThat(v0(more)).contains(ScriptError.SCRIPT_SIZE);
        assertThat(tapscript(more)).isEmpty();
        assertThat(Scripts.isUnspendable(most)).isFalse();
        assertThat(Scripts.isUnspendable(more)).isTrue();
    }

    /** Of pushes that are dropped, and a one. */
    private static Bytes scriptOf(int length) {
        var out = new ByteWriter().u8(Op.OP_1);
        while (out.length() < length) {
            int data = Math.min(520, length - out.length() - 4);
            out.u8(Op.OP_PUSHDATA2).u16(data).array(new byte[data]).u8(Op.OP_DROP);
        }
        assertThat(out.length()).isEqualTo(length);
        return out.toBytes();
    }

    @Test
    void both_stacks_hold_at_most_1000_items_together() {
        assertThat(bare(repeated(1_000, Op.OP_1, Bytes.EMPTY))).isEmpty();
        assertThat(bare(repeated(1_001, Op.OP_1, Bytes.EMPTY))).contains(ScriptError.STACK_SIZE);
        Bytes aside = Asm.script("TOALTSTACK 1");
        assertThat(bare(repeated(999, Op.OP_1, aside))).isEmpty();
        assertThat(bare(repeated(999, Op.OP_1, Asm.script("TOALTSTACK 1 1")))).contains(ScriptError.STACK_SIZE);
    }

    @Test
    void a_tapscript_begins_with_at_most_1000_items_and_a_v0_script_may_begin_with_more() {
        Bytes[] thousand = new Bytes[1_000];
        Arrays.fill(thousand, Bytes.EMPTY);
        Bytes[] more = new Bytes[1_001];
        Arrays.fill(more, Bytes.EMPTY);
        Bytes dropping = repeated(500, Op.OP_2DROP, Asm.script("1"));
        assertThat(tapscript(dropping, thousand)).isEmpty();
        assertThat(tapscript(new ByteWriter().u8(Op.OP_DROP).bytes(dropping).toBytes(), more))
                .contains(ScriptError.STACK_SIZE);
        assertThat(v0(Asm.script("DROP"), more)).as("dropped in time").contains(ScriptError.CLEANSTACK);
        assertThat(v0(Asm.script("NOP 1"), more)).contains(ScriptError.STACK_SIZE);
    }

    @Test
    void a_multisig_has_at_most_20_keys() {
        assertThat(Spends.verify("0", "0 " + "1 ".repeat(20) + "20 CHECKMULTISIG", ScriptFlags.MANDATORY)).isEmpty();
        assertThat(Spends.verify("0", "0 " + "1 ".repeat(21) + "21 CHECKMULTISIG", ScriptFlags.MANDATORY))
                .contains(ScriptError.PUBKEY_COUNT);
        assertThat(Spends.verify("0", "0 -1 CHECKMULTISIG", ScriptFlags.MANDATORY))
                .contains(ScriptError.PUBKEY_COUNT);
    }

    @Test
    void a_multisig_asks_for_no_more_signatures_than_it_has_keys() {
        assertThat(Spends.verify("0 0", "1 1 1 CHECKMULTISIG NOT", ScriptFlags.MANDATORY)).isEmpty();
        assertThat(Spends.verify("0 0 0", "2 1 1 CHECKMULTISIG NOT", ScriptFlags.MANDATORY))
                .contains(ScriptError.SIG_COUNT);
        assertThat(Spends.verify("0", "-1 1 1 CHECKMULTISIG NOT", ScriptFlags.MANDATORY))
                .contains(ScriptError.SIG_COUNT);
    }

    @Test
    void a_multisig_takes_one_item_too_many() {
        assertThat(Spends.verify("", "0 0 CHECKMULTISIG", ScriptFlags.NONE))
                .contains(ScriptError.INVALID_STACK_OPERATION);
        assertThat(Spends.verify("0", "0 0 CHECKMULTISIG", ScriptFlags.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2147483647, true", "-2147483647, true", "2147483648, false", "-2147483648, false"})
    void arithmetic_takes_numbers_of_four_bytes_and_makes_longer_ones(long number, boolean fits) {
        Optional<ScriptError> error = Spends.verify("", number + " 0 ADD DROP 1", ScriptFlags.NONE);
        assertThat(error.isEmpty()).isEqualTo(fits);
        error.ifPresent(it -> assertThat(it).isEqualTo(ScriptError.UNKNOWN_ERROR));
        assertThat(Spends.verify("", "2147483647 1ADD SIZE 5 EQUALVERIFY", ScriptFlags.NONE)).isEmpty();
    }

    @Test
    void a_script_may_nest_as_deep_as_it_is_long() {
        Bytes deep = new ByteWriter().bytes(repeated(50_000, Op.OP_1, Bytes.EMPTY)).toBytes();
        assertThat(tapscript(deep)).contains(ScriptError.STACK_SIZE);
        var nested = new ByteWriter().u8(Op.OP_0);
        for (int i = 0; i < 50_000; i++)
            nested.u8(Op.OP_IF);
        for (int i = 0; i < 50_000; i++)
            nested.u8(Op.OP_ENDIF);
        assertThat(tapscript(nested.u8(Op.OP_1).toBytes())).isEmpty();
    }
}
