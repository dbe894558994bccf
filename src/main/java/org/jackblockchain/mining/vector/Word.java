package org.jackblockchain.mining.vector;

import java.util.List;

/**
 * A 32-bit word of a {@link Circuit}: an operation on other words.
 *
 * @param id its place in the circuit: operands come before what uses them
 * @param number the value of a constant, the index of an input, how far to rotate or shift; else 0
 * @param varies whether it depends on the nonce, so that it differs from lane to lane
 */
record Word(int id, Op op, int number, List<Word> operands, boolean varies) {
    /** What a word is made by. */
    enum Op {
        CONSTANT,
        /** Given by the job. */
        INPUT,
        /** The nonce as SHA-256 reads it: the fourth word of the header's second half. */
        NONCE,
        ADD,
        ROTATE_RIGHT,
        SHIFT_RIGHT,
        /** Of three words. */
        XOR,
        /** Bit by bit the second word where the first is set, else the third. */
        CHOOSE,
        /** Bit by bit what two of the three have. */
        MAJORITY
    }

    boolean isConstant(int value) {
        return op == Op.CONSTANT && number == value;
    }

    /** Of two words of one circuit. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Word word && word.id == id;
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return op + "#" + id;
    }
}
