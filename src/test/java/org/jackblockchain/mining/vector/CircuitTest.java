package org.jackblockchain.mining.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jackblockchain.mining.vector.Word.Op;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final Circuit circuit = new Circuit();

    @Test
    void what_is_constant_is_computed_at_once() {
        Word sum = circuit.add(circuit.constant(3), circuit.constant(-1));

        assertThat(circuit.rotateRight(sum, 1)).isEqualTo(circuit.constant(1));
    }

    @Test
    void what_the_job_decides_joins_the_sum_once() {
        Word sum = circuit.add(circuit.add(circuit.nonce(), circuit.input(0)), circuit.input(1), circuit.constant(5));

        assertThat(circuit.varying(sum)).hasSize(2);
        Word fixed = sum.operands().getLast();
        assertThat(circuit.evaluate(new int[]{10, 200})[fixed.id()]).isEqualTo(215);
    }

    @Test
    void equal_words_are_one() {
        assertThat(circuit.xor(circuit.nonce(), circuit.input(0), circuit.input(1)))
                .isSameAs(circuit.xor(circuit.nonce(), circuit.input(0), circuit.input(1)));
    }

    @Test
    void a_header_s_hash_takes_no_more_operations_than_the_best_miners_need() {
        var header = new HeaderCircuit();
        List<Word> words = header.circuit().varying(header.output());

        assertThat(words.stream().collect(Collectors.groupingBy(Word::op, Collectors.counting())))
                .isEqualTo(Map.of(Op.NONCE, 1L, Op.ADD, 1_042L, Op.ROTATE_RIGHT, 1_020L, Op.SHIFT_RIGHT, 156L, Op.XOR,
                        392L, Op.CHOOSE, 120L, Op.MAJORITY, 116L));
    }
}
