package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Answers what peers ask for, at the pace at which they take it: when much is on its way to a peer, its further
 * questions wait in order, a ping among them, so a pong says that all before it has been sent.
 */
final class Serving {
    /** So much may be on its way to a peer before its next question must wait. */
    static final int MAX_UNSENT_BYTES = 512 << 10;
    /** Questions that wait; a peer with more is cut off. */
    static final int MAX_WAITING = 1_000;
    static final int MAX_WAITING_BYTES = 4 << 20;
    /** Most hashes in the answer to getblocks. */
    static final int MAX_GETBLOCKS = 500;
    /** Blocks off the active chain are served only when they are younger than our best header by less than this. */
    static final Duration STALE_AGE = Duration.ofDays(30);

    /** Who offers the last 288 blocks gives two more, as peers may have seen our tip a moment ago (BIP159). */
    static final int LAST_BLOCKS = 290;
    /** Blocks that are older than our best header by more than this are history: they wait when uploads are limited. */
    static final Duration HISTORICAL_AGE = Duration.ofDays(7);

    private record Waiting(Message message, int bytes) {}

    /** What goes out one by one, as the peer takes it. */
    private sealed interface Wanted {
        record Item(InvItem item) implements Wanted {}

        /** Made when its turn has come; nothing is said if that cannot be. */
        record Other(Supplier<Optional<Message>> message) implements Wanted {}
    }

    /** What is remembered of one peer. */
    static final class Part {
        private final Deque<Wanted> wanted = new ArrayDeque<>();
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private int waitingBytes;
        private long unsentBytes;
        private boolean awaitingSent;
        private @Nullable BlockHash continuation;

        void sent(int bytes) {
            unsentBytes += bytes;
        }

        private boolean isBusy() {
            return awaitingSent || !wanted.isEmpty();
        }
    }

    private final ChainParams params;
    private final Chain chain;
    private final CompactRelay compact;
    private final TxRelay transactions;
    private final UploadTarget upload;
    private final boolean oldBlocks;
    private final Outbox out;
    private Instant now = Instant.EPOCH;

    Serving(ChainParams params, Chain chain, CompactRelay compact, TxRelay transactions, UploadTarget upload,
            boolean oldBlocks, Outbox out) {
        this.params = params;
        this.chain = chain;
        this.compact = compact;
        this.transactions = transactions;
        this.upload = upload;
        this.oldBlocks = oldBlocks;
        this.out = out;
    }

    /** The time of the event that is being handled. */
    void at(Instant time) {
        now = time;
    }

    /** Puts a question aside when the peer has not taken the answers to those before it. */
    boolean putAside(Peer peer, Message message, int bytes) {
        if (!isQuestion(message))
            return false;
        Part part = peer.serving();
        if (!part.isBusy() && !pauseIfFull(peer))
            return false;
        part.waiting.add(new Waiting(message, bytes));
        part.waitingBytes += bytes;
        if (part.waiting.size() > MAX_WAITING || part.waitingBytes > MAX_WAITING_BYTES)
            out.disconnect(peer, "asks for more while it does not take what it asked for");
        return true;
    }

    /** What makes us say more the more of it comes. Everything else is judged at once. */
    private static boolean isQuestion(Message message) {
        return switch (message) {
            case Message.GetData _, Message.GetHeaders _, Message.GetBlocks _, Message.GetAddr _, Message.Ping _,
                    Message.Mempool _, Message.GetBlockTxn _ ->
                true;
            case Message.GetCFilters _, Message.GetCFHeaders _, Message.GetCFCheckpoints _ -> true;
            default -> false;
        };
    }

    /** The next question whose turn has come. */
    Optional<Message> next(Peer peer) {
        Part part = peer.serving();
        if (part.isBusy() || peer.isLeaving() || part.waiting.isEmpty() || pauseIfFull(peer))
            return Optional.empty();
        Waiting next = part.waiting.remove();
        part.waitingBytes -= next.bytes();
        return Optional.of(next.message());
    }

    private boolean pauseIfFull(Peer peer) {
        Part part = peer.serving();
        if (part.unsentBytes < MAX_UNSENT_BYTES)
            return false;
        if (!part.awaitingSent) {
            part.awaitingSent = true;
            out.awaitSent(peer);
        }
        return true;
    }

    void onSent(Peer peer) {
        peer.serving().awaitingSent = false;
        peer.serving().unsentBytes = 0;
        serve(peer);
    }

    void onGetData(Peer peer, List<InvItem> items) {
        out.debug("received getdata (%d invsz) peer=%d".formatted(items.size(), peer.id()));
        if (!items.isEmpty())
            out.debug("received getdata for: %s peer=%d".formatted(items.getFirst(), peer.id()));
        items.forEach(item -> peer.serving().wanted.add(new Wanted.Item(item)));
        serve(peer);
    }

    /** Has the peer get these, as fast as it takes them. */
    void give(Peer peer, List<Supplier<Optional<Message>>> messages) {
        messages.forEach(message -> peer.serving().wanted.add(new Wanted.Other(message)));
        serve(peer);
    }

    private void serve(Peer peer) {
        Part part = peer.serving();
        var missing = new ArrayList<InvItem>();
        while (!part.wanted.isEmpty() && !pauseIfFull(peer)) {
            switch (part.wanted.remove()) {
                case Wanted.Item(InvItem item) when !serve(peer, item) -> missing.add(item);
                case Wanted.Item _ -> {
                    // is on its way
                }
                case Wanted.Other(var message) -> message.get().ifPresent(found -> out.send(peer, found));
            }
        }
        if (!missing.isEmpty())
            out.send(peer, new Message.NotFound(missing));
    }

    /** @return false if the peer should hear that we have not got it */
    private boolean serve(Peer peer, InvItem item) {
        return switch (item.kind()) {
            case InvItem.BLOCK, InvItem.COMPACT_BLOCK -> serveBlock(peer, item);
            case InvItem.TX, InvItem.WTX -> serveTransaction(peer, item);
            case InvItem.FILTERED_BLOCK -> serveFiltered(peer, item);
            default -> true;
        };
    }

    private boolean serveTransaction(Peer peer, InvItem item) {
        if (!peer.wantsTransactions())
            return true;
        Optional<Transaction> transaction = transactions.serve(peer, item, now);
        transaction.ifPresent(found -> out.send(peer,
                new Message.Tx(item.kind() == InvItem.TX && !item.hasWitnessFlag() ? found.stripped() : found)));
        return transaction.isPresent();
    }

    /** Whether the peer was cut off for wanting what we do not offer, or what the upload target has no room for. */
    private boolean isTooMuch(Peer peer, BlockEntry entry, InvItem item) {
        if (!oldBlocks && chain.tip().height() - entry.height() > LAST_BLOCKS && !peer.may(Permission.NO_BAN)) {
            out.disconnect(peer, "Ignore block request below NODE_NETWORK_LIMITED threshold");
            return true;
        }
        long age = chain.bestHeader().header().time() - entry.header().time();
        boolean historical = age > HISTORICAL_AGE.toSeconds() || item.kind() == InvItem.FILTERED_BLOCK;
        if (!historical || peer.may(Permission.DOWNLOAD) || !upload.isReachedForOldBlocks(now))
            return false;
        out.disconnect(peer, "historical block serving limit reached");
        return true;
    }

    private boolean serveFiltered(Peer peer, InvItem item) {
        var entry = chain.find(item.blockHash()).filter(this::mayServe);
        if (entry.isPresent() && isTooMuch(peer, entry.get(), item))
            return true;
        var block = entry.flatMap(_ -> chain.block(item.blockHash()));
        block.ifPresent(found -> peer.filter().filtered(found).forEach(message -> out.send(peer, message)));
        return block.isPresent();
    }

    private boolean serveBlock(Peer peer, InvItem item) {
        Part part = peer.serving();
        BlockHash hash = item.blockHash();
        var entry = chain.find(hash).filter(this::mayServe);
        if (entry.isPresent() && isTooMuch(peer, entry.get(), item))
            return true;
        var block = entry.flatMap(_ -> chain.block(hash));
        if (block.isEmpty())
            return false;
        out.send(peer, form(block.get(), item));
        if (hash.equals(part.continuation)) {
            part.continuation = null;
            out.send(peer, new Message.Inv(List.of(InvItem.block(chain.tip().hash()))));
        }
        return true;
    }

    /** Who asks for an old block in short gets the whole, as BIP152 allows. */
    private Message form(Block block, InvItem item) {
        if (item.kind() == InvItem.COMPACT_BLOCK) {
            return chain.find(block.hash()).filter(entry -> compact.isServedShort(entry, now)).isPresent()
                    ? compact.shortened(block)
                    : new Message.BlockMessage(block);
        }
        return new Message.BlockMessage(item.hasWitnessFlag() ? block : block.stripped());
    }

    /** Old forks are nobody's business: who has them could be recognized by it. */
    boolean mayServe(BlockEntry entry) {
        if (chain.isActive(entry))
            return true;
        long age = chain.bestHeader().header().time() - entry.header().time();
        return chain.hasBody(entry) && !chain.isInvalid(entry) && age < STALE_AGE.toSeconds();
    }

    void onGetHeaders(Peer peer, List<BlockHash> locator, BlockHash stop) {
        if (chain.tip().chainWork().compareTo(params.minimumChainWork()) < 0) {
            out.send(peer, new Message.Headers(List.of()));
            return;
        }
        if (locator.isEmpty()) {
            chain.find(stop).filter(this::mayServe).ifPresent(entry -> sendHeaders(peer, List.of(entry), entry));
            return;
        }
        List<BlockEntry> entries = activeAfter(chain.forkOf(locator), Message.Headers.MAX);
        List<BlockEntry> cut = upTo(entries, stop, true);
        sendHeaders(peer, cut, cut.isEmpty() ? chain.tip() : cut.getLast());
    }

    private void sendHeaders(Peer peer, List<BlockEntry> entries, BlockEntry last) {
        List<BlockHeader> headers = entries.stream().map(BlockEntry::header).toList();
        peer.known().sentUpTo(last);
        out.send(peer, new Message.Headers(headers));
    }

    void onGetBlocks(Peer peer, List<BlockHash> locator, BlockHash stop) {
        List<BlockEntry> entries = upTo(activeAfter(chain.forkOf(locator), MAX_GETBLOCKS), stop, false);
        if (entries.isEmpty())
            return;
        if (entries.size() == MAX_GETBLOCKS)
            peer.serving().continuation = entries.getLast().hash();
        out.send(peer, new Message.Inv(entries.stream().map(entry -> InvItem.block(entry.hash())).toList()));
    }

    private List<BlockEntry> activeAfter(BlockEntry fork, int limit) {
        BlockEntry tip = chain.tip();
        var newestFirst = new ArrayList<BlockEntry>();
        BlockEntry at = tip.ancestor(Math.min(tip.height(), fork.height() + limit));
        while (at != null && at.height() > fork.height()) {
            newestFirst.add(at);
            at = at.parent();
        }
        return newestFirst.reversed();
    }

    private static List<BlockEntry> upTo(List<BlockEntry> entries, BlockHash stop, boolean inclusive) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).hash().equals(stop))
                return entries.subList(0, inclusive ? i + 1 : i);
        }
        return entries;
    }
}
