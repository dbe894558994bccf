package org.jackblockchain.consensus.script;

import java.util.Arrays;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Sha256;

/** The tree of scripts behind a taproot output (BIP341). */
public final class Taproot {
    /** The version of leaves that are tapscript (BIP342). */
    public static final int TAPSCRIPT = 0xc0;
    /** What the last item of a witness begins with if it is an annex. */
    public static final int ANNEX_TAG = 0x50;

    /** A control block is the leaf's version with the parity of the output key, the internal key, and the path. */
    static final int CONTROL_BASE_BYTES = 33;
    static final int MAX_PATH = 128;
    static final int LEAF_MASK = 0xfe;

    static final TaggedHash SIGHASH = new TaggedHash("TapSighash");
    private static final TaggedHash LEAF = new TaggedHash("TapLeaf");
    private static final TaggedHash BRANCH = new TaggedHash("TapBranch");
    private static final TaggedHash TWEAK = new TaggedHash("TapTweak");

    private Taproot() {}

    public static byte[] leafHash(int version, byte[] script) {
        return LEAF.of(new ByteWriter(script.length + 6).u8(version).compactSize(script.length).array(script)
                .toArray());
    }

    /** The hash above two others, whichever of them is named first. */
    public static byte[] branchHash(byte[] one, byte[] other) {
        boolean inOrder = Arrays.compareUnsigned(one, other) < 0;
        return BRANCH.of(new ByteWriter(2 * Sha256.BYTES).array(inOrder ? one : other).array(inOrder ? other : one)
                .toArray());
    }

    /**
     * What is added to an internal key.
     *
     * @param merkleRoot of the tree of scripts; empty if there are none (BIP86)
     */
    public static byte[] tweak(byte[] internalKey, byte[] merkleRoot) {
        return TWEAK.of(new ByteWriter(2 * Sha256.BYTES).array(internalKey).array(merkleRoot).toArray());
    }

    static boolean hasControlLength(byte[] control) {
        int path = control.length - CONTROL_BASE_BYTES;
        return path >= 0 && path <= MAX_PATH * Sha256.BYTES && path % Sha256.BYTES == 0;
    }

    /** Whether the output key commits to the leaf, by a control block of a right length. */
    static boolean isCommitted(byte[] outputKey, byte[] control, byte[] leafHash) {
        byte[] internal = Arrays.copyOfRange(control, 1, CONTROL_BASE_BYTES);
        byte[] root = leafHash;
        for (int at = CONTROL_BASE_BYTES; at < control.length; at += Sha256.BYTES)
            root = branchHash(root, Arrays.copyOfRange(control, at, at + Sha256.BYTES));
        return Curve.isTweaked(outputKey, control[0] & 1, internal, tweak(internal, root));
    }
}
