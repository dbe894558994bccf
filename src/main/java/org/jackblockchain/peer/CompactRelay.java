package org.jackblockchain.peer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.Fault;
import org.jackblockchain.consensus.HeaderFault;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Work;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;

/**
 * Blocks in short (BIP152, version 2): a new block reaches a peer that has its transactions in one message. The last
 * three peers that gave us a new block are asked to send theirs at once ("high bandwidth").
 */
final class CompactRelay {
    /** Short ids of wtxids. */
    static final long VERSION = 2;
    /** Peers that we ask to send new blocks at once. */
    static final int MAX_HIGH_BANDWIDTH = 3;
    /** Older blocks are served whole: who asks for them does not have their transactions. */
    static final int MAX_SERVED_DEPTH = 5;
    /** Transactions of older blocks are not picked out. */
    static final int MAX_PICKED_DEPTH = 10;
    /** A block further above our tip is better fetched with those below it. */
    static final int MAX_LEAD = 2;
    private static final int MIN_PROTOCOL = 70_014;

    /** What is remembered of one peer. */
    static final class Part {
        private boolean offers;
        private boolean wantsAtOnce;
        private boolean askedAtOnce;
        private final Map<BlockHash, PartialBlock> begun = new HashMap<>();

        /** Whether it can send blocks in short. */
        boolean offers() {
            return offers;
        }

        /** Whether it wants our new blocks at once. */
        boolean wantsAtOnce() {
            return wantsAtOnce;
        }

        /** Whether we asked it to send its new blocks at once. */
        boolean askedAtOnce() {
            return askedAtOnce;
        }
    }

    private final Chain chain;
    private final Outbox out;
    private final Misbehaviour misbehaviour;
    private final HeaderSync headers;
    private final BlockDownload download;
    private final BlockIntake intake;
    private final KnownTransactions known;
    private final RandomGenerator chance;
    private final List<Peer> atOnce = new ArrayList<>();

    CompactRelay(Chain chain, Outbox out, Misbehaviour misbehaviour, HeaderSync headers,
            BlockDownload download, BlockIntake intake, KnownTransactions known, RandomGenerator chance) {
        this.chain = chain;
        this.out = out;
        this.misbehaviour = misbehaviour;
        this.headers = headers;
        this.download = download;
        this.intake = intake;
        this.known = known;
        this.chance = chance;
    }

    void opened(Peer peer) {
        if (peer.session().commonVersion() >= MIN_PROTOCOL)
            out.send(peer, new Message.SendCmpct(false, VERSION));
    }

    void closed(Peer peer) {
        atOnce.remove(peer);
    }

    void onSendCmpct(Peer peer, boolean wantsAtOnce, long version) {
        if (version != VERSION)
            return;
        peer.compact().offers = true;
        peer.compact().wantsAtOnce = wantsAtOnce;
    }

    // --- Giving ------------------------------------------------------------------------------------------------

    /** The block in short, as others may rebuild it. */
    Message.CmpctBlock shortened(Block block) {
        return PartialBlock.shortened(block, chance.nextLong());
    }

    /** Whether whoever asks for this block in short gets it so. */
    boolean isServedShort(BlockEntry entry, Instant now) {
        return headers.isNearTip(now) && entry.height() >= chain.tip().height() - MAX_SERVED_DEPTH;
    }

    void onGetBlockTxn(Peer peer, BlockHash hash, List<Integer> indexes, Instant now) {
        Optional<BlockEntry> entry = chain.find(hash).filter(chain::hasBody);
        if (entry.isEmpty()) {
            out.debug(peer + " sent us a getblocktxn for a block we don't have");
            return;
        }
        Block block = chain.block(hash).orElseThrow();
        if (entry.get().height() < chain.tip().height() - MAX_PICKED_DEPTH) {
            out.debug(peer + " sent us a getblocktxn for a block > " + MAX_PICKED_DEPTH + " deep");
            out.send(peer, new Message.BlockMessage(block));
            return;
        }
        List<Transaction> all = block.transactions();
        if (indexes.stream().anyMatch(index -> index >= all.size()))
            misbehaviour.discourage(peer, "getblocktxn with out-of-bounds tx indices", now);
        else
            out.send(peer, new Message.BlockTxn(hash, indexes.stream().map(all::get).toList()));
    }

    // --- Taking ------------------------------------------------------------------------------------------------

    void onCmpctBlock(Peer peer, Message.CmpctBlock compact, int bytes, Instant now) {
        Optional<BlockEntry> parent = chain.find(compact.header().previous());
        if (parent.isEmpty()) {
            headers.ask(peer, chain.bestHeader(), now);
            return;
        }
        if (claimedWork(parent.get(), compact).compareTo(headers.threshold()) < 0) {
            out.debug("Ignoring low-work compact block from peer %d".formatted(peer.id()));
            return;
        }
        boolean isNew = chain.find(compact.header().hash()).isEmpty();
        switch (chain.placeHeader(compact.header(), now)) {
            case Placement.Placed(BlockEntry entry, _) -> {
                peer.known().has(entry);
                if (isNew && entry.chainWork().compareTo(chain.tip().chainWork()) > 0)
                    peer.wasUseful(now);
                if (!chain.hasBody(entry))
                    take(peer, entry, compact, bytes, now);
            }
            case Placement.ParentUnknown _ -> out.debug(peer + ": a compact block lost its parent");
            case Placement.Refused(Fault fault) -> refused(peer, fault, compact.header().hash(), now);
        }
    }

    /** As BIP152 allows, a peer may pass on what it has not judged itself, but not a header that breaks a rule. */
    private void refused(Peer peer, Fault fault, BlockHash hash, Instant now) {
        if (!(fault instanceof HeaderFault.KnownInvalid))
            misbehaviour.blame(peer, fault, "header via compact block " + hash, now);
    }

    private static Work claimedWork(BlockEntry parent, Message.CmpctBlock compact) {
        return compact.header().bits().target().map(target -> parent.chainWork().plus(target.work()))
                .orElse(Work.ZERO);
    }

    private void take(Peer peer, BlockEntry entry, Message.CmpctBlock compact, int bytes, Instant now) {
        boolean asked = download.isAsked(peer, entry.hash());
        if (entry.chainWork().compareTo(chain.tip().chainWork()) <= 0) {
            if (asked)
                askWhole(peer, entry);
            return;
        }
        if (!download.isRequested(entry.hash()) && !headers.isNearTip(now))
            return;
        if (entry.height() > chain.tip().height() + MAX_LEAD) {
            if (asked)
                askWhole(peer, entry);
            // otherwise it counts as its header, which is placed: the download fetches what lies between
        } else if (asked || download.mayAsk(peer, entry.hash())) {
            begin(peer, entry, compact, bytes, now);
        } else {
            tryWithoutAsking(peer, entry, compact, now);
        }
    }

    private void begin(Peer peer, BlockEntry entry, Message.CmpctBlock compact, int bytes, Instant now) {
        if (peer.compact().begun.containsKey(entry.hash())) {
            out.debug(peer + " sent us a compact block we were already syncing");
            return;
        }
        boolean first = download.isFirstAsked(peer, entry.hash());
        download.askedInShort(peer, entry, now);
        switch (PartialBlock.begin(compact, known)) {
            case PartialBlock.Outcome.Invalid _ -> {
                download.giveUp(peer, entry.hash(), now);
                misbehaviour.discourage(peer, "invalid compact block", now);
            }
            case PartialBlock.Outcome.Ambiguous _ -> {
                if (first)
                    askWhole(peer, entry);
                else
                    download.giveUp(peer, entry.hash(), now);
            }
            case PartialBlock.Outcome.Begun(PartialBlock block) ->
                continueWith(peer, entry, block, first, bytes, now);
        }
    }

    private void continueWith(Peer peer, BlockEntry entry, PartialBlock block, boolean first, int bytes,
            Instant now) {
        List<Integer> missing = block.missing();
        if (missing.isEmpty()) {
            finish(peer, entry.hash(), block, List.of(), bytes, now);
        } else if (first || mayAskBeside(peer, entry.hash())) {
            peer.compact().begun.put(entry.hash(), block);
            out.send(peer, new Message.GetBlockTxn(entry.hash(), missing));
        } else {
            download.giveUp(peer, entry.hash(), now);
        }
    }

    /** The last place beside a slow one is kept for a peer that we chose. */
    private boolean mayAskBeside(Peer peer, BlockHash hash) {
        return peer.compact().askedAtOnce && (!peer.isInbound() || download.isAskedOfOutbound(hash)
                || download.askedCount(hash) < BlockDownload.MAX_ASKED);
    }

    /** Somebody else is being asked for it; perhaps nothing is missing. */
    private void tryWithoutAsking(Peer peer, BlockEntry entry, Message.CmpctBlock compact, Instant now) {
        if (PartialBlock.begin(compact, known) instanceof PartialBlock.Outcome.Begun(PartialBlock block)
                && block.missing().isEmpty())
            block.filled(List.of()).filter(CompactRelay::isWhole)
                    .ifPresent(whole -> intake.rebuilt(peer, whole, entry.hash(), now));
    }

    void onBlockTxn(Peer peer, Message.BlockTxn given, int bytes, Instant now) {
        PartialBlock block = peer.compact().begun.get(given.block());
        if (block == null || !download.isAsked(peer, given.block())) {
            out.debug(peer + " sent us block transactions for block we weren't expecting");
            return;
        }
        finish(peer, given.block(), block, given.transactions(), bytes, now);
    }

    private void finish(Peer peer, BlockHash hash, PartialBlock partial, List<Transaction> others, int bytes,
            Instant now) {
        boolean first = download.isFirstAsked(peer, hash);
        peer.compact().begun.remove(hash);
        Optional<Block> block = partial.filled(others);
        if (block.isEmpty()) {
            download.giveUp(peer, hash, now);
            misbehaviour.discourage(peer, "invalid compact block/non-matching block transactions", now);
        } else if (isWhole(block.get())) {
            download.received(peer, hash, bytes, now);
            intake.rebuilt(peer, block.get(), hash, now);
        } else if (first) {
            // two transactions with one short id, perhaps
            chain.find(hash).ifPresent(entry -> askWhole(peer, entry));
        } else {
            download.giveUp(peer, hash, now);
        }
    }

    /** Whether these are the transactions that the header commits to; what else may be wrong is the block's fault. */
    private static boolean isWhole(Block block) {
        return BlockRules.bodyFault(block).isEmpty();
    }

    private void askWhole(Peer peer, BlockEntry entry) {
        out.send(peer, new Message.GetData(List.of(InvItem.witnessBlock(entry.hash()))));
    }

    /** The peer gave us a block that became our tip: it is quick, so its next one may come at once. */
    void gaveTip(Peer peer) {
        if (!peer.compact().offers)
            return;
        if (atOnce.remove(peer)) {
            atOnce.add(peer);
            return;
        }
        long outbound = atOnce.stream().filter(other -> !other.isInbound()).count();
        boolean lastOutbound = peer.isInbound() && atOnce.size() >= MAX_HIGH_BANDWIDTH && outbound == 1
                && !atOnce.getFirst().isInbound();
        if (lastOutbound)
            atOnce.add(1, atOnce.removeFirst());
        if (atOnce.size() >= MAX_HIGH_BANDWIDTH)
            setAtOnce(atOnce.removeFirst(), false);
        setAtOnce(peer, true);
        atOnce.add(peer);
    }

    private void setAtOnce(Peer peer, boolean wanted) {
        peer.compact().askedAtOnce = wanted;
        out.send(peer, new Message.SendCmpct(wanted, VERSION));
    }
}
