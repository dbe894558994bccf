package org.jackblockchain.stratum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.ShareDifficulty;
import org.jackblockchain.mining.SplitCoinbase;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;

/**
 * A job of one connection, and the shares that came for it. Judges shares; asks no clock; not thread-safe.
 *
 * <p>The coinbase's extra nonce of 8 bytes is the connection's {@code extranonce1} and the worker's
 * {@code extranonce2}, 4 bytes each.
 */
final class ServedJob {
    static final int EXTRA_NONCE_2_BYTES = Integer.BYTES;
    /** The bits of a block's version that a worker may choose (BIP310, BIP320). */
    static final int VERSION_MASK = 0x1fff_e000;
    /** More come from no worker whose difficulty follows its rate. */
    static final int MAX_SHARES = 8_192;

    private final String id;
    private final Draft draft;
    private final int extraNonce1;
    private final long time;
    private final double difficulty;
    private final Set<Share> shares = new HashSet<>();

    /** What a share is worth. */
    sealed interface Verdict {
        /** @param difficulty that its hash has */
        record Good(double difficulty) implements Verdict {}

        /** As good, and a block. */
        record Won(double difficulty, Block block) implements Verdict {}

        record Bad(Refusal why) implements Verdict {}
    }

    /** @param time that the worker's first header has */
    ServedJob(String id, Draft draft, int extraNonce1, double difficulty, long time) {
        this.id = id;
        this.draft = draft;
        this.extraNonce1 = extraNonce1;
        this.difficulty = difficulty;
        this.time = time;
    }

    String id() {
        return id;
    }

    Draft draft() {
        return draft;
    }

    double difficulty() {
        return difficulty;
    }

    /** What {@code mining.notify} says of it. */
    ArrayNode params(boolean clean) {
        SplitCoinbase coinbase = draft.splitCoinbase();
        ArrayNode params = Lines.array().add(id).add(swappedWords(draft.template().parent().hash()))
                .add(coinbase.before().hex()).add(coinbase.after().hex());
        ArrayNode branch = params.addArray();
        for (Bytes hash : draft.merkleBranch())
            branch.add(hash.hex());
        return params.add(Hex32.of(draft.template().version())).add(draft.template().bits().hex())
                .add(Hex32.of((int) time)).add(clean);
    }

    /** Stratum's own way to write a parent: the bytes of each of its eight words turned round. */
    private static String swappedWords(BlockHash hash) {
        byte[] wire = new ByteWriter(BlockHash.BYTES).hash(hash).toArray();
        byte[] swapped = new byte[wire.length];
        for (int i = 0; i < wire.length; i++)
            swapped[i] = wire[i ^ (Integer.BYTES - 1)];
        return Hex.of(swapped);
    }

    /**
     * Judges a share, and remembers a good one.
     *
     * @param required the difficulty that will do
     * @param drift how far ahead of the clock a block may be dated
     */
    Verdict judge(Share share, double required, Duration drift, Instant now) {
        if (share.time() < draft.template().minTime() || Instant.ofEpochSecond(share.time()).isAfter(now.plus(drift)))
            return new Verdict.Bad(Refusal.WRONG_TIME);
        if ((share.versionBits() & ~VERSION_MASK) != 0)
            return new Verdict.Bad(Refusal.WRONG_VERSION);
        if (shares.contains(share))
            return new Verdict.Bad(Refusal.DUPLICATE);
        long extraNonce = extraNonce(share.extraNonce2());
        BlockHeader header = header(share, extraNonce);
        BlockHash hash = header.hash();
        boolean won = draft.template().target().isMetBy(hash);
        if (!won && !ShareDifficulty.target(required).isMetBy(hash))
            return new Verdict.Bad(Refusal.LOW_DIFFICULTY);
        if (shares.size() >= MAX_SHARES)
            return new Verdict.Bad(Refusal.TOO_MANY_SHARES);
        shares.add(share);
        double reached = ShareDifficulty.of(hash);
        if (!won)
            return new Verdict.Good(reached);
        var transactions = draft.job(extraNonce, share.time()).solved(share.nonce()).transactions();
        return new Verdict.Won(reached, new Block(header, transactions));
    }

    private BlockHeader header(Share share, long extraNonce) {
        int version = (draft.template().version() & ~VERSION_MASK) | share.versionBits();
        return draft.job(extraNonce, share.time()).header().withVersion(version).withNonce(share.nonce());
    }

    /** The bits of its version that a share has whose worker rolled none. */
    int ownVersionBits() {
        return draft.template().version() & VERSION_MASK;
    }

    /** The two halves as the 8 bytes stand in the coinbase, the connection's first: read as little-endian. */
    private long extraNonce(int extraNonce2) {
        return Long.reverseBytes((long) extraNonce1 << Integer.SIZE | Integer.toUnsignedLong(extraNonce2));
    }
}
