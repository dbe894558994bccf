package org.jackblockchain.primitives;

/** RIPEMD-160, which the JDK does not have. */
public final class Ripemd160 {
    /** Length of a digest, in bytes. */
    public static final int BYTES = 20;

    private static final int BLOCK_BYTES = 64;
    private static final int STEPS = 80;

    // one hex digit a step, for the left line and the right: which word of the block, and how far it is turned
    private static final byte[] LEFT_WORDS = digits("0123456789abcdef" + "74d1a6f3c0952eb8" + "3ae49f812706db5c"
            + "19ba08c4d37fe562" + "40597c2ae138b6fd");
    private static final byte[] RIGHT_WORDS = digits("5e7092b4d6f81a3c" + "6b370d5aef8c4912" + "f5137e69b8c2a04d"
            + "86413bf05c2d97ae" + "cfa4158762de039b");
    private static final byte[] LEFT_TURNS = digits("befc5879bdef6798" + "768db97f7cf9b7dc" + "bd67e9dfe8d65c75"
            + "bcefef989e56865c" + "9f5b68dc5cdeb856");
    private static final byte[] RIGHT_TURNS = digits("899bdff5778beec6" + "9df7c89b77c76fdb" + "97fb866ecd5edd75"
            + "f58bee6e69c9c5f8" + "85c9c5e68d65fdbb");
    private static final int[] LEFT_SUMMANDS = {0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e};
    private static final int[] RIGHT_SUMMANDS = {0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0};

    private Ripemd160() {}

    public static byte[] of(byte[] bytes) {
        int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
        int whole = bytes.length / BLOCK_BYTES * BLOCK_BYTES;
        for (int at = 0; at < whole; at += BLOCK_BYTES)
            mix(state, bytes, at);
        int rest = bytes.length - whole;
        byte[] last = new byte[rest + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES];
        System.arraycopy(bytes, whole, last, 0, rest);
        last[rest] = (byte) 0x80;
        LittleEndian.putLong(last, last.length - 8, 8L * bytes.length);
        for (int at = 0; at < last.length; at += BLOCK_BYTES)
            mix(state, last, at);
        byte[] digest = new byte[BYTES];
        for (int i = 0; i < state.length; i++)
            LittleEndian.putInt(digest, 4 * i, state[i]);
        return digest;
    }

    private static void mix(int[] state, byte[] block, int at) {
        int[] left = state.clone();
        int[] right = state.clone();
        for (int round = 0; round < 5; round++) {
            line(left, block, at, round, round, LEFT_WORDS, LEFT_TURNS, LEFT_SUMMANDS[round]);
            line(right, block, at, round, 4 - round, RIGHT_WORDS, RIGHT_TURNS, RIGHT_SUMMANDS[round]);
        }
        int first = state[1] + left[2] + right[3];
        state[1] = state[2] + left[3] + right[4];
        state[2] = state[3] + left[4] + right[0];
        state[3] = state[4] + left[0] + right[1];
        state[4] = state[0] + left[1] + right[2];
        state[0] = first;
    }

    /** Sixteen steps of one line. */
    private static void line(int[] line, byte[] block, int at, int round, int function, byte[] words, byte[] turns,
            int summand) {
        int a = line[0];
        int b = line[1];
        int c = line[2];
        int d = line[3];
        int e = line[4];
        for (int i = 16 * round; i < 16 * round + 16; i++) {
            int sum = a + combined(function, b, c, d) + LittleEndian.getInt(block, at + 4 * words[i]) + summand;
            a = e;
            e = d;
            d = Integer.rotateLeft(c, 10);
            c = b;
            b = Integer.rotateLeft(sum, turns[i]) + a;
        }
        line[0] = a;
        line[1] = b;
        line[2] = c;
        line[3] = d;
        line[4] = e;
    }

    private static int combined(int function, int x, int y, int z) {
        return switch (function) {
            case 0 -> x ^ y ^ z;
            case 1 -> (x & y) | (~x & z);
            case 2 -> (x | ~y) ^ z;
            case 3 -> (x & z) | (y & ~z);
            default -> x ^ (y | ~z);
        };
    }

    private static byte[] digits(String hex) {
        byte[] digits = new byte[STEPS];
        for (int i = 0; i < STEPS; i++)
            digits[i] = (byte) Character.digit(hex.charAt(i), 16);
        return digits;
    }
}
