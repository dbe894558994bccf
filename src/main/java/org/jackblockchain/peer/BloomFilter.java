package org.jackblockchain.peer;

import org.jackblockchain.consensus.script.OutputType;
import org.jackblockchain.consensus.script.ScriptReader;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.wire.Message;

/**
 * What a light client wants to hear of, told so vaguely that it does not give itself away (BIP37). It grows by the
 * outputs that it lets through, so that who spends them is seen as well.
 */
final class BloomFilter {
    static final int MAX_BYTES = 36_000;
    static final int MAX_FUNCTIONS = 50;
    /** Longest item that can be added; no script pushes a longer one. */
    static final int MAX_ITEM = 520;

    private static final int UPDATE_MASK = 3;
    private static final int UPDATE_NONE = 0;
    private static final int UPDATE_ALL = 1;
    private static final int UPDATE_KEYS_ONLY = 2;
    private static final int FUNCTION_STEP = 0xfba4c795;

    private final byte[] bits;
    private final int functions;
    private final int tweak;
    private final int flags;

    BloomFilter(Message.FilterLoad load) {
        bits = load.filter().toArray();
        functions = load.functions();
        tweak = load.tweak();
        flags = load.flags();
    }

    static boolean isWithinLimits(Message.FilterLoad load) {
        return load.filter().length() <= MAX_BYTES && load.functions() >= 0 && load.functions() <= MAX_FUNCTIONS;
    }

    void add(byte[] item) {
        for (int i = 0; bits.length > 0 && i < functions; i++) {
            int bit = bit(i, item);
            bits[bit >> 3] |= (byte) (1 << (bit & 7));
        }
    }

    boolean holds(byte[] item) {
        for (int i = 0; bits.length > 0 && i < functions; i++) {
            int bit = bit(i, item);
            if ((bits[bit >> 3] & 1 << (bit & 7)) == 0)
                return false;
        }
        return true;
    }

    private int bit(int function, byte[] item) {
        return Integer.remainderUnsigned(murmur3(function * FUNCTION_STEP + tweak, item), bits.length * 8);
    }

    /** Whether the client wants this transaction; what it pays the client is added, if the client wishes so. */
    boolean takes(Transaction transaction) {
        boolean wanted = holds(new ByteWriter(32).hash(transaction.txid()).toArray());
        for (int i = 0; i < transaction.outputs().size(); i++) {
            TxOut output = transaction.outputs().get(i);
            if (holdsPush(output.script())) {
                wanted = true;
                if (isAdded(output))
                    add(bytes(new OutPoint(transaction.txid(), i)));
            }
        }
        return wanted || transaction.inputs().stream().anyMatch(this::isSpentByClient);
    }

    private boolean isAdded(TxOut output) {
        return switch (flags & UPDATE_MASK) {
            case UPDATE_NONE -> false;
            case UPDATE_ALL -> true;
            case UPDATE_KEYS_ONLY -> {
                OutputType type = Solution.of(output.script()).type();
                yield type == OutputType.PUBKEY || type == OutputType.MULTISIG;
            }
            default -> false;
        };
    }

    private boolean isSpentByClient(TxIn input) {
        return holds(bytes(input.previous())) || holdsPush(input.scriptSig());
    }

    private boolean holdsPush(Bytes script) {
        var reader = new ScriptReader(script);
        while (reader.next()) {
            Bytes pushed = reader.data();
            if (pushed.length() > 0 && holds(pushed.toArray()))
                return true;
        }
        return false;
    }

    private static byte[] bytes(OutPoint outPoint) {
        var out = new ByteWriter(36);
        outPoint.write(out);
        return out.toArray();
    }

    /** MurmurHash3, 32 bits (Appleby). */
    static int murmur3(int seed, byte[] data) {
        int hash = seed;
        int at = 0;
        for (; at + 4 <= data.length; at += 4) {
            hash ^= scramble((data[at] & 0xff) | (data[at + 1] & 0xff) << 8 | (data[at + 2] & 0xff) << 16
                    | data[at + 3] << 24);
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        int rest = 0;
        for (int i = data.length - 1; i >= at; i--)
            rest = rest << 8 | (data[i] & 0xff);
        if (at < data.length)
            hash ^= scramble(rest);
        hash ^= data.length;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static int scramble(int word) {
        return Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
    }
}
