package org.jackblockchain.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Work;

/**
 * Follows a long branch of headers that has shown too little work to be worth keeping. First it only counts, and
 * keeps a secret bit of each header; once the branch has work enough, its headers are asked for again, and let
 * through when their bits show that they are the same. So headers without work cost us a bit each, whatever their
 * number. (Core's headerssync does the same with sparser bits.)
 */
final class HeaderPresync {
    /** Headers of one branch, which bounds its memory to 4 MiB. */
    static final int MAX_HEADERS = 1 << 25;
    /** A header is let through when so many after it agree: a forged branch gets there once in 2^this tries. */
    static final int LAG = 256;

    /** How a message went. */
    sealed interface Outcome {
        /** Ask for what follows {@link #last}. */
        record More(List<BlockHeader> release) implements Outcome {}

        /** The branch has shown its work; these are its last headers. What follows goes the usual way. */
        record Done(List<BlockHeader> release) implements Outcome {}

        record GiveUp(String why) implements Outcome {}
    }

    private final BlockEntry fork;
    private final Work threshold;
    private final long salt;
    private final BitSet bits = new BitSet();
    private final Deque<BlockHeader> held = new ArrayDeque<>();

    private int counted;
    private int redone;
    private boolean again;
    private BlockHash last;
    private Work work;

    /**
     * @param fork the block that the branch stands on
     * @param threshold the work at which it is worth keeping
     * @param salt chance, so that nobody can know the bits
     */
    HeaderPresync(BlockEntry fork, Work threshold, long salt) {
        this.fork = fork;
        this.threshold = threshold;
        this.salt = salt;
        this.last = fork.hash();
        this.work = fork.chainWork();
    }

    /** The header to go on from: the newest one seen, in this pass. */
    BlockHash last() {
        return last;
    }

    BlockEntry fork() {
        return fork;
    }

    int counted() {
        return counted;
    }

    /**
     * Takes the next message of headers, each with its own proof of work and standing on the one before.
     *
     * @param full whether the peer may have more
     */
    Outcome on(List<BlockHeader> headers, boolean full) {
        if (!headers.getFirst().previous().equals(last))
            return new Outcome.GiveUp("headers do not continue the branch");
        return again ? redo(headers, full) : count(headers, full);
    }

    private Outcome count(List<BlockHeader> headers, boolean full) {
        for (BlockHeader header : headers) {
            if (counted == MAX_HEADERS)
                return new Outcome.GiveUp("more than " + MAX_HEADERS + " headers with too little work");
            take(header);
            bits.set(counted++, secretBit(last));
            if (work.compareTo(threshold) >= 0) {
                startAgain();
                return new Outcome.More(List.of());
            }
        }
        return full ? new Outcome.More(List.of()) : new Outcome.GiveUp("too little work");
    }

    private void startAgain() {
        again = true;
        last = fork.hash();
        work = fork.chainWork();
    }

    private Outcome redo(List<BlockHeader> headers, boolean full) {
        var release = new ArrayList<BlockHeader>();
        for (BlockHeader header : headers) {
            take(header);
            if (redone < counted && bits.get(redone) != secretBit(last))
                return new Outcome.GiveUp("other headers than before");
            redone++;
            held.add(header);
            if (held.size() > LAG)
                release.add(held.remove());
        }
        if (work.compareTo(threshold) >= 0) {
            release.addAll(held);
            held.clear();
            return new Outcome.Done(release);
        }
        return full ? new Outcome.More(release) : new Outcome.GiveUp("fewer headers than before");
    }

    private void take(BlockHeader header) {
        last = header.hash();
        work = work.plus(header.bits().target().orElseThrow().work());
    }

    private boolean secretBit(BlockHash hash) {
        long mixed = (hash.w3() ^ salt) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ hash.w2() ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return Long.bitCount(mixed ^ mixed >>> 29 ^ salt) % 2 == 1;
    }
}
