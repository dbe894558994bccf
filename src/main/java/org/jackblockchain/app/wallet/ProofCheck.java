package org.jackblockchain.app.wallet;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.HeaderFault;
import org.jackblockchain.consensus.HeaderRules;
import org.jackblockchain.consensus.PartialMerkleTree;
import org.jackblockchain.consensus.PlacedHeader;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Work;
import org.jspecify.annotations.Nullable;

/** Judges proofs without a node: everything that a proof says is worked out again. */
public final class ProofCheck {
    /** A transaction of this length could be two hashes of a merkle tree, which prove nothing. */
    private static final int TWO_HASHES = 64;

    /**
     * What was found to be true.
     *
     * @param asHash whether the chain has the file's SHA-256, not its bytes
     * @param height of the block, if the headers begin at genesis
     * @param last the newest header
     * @param above how many blocks stand on the block
     * @param work expected hashes for the block and those on it
     */
    public record Verdict(boolean asHash, Optional<Integer> height, BlockHeader block, BlockHeader last, int above,
            Work work) {}

    private record Placed(BlockHeader header, int height, @Nullable Placed parent) implements PlacedHeader {
        // the chain is long: nothing may walk it to compare or to print
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "block " + height;
        }
    }

    private final Proof proof;
    private final ChainParams params;
    private final Instant now;

    /** @param now no block is from later */
    public ProofCheck(Proof proof, ChainParams params, Instant now) {
        this.proof = proof;
        this.params = params;
        this.now = now;
    }

    /** @throws UserError saying what is wrong */
    public Verdict check(Path file) {
        boolean sameNetwork = proof.network().equals(params.name()) && proof.genesis().equals(params.genesis().hash());
        require(sameNetwork, "it is of network %s with genesis %s, and this is %s with genesis %s"
                .formatted(proof.network(), proof.genesis(), params.name(), params.genesis().hash()));
        int place = proof.height().orElse(0);
        require(place < proof.headers().size(), "its headers end before block " + place);
        checkHeaders();
        BlockHeader block = proof.headers().get(place);
        checkBranch(block);
        boolean asHash = isHash(file);
        List<BlockHeader> counted = proof.headers().subList(place, proof.headers().size());
        return new Verdict(asHash, proof.height(), block, counted.getLast(), counted.size() - 1, work(counted));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds)
            throw new UserError("this proves nothing: " + otherwise);
    }

    private static Work work(List<BlockHeader> headers) {
        return headers.stream().map(header -> header.bits().target().orElseThrow().work()).reduce(Work.ZERO,
                Work::plus);
    }

    private void checkHeaders() {
        boolean whole = proof.height().isPresent();
        @Nullable
        Placed parent = null;
        @Nullable
        BlockHash before = null;
        for (BlockHeader header : proof.headers()) {
            BlockHash hash = header.hash();
            String name = "header " + (parent == null ? 0 : parent.height() + 1) + ", " + hash + ", ";
            if (parent == null || before == null) {
                require(!whole || hash.equals(params.genesis().hash()), name + "is not the network's genesis");
            } else {
                require(header.previous().equals(before), name + "does not stand on the one before it");
                if (whole)
                    refuse(HeaderRules.placeFault(header, hash, parent, params, now), name);
            }
            refuse(HeaderRules.proofOfWorkFault(header, hash, params), name);
            require(!header.instant().isAfter(now.plus(params.maxClockDrift())), name + "is from the future");
            parent = new Placed(header, parent == null ? 0 : parent.height() + 1, parent);
            before = hash;
        }
        BigInteger total = work(proof.headers()).hashes();
        require(!whole || total.compareTo(params.minimumChainWork().hashes()) >= 0,
                "there is less work in it than in the network's chain");
    }

    private static void refuse(Optional<HeaderFault> fault, String name) {
        fault.ifPresent(found -> require(false, name + "breaks a rule: " + found.code()));
    }

    private void checkBranch(BlockHeader block) {
        Transaction tx = proof.transaction();
        require(tx.strippedSize() != TWO_HASHES, "a transaction of 64 bytes may be none");
        Optional<PartialMerkleTree.Proven> proven = proof.branch().prove();
        require(proven.isPresent(), "its merkle branch leads nowhere");
        require(proven.orElseThrow().txids().equals(List.of(tx.txid())),
                "its merkle branch is that of another transaction");
        require(proven.orElseThrow().root().equals(block.merkleRoot()),
                "its merkle branch does not lead to block " + block.hash());
    }

    private boolean isHash(Path file) {
        List<Bytes> data = proof.transaction().outputs().stream().map(TxOut::script).map(DataOutput::data)
                .flatMap(Optional::stream).toList();
        require(!data.isEmpty(), "the transaction has no data");
        for (Bytes one : data) {
            FileData.Match match = FileData.match(one, file);
            if (match != FileData.Match.NONE)
                return match == FileData.Match.HASH;
        }
        throw new UserError("this proves nothing of " + file + ": the data is neither its bytes nor its SHA-256");
    }
}
