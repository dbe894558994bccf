package org.jackblockchain.mining.vector;

import java.util.Arrays;

/**
 * The last word of the double SHA-256 of a header, the one that holds the hash's leading zeros, as a circuit of its
 * nonce. Its inputs are the midstate, that is the state after the header's first 64 bytes, and the three words between
 * there and the nonce: the end of the merkle root, the time and the bits.
 */
final class HeaderCircuit {
    static final int TAIL_WORDS = 3;
    static final int INPUTS = Compression.STATE_WORDS + TAIL_WORDS;

    private static final int HEADER_BITS = 80 * Byte.SIZE;
    private static final int HASH_BITS = 32 * Byte.SIZE;

    private final Circuit circuit = new Circuit();
    private final Word output = lastWordOfSecondHash(firstHash());

    Circuit circuit() {
        return circuit;
    }

    /** The most significant word of the hash as a number, its bytes in the opposite order. */
    Word output() {
        return output;
    }

    private Word[] firstHash() {
        var message = new Word[TAIL_WORDS + 1];
        Arrays.setAll(message,
                i -> i < TAIL_WORDS ? circuit.input(Compression.STATE_WORDS + i) : circuit.nonce());
        var midstate = new Word[Compression.STATE_WORDS];
        Arrays.setAll(midstate, circuit::input);
        return new Compression(circuit, midstate, lastBlock(message, HEADER_BITS)).result();
    }

    private Word lastWordOfSecondHash(Word[] hash) {
        return new Compression(circuit, Compression.initialState(circuit), lastBlock(hash, HASH_BITS))
                .lastWordOfResult();
    }

    /** The last block of a message: what is left of it, the mark of its end, and its length in bits. */
    private Word[] lastBlock(Word[] rest, int bits) {
        Word[] block = Arrays.copyOf(rest, Compression.BLOCK_WORDS);
        Arrays.fill(block, rest.length, block.length, circuit.constant(0));
        block[rest.length] = circuit.constant(Compression.END_OF_MESSAGE);
        block[block.length - 1] = circuit.constant(bits);
        return block;
    }
}
