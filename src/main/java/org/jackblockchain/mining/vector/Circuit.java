package org.jackblockchain.mining.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import org.jackblockchain.mining.vector.Word.Op;

/**
 * A computation on 32-bit words that folds while it is written down: constants are computed at once, what only the job
 * decides is kept apart so that it is computed once a job ({@link #evaluate}), sums take such a part at most once, and
 * equal words are one.
 */
final class Circuit {
    private record Key(Op op, int number, List<Word> operands) {}

    private final List<Word> words = new ArrayList<>();
    /** Those of them that are the same for all nonces. */
    private final List<Word> steady = new ArrayList<>();
    private final Map<Key, Word> known = new HashMap<>();

    Word constant(int value) {
        return word(Op.CONSTANT, value, List.of());
    }

    Word input(int index) {
        return word(Op.INPUT, index, List.of());
    }

    Word nonce() {
        return word(Op.NONCE, 0, List.of());
    }

    /** The sum modulo 2^32. */
    Word add(Word... terms) {
        Word fixed = constant(0);
        List<Word> varying = new ArrayList<>();
        for (Word term : terms) {
            if (term.varies())
                varying.add(term);
            else
                fixed = addFixed(fixed, term);
        }
        if (varying.isEmpty())
            return fixed;
        Word first = varying.getFirst();
        if (!fixed.isConstant(0)) {
            // What the job decides of an earlier sum joins what it decides of this one.
            if (first.op() == Op.ADD && !first.operands().getLast().varies()) {
                fixed = addFixed(fixed, first.operands().getLast());
                first = first.operands().getFirst();
            }
        }
        Word sum = first;
        for (Word term : varying.subList(1, varying.size()))
            sum = word(Op.ADD, 0, List.of(sum, term));
        return fixed.isConstant(0) ? sum : word(Op.ADD, 0, List.of(sum, fixed));
    }

    private Word addFixed(Word a, Word b) {
        if (a.isConstant(0))
            return b;
        if (b.isConstant(0))
            return a;
        return word(Op.ADD, 0, List.of(a, b));
    }

    Word rotateRight(Word word, int by) {
        return word(Op.ROTATE_RIGHT, by, List.of(word));
    }

    Word shiftRight(Word word, int by) {
        return word(Op.SHIFT_RIGHT, by, List.of(word));
    }

    Word xor(Word a, Word b, Word c) {
        return word(Op.XOR, 0, List.of(a, b, c));
    }

    Word choose(Word which, Word one, Word zero) {
        return word(Op.CHOOSE, 0, List.of(which, one, zero));
    }

    Word majority(Word a, Word b, Word c) {
        return word(Op.MAJORITY, 0, List.of(a, b, c));
    }

    private Word word(Op op, int number, List<Word> operands) {
        if (!operands.isEmpty() && operands.stream().allMatch(operand -> operand.op() == Op.CONSTANT))
            return constant(compute(op, number, operands, Word::number));
        boolean varies = op == Op.NONCE || operands.stream().anyMatch(Word::varies);
        return known.computeIfAbsent(new Key(op, number, operands), _ -> {
            var word = new Word(words.size(), op, number, operands, varies);
            words.add(word);
            if (!varies)
                steady.add(word);
            return word;
        });
    }

    private static int compute(Op op, int number, List<Word> operands, ToIntFunction<Word> valueOf) {
        int last = operands.size() - 1;
        return compute(op, number, valueOf.applyAsInt(operands.getFirst()),
                valueOf.applyAsInt(operands.get(Math.min(1, last))), valueOf.applyAsInt(operands.get(last)));
    }

    /** The words that {@code output} needs and that differ from lane to lane, operands first. */
    List<Word> varying(Word output) {
        var needed = new boolean[words.size()];
        needed[output.id()] = true;
        for (int id = output.id(); id >= 0; id--) {
            if (needed[id])
                words.get(id).operands().forEach(operand -> needed[operand.id()] = true);
        }
        return words.stream().filter(word -> needed[word.id()] && word.varies()).toList();
    }

    /** The value of each word that does not vary, by its id; 0 for the others. */
    int[] evaluate(int[] inputs) {
        var values = new int[words.size()];
        for (Word word : steady)
            values[word.id()] = value(word, inputs, values);
        return values;
    }

    private static int value(Word word, int[] inputs, int[] values) {
        return switch (word.op()) {
            case CONSTANT -> word.number();
            case INPUT -> inputs[word.number()];
            default -> compute(word.op(), word.number(), word.operands(), operand -> values[operand.id()]);
        };
    }

    /** Of up to three operands. */
    static int compute(Op op, int number, int x, int y, int z) {
        return switch (op) {
            case ADD -> x + y;
            case ROTATE_RIGHT -> Integer.rotateRight(x, number);
            case SHIFT_RIGHT -> x >>> number;
            case XOR -> x ^ y ^ z;
            case CHOOSE -> (x & y) | (~x & z);
            case MAJORITY -> (x & y) | (x & z) | (y & z);
            case CONSTANT, INPUT, NONCE -> throw new IllegalArgumentException(op + " is not computed");
        };
    }
}
