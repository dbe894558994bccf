package org.jackblockchain.mining.vector;

import java.util.Arrays;

/** SHA-256's state after the first 64 bytes of a header: what all its nonces share. */
final class Midstate {
    private final Circuit circuit = new Circuit();
    private final Word[] result;

    Midstate() {
        var block = new Word[Compression.BLOCK_WORDS];
        Arrays.setAll(block, circuit::input);
        result = new Compression(circuit, Compression.initialState(circuit), block).result();
    }

    /** @param block the first 16 words of a header, big-endian */
    int[] of(int[] block) {
        int[] values = circuit.evaluate(block);
        return Arrays.stream(result).mapToInt(word -> values[word.id()]).toArray();
    }
}
