package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Work;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.Services;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the bodies of the best chains that peers have, from all of them at once, within a window above what
 * we have. A peer that holds the window up is replaced, and so is one that answers nothing.
 */
final class BlockDownload {
    /** How far above the last block that we share with a peer its blocks are asked for. */
    static final int WINDOW = 1_024;
    /** Blocks asked of a peer and not there yet: at least, and when blocks are small at most. */
    static final int MIN_IN_FLIGHT = 16;
    static final int MAX_IN_FLIGHT = 128;
    /** Bytes that we like to have under way from a peer. */
    static final int TARGET_BYTES = 1 << 20;
    /** How long the peer that holds up the window may do so; doubles each time, up to the greatest. */
    static final Duration STALL_TIMEOUT = Duration.ofSeconds(2);
    static final Duration MAX_STALL_TIMEOUT = Duration.ofSeconds(64);
    /** With a tip younger than so many times the interval of blocks, we are near the tip of the network. */
    static final int NEAR_TIP = 20;
    /** Who has the last 288 blocks only is asked for none but these: two fewer, as more come meanwhile (BIP159). */
    static final int LIMITED_BLOCKS = 286;
    /** Peers that one block is asked of. */
    static final int MAX_ASKED = 3;
    /** Blocks that a peer could not give or gave broken, remembered so as not to ask again at once. */
    static final int MAX_REFUSED = 256;

    private static final Duration MIN_BLOCK_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration MAX_BLOCK_TIMEOUT = Duration.ofMinutes(10);
    private static final int CHUNK = 128;

    private record Request(BlockEntry entry, Instant since) {}

    /** What is remembered of one peer. */
    static final class Part {
        private final Map<BlockHash, Request> inFlight = new LinkedHashMap<>();
        private final Bounded<BlockHash, Boolean> refused = new Bounded<>(MAX_REFUSED);
        private double averageBytes = (double) TARGET_BYTES / MIN_IN_FLIGHT;
        private @Nullable BlockEntry common;
        private @Nullable Instant stallingSince;
        private Instant oldestSince = Instant.EPOCH;

        int inFlight() {
            return inFlight.size();
        }

        /** Heights of the blocks that were asked of the peer, in that order. */
        List<Integer> heightsInFlight() {
            return inFlight.values().stream().map(request -> request.entry().height()).toList();
        }

        /** The last block that we and the peer have, -1 before one was looked for. */
        int commonHeight() {
            BlockEntry known = common;
            return known == null ? -1 : known.height();
        }

        private int limit() {
            return Math.clamp((long) (TARGET_BYTES / averageBytes), MIN_IN_FLIGHT, MAX_IN_FLIGHT);
        }

        private Optional<Request> oldest() {
            return inFlight.isEmpty() ? Optional.empty() : Optional.of(inFlight.values().iterator().next());
        }

        /** @return whether it was in flight */
        private boolean remove(BlockHash hash, Instant now) {
            if (oldest().filter(request -> request.entry().hash().equals(hash)).isPresent())
                oldestSince = now;
            boolean removed = inFlight.remove(hash) != null;
            if (removed)
                stallingSince = null;
            return removed;
        }
    }

    private final ChainParams params;
    private final Chain chain;
    private final Roster roster;
    private final Outbox out;
    /** Without transactions of our own, whole blocks cost less. */
    private final boolean inShort;
    private final BooleanSupplier isFarBehind;
    private final Map<BlockHash, List<Peer>> asked = new HashMap<>();
    private Duration stallTimeout = STALL_TIMEOUT;

    BlockDownload(ChainParams params, Chain chain, Roster roster, Outbox out, Relaying relaying,
            BooleanSupplier isFarBehind) {
        this.params = params;
        this.chain = chain;
        this.roster = roster;
        this.out = out;
        this.inShort = relaying.transactions();
        this.isFarBehind = isFarBehind;
    }

    boolean isRequested(BlockHash hash) {
        return asked.containsKey(hash);
    }

    boolean isAsked(Peer peer, BlockHash hash) {
        return peer.blocks().inFlight.containsKey(hash);
    }

    /** How many peers were asked for it. */
    int askedCount(BlockHash hash) {
        return asked.getOrDefault(hash, List.of()).size();
    }

    boolean isAskedOfOutbound(BlockHash hash) {
        return asked.getOrDefault(hash, List.of()).stream().anyMatch(peer -> !peer.isInbound());
    }

    /** Whether nobody, or this peer, was asked for it before all others. */
    boolean isFirstAsked(Peer peer, BlockHash hash) {
        List<Peer> peers = asked.getOrDefault(hash, List.of());
        return peers.isEmpty() || peers.getFirst() == peer;
    }

    /** Whether one more peer, this one, may be asked for it. */
    boolean mayAsk(Peer peer, BlockHash hash) {
        return askedCount(hash) < MAX_ASKED && peer.blocks().inFlight() < MIN_IN_FLIGHT;
    }

    /** Nothing else is on its way. */
    boolean isNothingElseAsked(BlockHash hash) {
        return asked.isEmpty() || (asked.size() == 1 && asked.containsKey(hash));
    }

    /** The peer is about to send the block, in short and then what is missing. */
    void askedInShort(Peer peer, BlockEntry entry, Instant now) {
        if (isAsked(peer, entry.hash()))
            return;
        remember(peer, entry, now);
    }

    /** The operator wants this block of this peer. */
    void fetch(Peer peer, BlockEntry entry, Instant now) {
        if (isAsked(peer, entry.hash()))
            return;
        remember(peer, entry, now);
        out.send(peer, new Message.GetData(List.of(InvItem.witnessBlock(entry.hash()))));
    }

    /** The peer will not send it, for no fault of its own. */
    void giveUp(Peer peer, BlockHash hash, Instant now) {
        peer.blocks().remove(hash, now);
        forgetAsked(peer, hash);
    }

    /** The peer delivered this block, for better or worse. */
    void received(Peer peer, BlockHash hash, int bytes, Instant now) {
        Part part = peer.blocks();
        if (!part.remove(hash, now))
            return;
        part.averageBytes += (bytes - part.averageBytes) / MIN_IN_FLIGHT;
        forgetAsked(peer, hash);
    }

    /** The body is here: nobody needs to send it any more. */
    void placed(BlockHash hash, Instant now) {
        List<Peer> peers = asked.remove(hash);
        if (peers != null)
            peers.forEach(peer -> peer.blocks().remove(hash, now));
    }

    /** The peer has not got it, or what it has is broken: ask others. */
    void refused(Peer peer, BlockHash hash, Instant now) {
        peer.blocks().refused.put(hash, true);
        giveUp(peer, hash, now);
    }

    private void forgetAsked(Peer peer, BlockHash hash) {
        asked.computeIfPresent(hash, (_, peers) -> {
            peers.remove(peer);
            return peers.isEmpty() ? null : peers;
        });
    }

    /** The peer is gone. */
    void release(Peer peer) {
        for (BlockHash hash : peer.blocks().inFlight.keySet())
            forgetAsked(peer, hash);
        peer.blocks().inFlight.clear();
    }

    /** The chain moves on, so peers are fast enough: back to being strict, slowly. */
    void connected(int blocks) {
        if (stallTimeout.equals(STALL_TIMEOUT) || blocks == 0)
            return;
        for (int i = 0; i < blocks && stallTimeout.compareTo(STALL_TIMEOUT) > 0; i++)
            stallTimeout = stallTimeout.multipliedBy(85).dividedBy(100);
        if (stallTimeout.compareTo(STALL_TIMEOUT) < 0)
            stallTimeout = STALL_TIMEOUT;
        out.debug("Decreased stalling timeout to %d seconds".formatted(stallTimeout.toSeconds()));
    }

    /** Hangs up on those who are too slow, and asks for more where there is room. */
    void advance(Instant now) {
        for (Peer peer : roster.all()) {
            if (peer.isReady())
                checkTimeouts(peer, now);
        }
        for (Peer peer : roster.all()) {
            if (peer.isReady() && peer.servesBlocks() && !(peer.isLimited() && isFarBehind.getAsBoolean()))
                refill(peer, now);
        }
    }

    private void checkTimeouts(Peer peer, Instant now) {
        Part part = peer.blocks();
        if (part.inFlight.isEmpty())
            return;
        Instant stalling = part.stallingSince;
        if (stalling != null && !now.isBefore(stalling.plus(stallTimeout))) {
            out.info("Peer is stalling block download: " + peer);
            stallTimeout = stallTimeout.compareTo(MAX_STALL_TIMEOUT.dividedBy(2)) > 0
                    ? MAX_STALL_TIMEOUT
                    : stallTimeout.multipliedBy(2);
            out.debug("Increased stalling timeout temporarily to %d seconds".formatted(stallTimeout.toSeconds()));
            drop(peer, "stalls block download");
        } else if (!now.isBefore(part.oldestSince.plus(blockTimeout()))) {
            drop(peer, "block not sent in time");
        }
    }

    /** At once, so that others are asked in the same breath. */
    private void drop(Peer peer, String why) {
        out.disconnect(peer, why);
        release(peer);
    }

    private Duration blockTimeout() {
        Duration base = params.interval();
        if (base.compareTo(MIN_BLOCK_TIMEOUT) < 0)
            base = MIN_BLOCK_TIMEOUT;
        if (base.compareTo(MAX_BLOCK_TIMEOUT) > 0)
            base = MAX_BLOCK_TIMEOUT;
        int others = Math.max(0, roster.count(peer -> peer.isReady() && peer.blocks().inFlight() > 0) - 1);
        return base.plus(base.dividedBy(2).multipliedBy(others));
    }

    /**
     * Asks the peer for the blocks that its headers told of, at once and whatever it offers, when we are near the tip
     * of a chain that is at least as good as ours: that is how news spreads.
     */
    void fetchDirectly(Peer peer, BlockEntry last, Instant now) {
        Instant tipTime = chain.tip().header().instant();
        boolean near = tipTime.isAfter(now.minus(params.interval().multipliedBy(NEAR_TIP)));
        if (!near || last.chainWork().compareTo(chain.tip().chainWork()) < 0 || chain.isInvalid(last)
                || chain.isKeptOut(last) || last.chainWork().compareTo(params.minimumChainWork()) < 0)
            return;
        var missing = new ArrayList<BlockEntry>();
        BlockEntry at = last;
        while (at != null && !chain.isActive(at) && missing.size() <= MIN_IN_FLIGHT) {
            if (!chain.hasBody(at) && !asked.containsKey(at.hash()) && gives(peer, at))
                missing.add(at);
            at = at.parent();
        }
        if (at == null || !chain.isActive(at))
            return;
        int room = Math.max(0, MIN_IN_FLIGHT - peer.blocks().inFlight());
        List<BlockEntry> wanted = missing.reversed().subList(0, Math.min(room, missing.size()));
        if (!wanted.isEmpty())
            request(peer, wanted, now);
    }

    /** Whether the peer has the block as we want it: with its witnesses, where there can be any. */
    private boolean gives(Peer peer, BlockEntry entry) {
        return entry.height() < params.activations().segwit() || Services.has(peer.services(), Services.WITNESS);
    }

    /** In batches, so that a message asks for many blocks. */
    private void refill(Peer peer, Instant now) {
        Part part = peer.blocks();
        int limit = part.limit();
        if (part.inFlight() > limit / 2)
            return;
        Optional<BlockEntry> best = peer.known().best(chain).filter(this::isInteresting);
        if (best.isEmpty())
            return;
        var search = new Search(peer, best.get(), limit - part.inFlight(), now);
        search.run();
        if (!search.found.isEmpty())
            request(peer, search.found, now);
        else if (part.inFlight.isEmpty())
            search.staller().ifPresent(staller -> suspect(staller, now));
    }

    private boolean isInteresting(BlockEntry best) {
        Work work = best.chainWork();
        return work.compareTo(chain.tip().chainWork()) >= 0 && work.compareTo(params.minimumChainWork()) >= 0
                && !chain.isInvalid(best) && !chain.isKeptOut(best);
    }

    private void request(Peer peer, List<BlockEntry> entries, Instant now) {
        boolean inShort = entries.size() == 1 && asked.isEmpty() && isBestInShort(peer, entries.getFirst(), now);
        entries.forEach(entry -> remember(peer, entry, now));
        out.send(peer, new Message.GetData(entries.stream().map(BlockEntry::hash)
                .map(inShort ? InvItem::compactBlock : InvItem::witnessBlock).toList()));
    }

    /** A new block on one that we have: its transactions are probably here (BIP152). */
    private boolean isBestInShort(Peer peer, BlockEntry entry, Instant now) {
        BlockEntry parent = entry.parent();
        return inShort && peer.compact().offers() && parent != null && chain.wasConnected(parent)
                && HeaderSync.isNearTip(chain, params, now);
    }

    private void remember(Peer peer, BlockEntry entry, Instant now) {
        Part part = peer.blocks();
        if (part.inFlight.isEmpty())
            part.oldestSince = now;
        part.inFlight.put(entry.hash(), new Request(entry, now));
        asked.computeIfAbsent(entry.hash(), _ -> new ArrayList<>(1)).add(peer);
    }

    private void suspect(Peer staller, Instant now) {
        if (staller.blocks().stallingSince == null) {
            staller.blocks().stallingSince = now;
            out.debug("Stall started peer=%d".formatted(staller.id()));
        }
    }

    /** One walk from what we share with a peer up to its best block, for bodies that nobody was asked for. */
    private final class Search {
        private final Peer peer;
        private final BlockEntry best;
        private final int wanted;
        private final Instant now;
        private final List<BlockEntry> found = new ArrayList<>();
        private @Nullable Peer waitingFor;
        private boolean reachedEnd;

        Search(Peer peer, BlockEntry best, int wanted, Instant now) {
            this.peer = peer;
            this.best = best;
            this.wanted = wanted;
            this.now = now;
        }

        void run() {
            BlockEntry at = common();
            int windowEnd = at.height() + WINDOW;
            boolean complete = true;
            // one above the window, to learn whether it is the window that holds us up
            int last = Math.min(best.height(), windowEnd + 1);
            while (at.height() < last) {
                List<BlockEntry> chunk = successors(at, Math.min(last, at.height() + CHUNK));
                for (BlockEntry entry : chunk) {
                    if (chain.hasBody(entry)) {
                        if (complete)
                            peer.blocks().common = entry;
                        continue;
                    }
                    boolean first = complete;
                    complete = false;
                    if (!consider(entry, first, windowEnd))
                        return;
                }
                at = chunk.getLast();
            }
        }

        /** Where our bodies and the peer's chain part, as far as we got the last time. */
        private BlockEntry common() {
            BlockEntry last = peer.blocks().common;
            BlockEntry common = best.forkWith(last == null ? chain.tip() : last);
            peer.blocks().common = common;
            return common;
        }

        private List<BlockEntry> successors(BlockEntry from, int to) {
            var reversed = new ArrayList<BlockEntry>(to - from.height());
            BlockEntry at = best.ancestor(to);
            while (at != null && at != from) {
                reversed.add(at);
                at = at.parent();
            }
            return reversed.reversed();
        }

        /** @return whether to go on */
        private boolean consider(BlockEntry entry, boolean first, int windowEnd) {
            List<Peer> asked = BlockDownload.this.asked.get(entry.hash());
            if (asked != null && !(first && isLate(entry, asked))) {
                if (waitingFor == null)
                    waitingFor = asked.getFirst();
                return true;
            }
            if (entry.height() > windowEnd) {
                reachedEnd = true;
                return false;
            }
            if (!peer.blocks().refused.contains(entry.hash()) && isKept(entry))
                found.add(entry);
            return found.size() < wanted;
        }

        /** Whether the peer, which may have the last blocks only, still has this one. */
        private boolean isKept(BlockEntry entry) {
            return !peer.isLimited() || best.height() - entry.height() < LIMITED_BLOCKS;
        }

        /** Whether the very next block was asked of others long ago, so that an idle peer should be asked as well. */
        private boolean isLate(BlockEntry entry, List<Peer> asked) {
            if (asked.size() >= MAX_ASKED || asked.contains(peer) || peer.blocks().inFlight() > 0)
                return false;
            return asked.stream().map(other -> other.blocks().inFlight.get(entry.hash()))
                    .allMatch(request -> request != null && !now.isBefore(request.since().plus(stallTimeout)));
        }

        /** Who would have to deliver for the window to move. */
        Optional<Peer> staller() {
            return reachedEnd ? Optional.ofNullable(waitingFor) : Optional.empty();
        }
    }

    /** When somebody may have become too slow. */
    void wakes(Alarm alarm) {
        Duration timeout = blockTimeout();
        for (Peer peer : roster.all()) {
            if (peer.isReady() && peer.blocks().inFlight() > 0)
                wakes(peer.blocks(), timeout, alarm);
        }
    }

    private void wakes(Part part, Duration timeout, Alarm alarm) {
        alarm.at(part.oldestSince.plus(timeout));
        part.oldest().ifPresent(request -> alarm.at(request.since().plus(stallTimeout)));
        Instant stalling = part.stallingSince;
        if (stalling != null)
            alarm.at(stalling.plus(stallTimeout));
    }
}
