package org.jackblockchain.mining.vector;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** SHA-256's compression function (FIPS 180-4) as a circuit, a round at a time. */
final class Compression {
    static final int ROUNDS = 64;
    static final int STATE_WORDS = 8;
    static final int BLOCK_WORDS = 16;
    /** What follows a message. */
    static final int END_OF_MESSAGE = 0x8000_0000;

    private static final int[] FIRST_PRIMES = firstPrimes();
    private static final int[] ROUND_CONSTANTS = fractionsOfRoots(true, ROUNDS);
    private static final int[] INITIAL_STATE = fractionsOfRoots(false, STATE_WORDS);

    private final Circuit circuit;
    private final Word[] initial;
    private final Word[] state;
    /** The last 16 words of the message schedule; the word of round t stands at t modulo 16. */
    private final Word[] schedule;
    private int round;

    /** @param message a block of 16 words */
    Compression(Circuit circuit, Word[] state, Word[] message) {
        this.circuit = circuit;
        this.initial = state.clone();
        this.state = state.clone();
        this.schedule = message.clone();
    }

    /** What the first block of a message is compressed into. */
    static Word[] initialState(Circuit circuit) {
        return Arrays.stream(INITIAL_STATE).mapToObj(circuit::constant).toArray(Word[]::new);
    }

    /** All rounds, and the sum of what they began with and what they made. */
    Word[] result() {
        while (round < ROUNDS)
            next();
        var result = new Word[STATE_WORDS];
        Arrays.setAll(result, i -> circuit.add(state[i], initial[i]));
        return result;
    }

    /** The last word of {@link #result}: the fifth word of the state moves there in the last three rounds. */
    Word lastWordOfResult() {
        while (round < ROUNDS - 4)
            next();
        return circuit.add(circuit.add(roundInput(), initial[7]), state[7], bigSigma1(state[4]),
                circuit.choose(state[4], state[5], state[6]), state[3]);
    }

    private void next() {
        Word sum = circuit.add(state[7], roundInput(), bigSigma1(state[4]),
                circuit.choose(state[4], state[5], state[6]));
        Word e = circuit.add(sum, state[3]);
        Word a = circuit.add(sum, bigSigma0(state[0]), circuit.majority(state[0], state[1], state[2]));
        System.arraycopy(state, 0, state, 1, state.length - 1);
        state[0] = a;
        state[4] = e;
        round++;
    }

    private Word roundInput() {
        return circuit.add(scheduled(), circuit.constant(ROUND_CONSTANTS[round]));
    }

    private Word scheduled() {
        if (round >= BLOCK_WORDS) {
            schedule[round % BLOCK_WORDS] = circuit.add(schedule[round % BLOCK_WORDS], smallSigma0(back(15)), back(7),
                    smallSigma1(back(2)));
        }
        return schedule[round % BLOCK_WORDS];
    }

    private Word back(int rounds) {
        return schedule[(round - rounds) % BLOCK_WORDS];
    }

    private Word bigSigma0(Word x) {
        return circuit.xor(circuit.rotateRight(x, 2), circuit.rotateRight(x, 13), circuit.rotateRight(x, 22));
    }

    private Word bigSigma1(Word x) {
        return circuit.xor(circuit.rotateRight(x, 6), circuit.rotateRight(x, 11), circuit.rotateRight(x, 25));
    }

    private Word smallSigma0(Word x) {
        return circuit.xor(circuit.rotateRight(x, 7), circuit.rotateRight(x, 18), circuit.shiftRight(x, 3));
    }

    private Word smallSigma1(Word x) {
        return circuit.xor(circuit.rotateRight(x, 17), circuit.rotateRight(x, 19), circuit.shiftRight(x, 10));
    }

    /** The first 32 bits of the fractional parts of the primes' cube or square roots, as the standard defines them. */
    private static int[] fractionsOfRoots(boolean cube, int count) {
        var words = new int[count];
        for (int i = 0; i < count; i++) {
            var prime = BigDecimal.valueOf(FIRST_PRIMES[i]);
            BigDecimal root = cube ? cubeRoot(FIRST_PRIMES[i]) : prime.sqrt(MathContext.DECIMAL64);
            words[i] = root.remainder(BigDecimal.ONE).multiply(BigDecimal.valueOf(1L << 32)).toBigInteger().intValue();
        }
        return words;
    }

    /** Newton's method from the nearest double, which doubles the digits. */
    private static BigDecimal cubeRoot(int number) {
        var root = new BigDecimal(Math.cbrt(number));
        BigDecimal square = root.multiply(root);
        BigDecimal excess = square.multiply(root).subtract(BigDecimal.valueOf(number));
        return root.subtract(excess.divide(square.multiply(BigDecimal.valueOf(3)), MathContext.DECIMAL128));
    }

    private static int[] firstPrimes() {
        var primes = new int[ROUNDS];
        int count = 0;
        for (int candidate = 2; count < ROUNDS; candidate++) {
            int tried = candidate;
            if (Arrays.stream(primes, 0, count).noneMatch(prime -> tried % prime == 0))
                primes[count++] = candidate;
        }
        return primes;
    }
}
