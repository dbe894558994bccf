package org.jackblockchain.peer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.InvalidBlock;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.consensus.BlockFault;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Fault;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Work;

/** What becomes of a block that a peer sent, and who is to blame when it turns out to be wrong. */
final class BlockIntake {
    /** A block that nobody asked for may be so far above our tip. */
    static final int MAX_UNREQUESTED_LEAD = 288;
    /** Blocks whose sender is remembered until they are connected. */
    static final int MAX_SOURCES = 8_192;

    /** As in Core's log. */
    private static final String NOT_TAKEN = "ProcessNewBlock: AcceptBlock FAILED (%s)";

    private final ChainParams params;
    private final Chain chain;
    private final Roster roster;
    private final Outbox out;
    private final Misbehaviour misbehaviour;
    private final HeaderSync headers;
    private final BlockDownload download;
    private final Bounded<BlockHash, Source> sources = new Bounded<>(MAX_SOURCES);

    /**
     * Who gave us a block.
     *
     * @param answerable whether it is to blame if the block is wrong: not for one that it passed on in short, which
     *     BIP152 allows before it was judged
     */
    private record Source(long peer, boolean answerable) {}

    BlockIntake(ChainParams params, Chain chain, Roster roster, Outbox out, Misbehaviour misbehaviour,
            HeaderSync headers, BlockDownload download) {
        this.params = params;
        this.chain = chain;
        this.roster = roster;
        this.out = out;
        this.misbehaviour = misbehaviour;
        this.headers = headers;
        this.download = download;
    }

    void on(Peer peer, Block block, int bytes, Instant now) {
        BlockHash hash = block.hash();
        boolean requested = download.isRequested(hash);
        download.received(peer, hash, bytes, now);
        Optional<BlockEntry> parent = chain.find(block.header().previous());
        if (parent.isEmpty()) {
            out.debug(NOT_TAKEN.formatted("prev-blk-not-found"));
            misbehaviour.discourage(peer, "block " + hash + " without a known parent", now);
        } else if (requested || isUseful(parent.get(), block, hash)) {
            place(peer, block, hash, true, now);
        } else {
            placeHeader(peer, block, hash, parent.get(), now);
        }
    }

    /** A block that came in short, and is whole now. */
    void rebuilt(Peer peer, Block block, BlockHash hash, Instant now) {
        place(peer, block, hash, false, now);
    }

    /** As in Core: not for nothing, not too far ahead, and no chain that could not win. */
    private boolean isUseful(BlockEntry parent, Block block, BlockHash hash) {
        Optional<BlockEntry> known = chain.find(hash);
        Work work = claimedWork(parent, block);
        return known.filter(chain::hasBody).isEmpty()
                && (known.isPresent() || work.compareTo(headers.threshold()) >= 0)
                && work.compareTo(chain.tip().chainWork()) >= 0
                && parent.height() + 1 <= chain.tip().height() + MAX_UNREQUESTED_LEAD
                && work.compareTo(params.minimumChainWork()) >= 0;
    }

    /** Of a block that is not wanted now the header may be. */
    private void placeHeader(Peer peer, Block block, BlockHash hash, BlockEntry parent, Instant now) {
        if (chain.find(hash).isEmpty() && claimedWork(parent, block).compareTo(headers.threshold()) < 0) {
            out.debug("AcceptBlockHeader: not adding new block header %s, missing anti-dos proof-of-work validation"
                    .formatted(hash));
        } else if (chain.placeHeader(block.header(), now) instanceof Placement.Refused(Fault fault)) {
            misbehaviour.blame(peer, fault, "block " + hash, now);
        }
    }

    private static Work claimedWork(BlockEntry parent, Block block) {
        return block.header().bits().target().map(target -> parent.chainWork().plus(target.work())).orElse(Work.ZERO);
    }

    private void place(Peer peer, Block block, BlockHash hash, boolean answerable, Instant now) {
        switch (chain.placeBlock(block, now)) {
            case Placement.Placed(BlockEntry entry, _) -> {
                download.placed(hash, now);
                sources.put(hash, new Source(peer.id(), answerable));
                peer.known().has(entry);
                peer.gaveBlock(now);
            }
            case Placement.ParentUnknown _ -> out.debug(peer + ": block " + hash + " lost its parent");
            case Placement.Refused(Fault fault) -> {
                download.refused(peer, hash, now);
                if (fault instanceof BlockFault && !fault.isFinal())
                    out.debug("Block mutated: " + fault.text());
                out.debug(NOT_TAKEN.formatted(fault.text()));
                if (answerable)
                    misbehaviour.blame(peer, fault, "block " + hash, now);
            }
        }
    }

    /**
     * Blocks were connected, so their senders were right.
     *
     * @return who gave us the last of them, if it is still here
     */
    Optional<Peer> connected(List<BlockEntry> blocks) {
        Optional<Peer> last = blocks.isEmpty()
                ? Optional.empty()
                : sources.get(blocks.getLast().hash()).flatMap(source -> roster.find(source.peer()));
        blocks.forEach(block -> sources.remove(block.hash()));
        return last;
    }

    /** A block turned out to be wrong when it was its turn. */
    void refused(InvalidBlock invalid, Instant now) {
        BlockHash hash = invalid.block().hash();
        sources.get(hash).filter(Source::answerable).flatMap(source -> roster.find(source.peer()))
                .ifPresent(peer -> misbehaviour.blame(peer, invalid.fault(), "block " + hash, now));
        sources.remove(hash);
    }
}
