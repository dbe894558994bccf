package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.HeaderRules;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Work;
import org.jackblockchain.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Learns the headers that peers have. One peer is asked first; the others follow when it is done, or as soon as
 * they announce something. Headers with too little work behind them are not kept ({@link HeaderPresync}).
 */
final class HeaderSync {
    /** A peer with a question open for so long may be asked again. */
    static final Duration RESPONSE_TIME = Duration.ofMinutes(2);
    /** The first peer we sync from must answer within this, or another takes its place. */
    static final Duration STALLED_AFTER = Duration.ofSeconds(30);
    /** The same with bitcoind's manners. */
    static final Duration STALLED_AFTER_IN_CORE = Duration.ofMinutes(15);
    /** With headers this fresh, all peers are asked at once. */
    static final Duration FRESH = Duration.ofHours(24);
    /** Forks so many blocks of our tip's work below it are taken without more ado. */
    static final int FORK_BUFFER = 144;
    /** A tip so many blocks old, by the clock, is the newest as far as we know. */
    private static final int NEAR_TIP_BLOCKS = 20;
    /** The first answer of all is waited for so long before the node goes about its business. */
    static final Duration FIRST_SYNC = Duration.ofSeconds(10);

    /** What is remembered of one peer. */
    static final class Part {
        private boolean started;
        private boolean finished;
        private boolean givenUp;
        private boolean askedForInv;
        private boolean warned;
        private boolean toldToAnnounce;
        private @Nullable Instant askedAt;
        private @Nullable HeaderPresync presync;

        /** Whether it was asked at all. */
        boolean isStarted() {
            return started;
        }

        /** Whether its first answers are still coming. */
        boolean isSyncing() {
            return started && !finished;
        }

        /** True the first time only. */
        boolean askToAnnounce() {
            boolean first = !toldToAnnounce;
            toldToAnnounce = true;
            return first;
        }

        Optional<HeaderPresync> presync() {
            return Optional.ofNullable(presync);
        }
    }

    private final ChainParams params;
    private final Chain chain;
    private final Roster roster;
    private final Outbox out;
    private final Misbehaviour misbehaviour;
    private final RandomGenerator chance;
    private final BooleanSupplier isEarly;
    private final boolean oneSource;
    private @Nullable BlockHash lastInvAsked;
    private @Nullable Instant firstAskedAt;
    private boolean everFinished;

    HeaderSync(ChainParams params, Chain chain, Roster roster, Outbox out, Misbehaviour misbehaviour,
            RandomGenerator chance, PeerTerms terms, BooleanSupplier isEarly) {
        this.params = params;
        this.chain = chain;
        this.roster = roster;
        this.out = out;
        this.misbehaviour = misbehaviour;
        this.chance = chance;
        this.isEarly = isEarly;
        this.oneSource = terms.oneSource();
    }

    /** Gives up on a peer that does not answer, and asks those whose turn it is. */
    void advance(Instant now) {
        for (Peer peer : roster.all()) {
            if (isStalled(peer, now))
                replace(peer);
        }
        for (Peer peer : roster.all()) {
            if (mayStart(peer, now))
                start(peer, now);
        }
    }

    /** With bitcoind's manners, as long as our own headers are old. */
    private boolean isStalled(Peer peer, Instant now) {
        if (oneSource && isFresh(now))
            return false;
        Instant askedAt = peer.headers().askedAt;
        return isSyncingFrom(peer) && askedAt != null && !now.isBefore(askedAt.plus(stalledAfter()));
    }

    private Duration stalledAfter() {
        return oneSource ? STALLED_AFTER_IN_CORE : STALLED_AFTER;
    }

    /** A caller may stay, silent as it is: it takes no place that we would rather give to another. */
    private void replace(Peer peer) {
        peer.headers().finished = true;
        peer.headers().givenUp = true;
        boolean others = roster.count(other -> other != peer && other.isReady() && other.servesBlocks()
                && (!oneSource || other.isPreferred())) > 0;
        if (others && !peer.isInbound() && !peer.isManual())
            out.disconnect(peer, "no headers in time");
    }

    private boolean mayStart(Peer peer, Instant now) {
        if (!peer.isReady() || !peer.servesBlocks() || peer.headers().started
                || peer.type() == ConnectionType.ADDR_FETCH)
            return false;
        return isFresh(now) || roster.count(oneSource ? HeaderSync::isOurSource : HeaderSync::isSyncingFrom) == 0;
    }

    private boolean isFresh(Instant now) {
        return chain.bestHeader().header().instant().isAfter(now.minus(FRESH));
    }

    /** While our chain is old, one peer is asked; the others when they announce something. */
    private static boolean isOurSource(Peer peer) {
        return peer.isReady() && peer.headers().started && !peer.headers().givenUp;
    }

    private static boolean isSyncingFrom(Peer peer) {
        return peer.isReady() && peer.headers().isSyncing();
    }

    /** From the header before our best, so that a peer that has no more than we do still answers with one. */
    private void start(Peer peer, Instant now) {
        BlockEntry best = chain.bestHeader();
        BlockEntry before = best.parent();
        if (!ask(peer, before == null ? best : before, now))
            return;
        peer.headers().started = true;
        if (firstAskedAt == null)
            firstAskedAt = now;
    }

    /** Whether no peer has told us yet all that it knows; only for a short while after the first was asked. */
    boolean isFirstSync(Instant now) {
        Instant since = firstAskedAt;
        return !everFinished && since != null && now.isBefore(since.plus(FIRST_SYNC));
    }

    void wakes(Alarm alarm) {
        Instant since = firstAskedAt;
        if (since != null)
            alarm.at(since.plus(FIRST_SYNC));
        for (Peer peer : roster.all()) {
            Instant askedAt = peer.headers().askedAt;
            if (isSyncingFrom(peer) && askedAt != null)
                alarm.at(askedAt.plus(stalledAfter()));
        }
    }

    /** Asks for what follows an entry, unless an earlier question is still open. */
    boolean ask(Peer peer, BlockEntry from, Instant now) {
        return ask(peer, chain.locator(from), now);
    }

    private boolean ask(Peer peer, List<BlockHash> locator, Instant now) {
        Instant askedAt = peer.headers().askedAt;
        if (askedAt != null && now.isBefore(askedAt.plus(RESPONSE_TIME)))
            return false;
        peer.headers().askedAt = now;
        out.send(peer, new Message.GetHeaders(Message.PROTOCOL_VERSION, locator, BlockHash.ZERO));
        return true;
    }

    /** Someone announced a block that we do not know. One new peer is asked for each, until the first sync is done. */
    void onUnknownBlock(Peer peer, BlockHash hash, Instant now) {
        Part part = peer.headers();
        boolean first = !part.askedForInv && !hash.equals(lastInvAsked);
        if (!part.started && !first)
            return;
        ask(peer, chain.bestHeader(), now);
        if (!part.started) {
            part.askedForInv = true;
            lastInvAsked = hash;
        }
    }

    void on(Peer peer, List<BlockHeader> headers, Instant now) {
        if (headers.isEmpty()) {
            answered(peer);
            peer.headers().presync = null;
            finish(peer);
            return;
        }
        Optional<String> broken = fault(headers);
        if (broken.isPresent()) {
            misbehaviour.discourage(peer, broken.get(), now);
            return;
        }
        HeaderPresync presync = peer.headers().presync;
        if (presync != null)
            onPresync(peer, presync, headers, now);
        else
            onUsual(peer, headers, now);
    }

    private Optional<String> fault(List<BlockHeader> headers) {
        BlockHash previous = headers.getFirst().previous();
        for (BlockHeader header : headers) {
            BlockHash hash = header.hash();
            if (HeaderRules.proofOfWorkFault(header, hash, params).isPresent())
                return Optional.of("header with invalid proof of work");
            if (!header.previous().equals(previous))
                return Optional.of("non-continuous headers sequence");
            previous = hash;
        }
        return Optional.empty();
    }

    /** It told us all it knows. */
    private void finish(Peer peer) {
        peer.headers().finished = true;
        everFinished = true;
    }

    private static boolean isFull(List<BlockHeader> headers) {
        return headers.size() == Message.Headers.MAX;
    }

    private void answered(Peer peer) {
        peer.headers().askedAt = null;
    }

    private void onPresync(Peer peer, HeaderPresync presync, List<BlockHeader> headers, Instant now) {
        boolean continues = headers.getFirst().previous().equals(presync.last());
        switch (presync.on(headers, isFull(headers))) {
            case HeaderPresync.Outcome.More(List<BlockHeader> release) -> {
                answered(peer);
                if (place(peer, release, now))
                    ask(peer, locatorOf(presync), now);
            }
            case HeaderPresync.Outcome.Done(List<BlockHeader> release) -> {
                answered(peer);
                peer.headers().presync = null;
                if (place(peer, release, now))
                    continueAfter(peer, headers, now);
            }
            case HeaderPresync.Outcome.GiveUp(String why) -> {
                out.debug(peer + ": dropping a branch of " + presync.counted() + " headers: " + why);
                peer.headers().presync = null;
                if (continues) {
                    answered(peer);
                    finish(peer);
                } else {
                    onUsual(peer, headers, now);
                }
            }
        }
    }

    private List<BlockHash> locatorOf(HeaderPresync presync) {
        var locator = new ArrayList<BlockHash>();
        locator.add(presync.last());
        locator.addAll(chain.locator(presync.fork()));
        return locator.subList(0, Math.min(locator.size(), Message.MAX_LOCATOR));
    }

    private void onUsual(Peer peer, List<BlockHeader> headers, Instant now) {
        Optional<BlockEntry> parent = chain.find(headers.getFirst().previous());
        if (parent.isEmpty()) {
            if (ask(peer, chain.bestHeader(), now))
                out.debug(
                        "received header %s: missing prev block %s, sending getheaders (%d) to end (peer=%d)".formatted(
                                headers.getFirst().hash(), headers.getFirst().previous(), chain.bestHeader().height(),
                                peer.id()));
            peer.known().announced(headers.getLast().hash(), chain);
            return;
        }
        answered(peer);
        if (isBeyondFinality(parent.get(), headers))
            refuseToFollow(peer, parent.get());
        else if (!peer.may(Permission.NO_BAN) && !isWorthKeeping(parent.get(), headers))
            followLowWork(peer, parent.get(), headers, now);
        else if (place(peer, headers, now))
            continueAfter(peer, headers, now);
    }

    private void refuseToFollow(Peer peer, BlockEntry parent) {
        Part part = peer.headers();
        part.finished = true;
        if (!part.warned)
            out.warn("%s is on a chain that left ours at height %d, deeper than is final: not followed"
                    .formatted(peer, parent.forkWith(chain.tip()).height()));
        part.warned = true;
    }

    private void followLowWork(Peer peer, BlockEntry parent, List<BlockHeader> headers, Instant now) {
        if (!isFull(headers)) {
            out.debug("Ignoring low-work chain (height=%d) from peer=%d".formatted(parent.height() + headers.size(),
                    peer.id()));
            finish(peer);
            return;
        }
        var presync = new HeaderPresync(parent, threshold(), chance.nextLong());
        peer.headers().presync = presync;
        onPresync(peer, presync, headers, now);
    }

    private boolean isWorthKeeping(BlockEntry parent, List<BlockHeader> headers) {
        Optional<BlockEntry> last = chain.find(headers.getLast().hash());
        return last.filter(entry -> chain.isActive(entry) || chain.bestHeader().descendsFrom(entry)).isPresent()
                || workOn(parent, headers).compareTo(threshold()) >= 0;
    }

    private static Work workOn(BlockEntry parent, List<BlockHeader> headers) {
        Work work = parent.chainWork();
        for (BlockHeader header : headers)
            work = work.plus(header.bits().target().orElseThrow().work());
        return work;
    }

    /** Whether our tip is so young that new blocks come one by one. */
    boolean isNearTip(Instant now) {
        return isNearTip(chain, params, now);
    }

    static boolean isNearTip(Chain chain, ChainParams params, Instant now) {
        return chain.tip().header().instant().isAfter(now.minus(params.interval().multipliedBy(NEAR_TIP_BLOCKS)));
    }

    /** The work that a chain of headers must show before any of it is stored. */
    Work threshold() {
        BlockEntry tip = chain.tip();
        Work proof = tip.header().bits().target().orElseThrow().work();
        Work nearTip = tip.chainWork().minus(proof.times(FORK_BUFFER));
        Work minimum = params.minimumChainWork();
        return nearTip.compareTo(minimum) >= 0 ? nearTip : minimum;
    }

    /** New headers that stand on a fork so deep that the chain would refuse to move there. */
    private boolean isBeyondFinality(BlockEntry parent, List<BlockHeader> headers) {
        return chain.isKeptOut(parent) && chain.isKeptOut(lastKnown(parent, headers))
                && chain.find(headers.getLast().hash()).isEmpty();
    }

    /** A locator has gaps, so an answer may begin with headers that we have: what counts is where new ones begin. */
    private BlockEntry lastKnown(BlockEntry parent, List<BlockHeader> headers) {
        BlockEntry last = parent;
        for (BlockHeader header : headers) {
            Optional<BlockEntry> known = chain.find(header.hash());
            if (known.isEmpty())
                return last;
            last = known.get();
        }
        return last;
    }

    /** @return whether all of them found their place */
    private boolean place(Peer peer, List<BlockHeader> headers, Instant now) {
        BlockEntry before = chain.bestHeader();
        boolean all = placeAll(peer, headers, now);
        BlockEntry best = chain.bestHeader();
        if (best != before && isEarly.getAsBoolean())
            out.info(progress(best, now));
        return all;
    }

    /** Of so many blocks as there should be by the clock. */
    private String progress(BlockEntry best, Instant now) {
        long missing = Math.max(0, Duration.between(best.header().instant(), now).dividedBy(params.interval()));
        return "Synchronizing blockheaders, height: %d (~%.2f%%)".formatted(best.height(),
                100.0 * best.height() / (best.height() + missing));
    }

    private boolean placeAll(Peer peer, List<BlockHeader> headers, Instant now) {
        for (BlockHeader header : headers) {
            switch (chain.placeHeader(header, now)) {
                case Placement.Placed(BlockEntry entry, boolean isNew) -> learn(peer, entry, isNew, now);
                case Placement.ParentUnknown _ -> {
                    return false;
                }
                case Placement.Refused(var fault) -> {
                    peer.headers().finished = true;
                    misbehaviour.blame(peer, fault, "header " + header.hash(), now);
                    return false;
                }
            }
        }
        return true;
    }

    private void learn(Peer peer, BlockEntry entry, boolean isNew, Instant now) {
        peer.known().has(entry);
        if (isNew && entry.chainWork().compareTo(chain.tip().chainWork()) > 0)
            peer.wasUseful(now);
    }

    private void continueAfter(Peer peer, List<BlockHeader> headers, Instant now) {
        BlockEntry last = chain.find(headers.getLast().hash()).orElseThrow();
        if (isFull(headers)) {
            ask(peer, last, now);
            return;
        }
        finish(peer);
        if (!peer.isInbound() && !peer.isManual() && isPoor(peer.known().best(chain)))
            out.disconnect(peer, "its chain has too little work");
    }

    private boolean isPoor(Optional<BlockEntry> best) {
        return best.filter(entry -> entry.chainWork().compareTo(params.minimumChainWork()) < 0).isPresent();
    }
}
