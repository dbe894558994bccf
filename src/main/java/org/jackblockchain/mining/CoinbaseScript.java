package org.jackblockchain.mining;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** The script of a coinbase's only input: height (BIP34), tag, extra nonce, each a push. 2 to 100 bytes. */
final class CoinbaseScript {
    private static final int OP_1NEGATE = 0x4f;
    private static final int OP_1 = 0x51;
    private static final int OP_16 = 0x60;
    private static final int MAX_DIRECT_PUSH = 75;
    private static final int OP_PUSHDATA1 = 0x4c;
    private static final int OP_PUSHDATA2 = 0x4d;
    private static final int OP_PUSHDATA4 = 0x4e;

    private CoinbaseScript() {}

    /** At most 5 + 82 + 9 bytes. */
    static Bytes of(int height, String tag, long extraNonce) {
        if (height < 0)
            throw new IllegalArgumentException("height " + height);
        Bytes words = Bytes.of(Tag.checked(tag).getBytes(StandardCharsets.UTF_8));
        return new ByteWriter(96).bytes(Scripts.pushNumber(height)).bytes(Scripts.pushData(words))
                .u8(Long.BYTES).i64(extraNonce).toBytes();
    }

    /** As Core's: the height, and an empty push that also makes a low height long enough. */
    static Bytes bare(int height) {
        return new ByteWriter(8).bytes(Scripts.pushNumber(height)).bytes(Scripts.pushNumber(0)).toBytes();
    }

    /**
     * What the second opcode pushes, if the script begins with two pushes; empty for any other bytes. Up to height 16,
     * where the height alone is too short, some miners fill up with an OP_0, which does not count.
     */
    static Optional<Bytes> secondPush(Bytes script) {
        boolean filledUp = script.length() > 2 && isSmallNumber(script.at(0) & 0xff) && script.at(1) == 0;
        int filling = filledUp ? 1 : 0;
        return push(script, 0).flatMap(height -> push(script, height.end() + filling)).map(Push::data);
    }

    /** What follows the height, where that is no push of data: some miners leave their words there as they are. */
    static Bytes unpushed(Bytes script) {
        Optional<Push> height = push(script, 0);
        if (height.isEmpty() || height.get().end() == script.length())
            return Bytes.EMPTY;
        int at = height.get().end();
        boolean isData = (script.at(at) & 0xff) <= OP_PUSHDATA4 && push(script, at).isPresent();
        return isData ? Bytes.EMPTY : script.slice(at, script.length());
    }

    private record Push(Bytes data, int end) {}

    private static Optional<Push> push(Bytes script, int at) {
        if (at >= script.length())
            return Optional.empty();
        int opcode = script.at(at) & 0xff;
        if (opcode <= MAX_DIRECT_PUSH)
            return data(script, at + 1, opcode);
        return switch (opcode) {
            case OP_PUSHDATA1 -> lengthAndData(script, at + 1, 1);
            case OP_PUSHDATA2 -> lengthAndData(script, at + 1, 2);
            case OP_PUSHDATA4 -> lengthAndData(script, at + 1, 4);
            default -> isSmallNumber(opcode) ? Optional.of(new Push(Bytes.EMPTY, at + 1)) : Optional.empty();
        };
    }

    private static boolean isSmallNumber(int opcode) {
        return opcode == OP_1NEGATE || (opcode >= OP_1 && opcode <= OP_16);
    }

    private static Optional<Push> lengthAndData(Bytes script, int at, int lengthBytes) {
        if (at + lengthBytes > script.length())
            return Optional.empty();
        long length = 0;
        for (int i = 0; i < lengthBytes; i++)
            length |= (script.at(at + i) & 0xffL) << (Byte.SIZE * i);
        return data(script, at + lengthBytes, length);
    }

    private static Optional<Push> data(Bytes script, int from, long length) {
        if (length > script.length() - from)
            return Optional.empty();
        int to = from + (int) length;
        return Optional.of(new Push(script.slice(from, to), to));
    }
}
