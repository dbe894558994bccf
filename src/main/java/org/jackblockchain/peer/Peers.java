package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainChange;
import org.jackblockchain.consensus.Amounts;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.jackblockchain.wire.Subnet;

/**
 * All conversations of a node with its peers: what happens on the network goes in, what to do there comes out. It
 * places what peers send in the chain, but does not move the tip: the node does, and says so by
 * {@link #onChainChange}.
 *
 * <p>Opens no socket, reads no clock, starts no thread. Not thread-safe.
 */
public final class Peers {
    /** What we look for in those we call. */
    public static final long SERVICES = Services.NETWORK | Services.WITNESS;
    private static final int SENDHEADERS_VERSION = 70_012;
    /** A node that is fewer blocks behind, by the clock, also calls peers that have the last blocks only. */
    private static final int MAX_BEHIND_LIMITED = 144;

    private final ChainParams params;
    private final Chain chain;
    private final PeerConfig config;
    private final RandomGenerator chance;

    private final Roster roster = new Roster();
    private final UploadTarget upload;
    private final Outbox out;
    private final Misbehaviour misbehaviour;
    private final HeaderSync headers;
    private final LaggingPeers lagging;
    private final BlockDownload download;
    private final BlockIntake intake;
    private final CompactRelay compact;
    private final TxRelay transactions;
    private final TxIntake txIntake;
    private final Announcer announcer;
    private final Serving serving;
    private final FilterServing filterServing;
    private final AddressBook book;
    private final AddressGossip gossip;
    private final Operator operator;
    private final Outbound outbound;
    private final InboundSlots slots;
    private final SyncWatch watch;
    private final InitialDownload initial;
    private Instant settledAt = Instant.EPOCH;
    /** Whether our tip moved since peers were told of it. */
    private boolean heldBack;

    /**
     * @param addresses the book as it was saved by {@link PeerEffect.SaveAddresses}
     * @param pool the memory pool, which follows the chain before we hear of its changes
     */
    public Peers(ChainParams params, Chain chain, PeerConfig config, List<KnownAddress> addresses, TxPool pool,
            RandomGenerator chance) {
        this.params = params;
        this.chain = chain;
        this.config = config;
        this.chance = chance;
        upload = new UploadTarget(config.terms().uploadTarget());
        out = new Outbox(upload);
        misbehaviour = new Misbehaviour(roster, out);
        if (config.terms().tellsAll())
            out.tellAll();
        headers = new HeaderSync(params, chain, roster, out, misbehaviour, chance, config.terms(),
                this::isTooEarly);
        lagging = new LaggingPeers(chain, roster, out, headers);
        download = new BlockDownload(params, chain, roster, out, config.relaying(), this::isFarBehind);
        intake = new BlockIntake(params, chain, roster, out, misbehaviour, headers, download);
        transactions = new TxRelay(chain, pool, roster, out, config.relaying(), chance);
        txIntake = new TxIntake(chain, pool, roster, out, misbehaviour, transactions, this::isTooEarly, chance);
        compact = new CompactRelay(chain, out, misbehaviour, headers, download, intake, txIntake, chance);
        announcer = new Announcer(chain, roster, compact, out);
        serving = new Serving(params, chain, compact, transactions, upload, config.relaying().oldBlocks(),
                out);
        filterServing = new FilterServing(chain, config.relaying().blockFilters(), serving, out);
        book = new AddressBook(config, addresses, chance);
        gossip = new AddressGossip(config, book, roster, out, misbehaviour, chance);
        operator = new Operator(config.terms().operator(), book, roster, out);
        outbound = new Outbound(params.firstPeers(), config, book, roster, out, misbehaviour, operator, chance);
        slots = new InboundSlots(config, roster, misbehaviour);
        watch = new SyncWatch(chain, headers, out);
        initial = new InitialDownload(params, chain, config.terms());
    }

    /** @return what to do, in order */
    public List<PeerEffect> on(PeerEvent event, Instant now) {
        out.at(now);
        serving.at(now);
        switch (event) {
            case PeerEvent.Connected connected -> connected(connected, now);
            case PeerEvent.ConnectFailed(NetAddress remote, String why) -> {
                out.debug("no connection to " + remote + ": " + why);
                outbound.failed(remote, now);
            }
            case PeerEvent.Received(long id, Message message, int bytes) ->
                roster.find(id).ifPresent(peer -> received(peer, message, bytes, now));
            case PeerEvent.Skipped(long id, String command, String why, int bytes) ->
                roster.find(id).ifPresent(peer -> skipped(peer, command, why, bytes, now));
            case PeerEvent.Overdone(long id, String command, String why, int bytes) -> roster.find(id)
                    .ifPresent(peer -> {
                        peer.received(command, true, bytes, now);
                        misbehaviour.discourage(peer, why, now);
                    });
            case PeerEvent.Sent(long id) -> roster.find(id).ifPresent(peer -> sent(peer, now));
            case PeerEvent.Closed(long id, String why) -> roster.remove(id).ifPresent(peer -> closed(peer, why, now));
            case PeerEvent.Add(NetAddress remote) -> outbound.add(remote);
            case PeerEvent.Remove(NetAddress remote) -> outbound.remove(remote);
            case PeerEvent.Try(NetAddress remote, ConnectionType type) -> outbound.callOnce(remote, type, now);
            case PeerEvent.PingAll _ -> roster.where(Peer::isReady)
                    .forEach(peer -> perform(peer, peer.session().pingNow(now), now));
            case PeerEvent.Banned(Subnet subnet, Optional<Instant> until) -> operator.ban(subnet, until, now);
            case PeerEvent.Unbanned(Subnet subnet) -> operator.unban(subnet, now);
            case PeerEvent.BansCleared _ -> operator.clearBans(now);
            case PeerEvent.NetworkSwitched(boolean active) -> operator.switchNetwork(active);
            case PeerEvent.AddressGiven(NetAddress address, boolean reached) ->
                operator.giveAddress(address, reached, now);
            case PeerEvent.Fetch(long id, BlockHash block) -> roster.find(id).ifPresent(
                    peer -> chain.find(block).ifPresent(entry -> download.fetch(peer, entry, now)));
            case PeerEvent.Hurry(Duration by) -> transactions.hurry(by);
            case PeerEvent.Drop(long id, String why) -> roster.find(id).ifPresent(peer -> out.disconnect(peer, why));
        }
        return settle(now);
    }

    /** The time of {@link #nextWake} has come; also the first call of all. */
    public List<PeerEffect> onWoken(Instant now) {
        out.at(now);
        for (Peer peer : roster.all()) {
            if (!peer.isLeaving())
                perform(peer, peer.session().onWoken(now), now);
        }
        return settle(now);
    }

    /** The chain moved, or a candidate proved invalid: announce the one, blame for the other. */
    public List<PeerEffect> onChainChange(ChainChange change, Instant now) {
        out.at(now);
        change.refused().forEach(invalid -> intake.refused(invalid, now));
        Optional<Peer> giver = intake.connected(change.connected());
        if (change.movedTip()) {
            download.connected(change.connected().size());
            watch.tipMoved(now);
            giver.filter(peer -> peer.isReady() && config.relaying().transactions() && !isTooEarly()
                    && download.isNothingElseAsked(chain.tip().hash()))
                    .ifPresent(compact::gaveTip);
        }
        txIntake.onChainChange(change);
        boolean isLast = !change.connected().isEmpty() && change.connected().getLast() == chain.tip();
        heldBack |= isLast;
        settledAt = now;
        announce();
        return settle(now);
    }

    /** The node stops: what must be kept is handed over. */
    public List<PeerEffect> onStopping(Instant now) {
        book.takeChanged(now).ifPresent(out::save);
        return out.take();
    }

    /** When {@link #onWoken} has something to do, unless an event comes first; empty when only events matter. */
    public Optional<Instant> nextWake() {
        if (settledAt.equals(Instant.EPOCH))
            return Optional.of(Instant.EPOCH);
        // what was due at the last look and still is not done waits for an event, not for a time
        var alarm = new Alarm(settledAt);
        for (Peer peer : roster.all()) {
            if (!peer.isLeaving())
                peer.session().nextWake().ifPresent(alarm::at);
        }
        headers.wakes(alarm);
        lagging.wakes(alarm);
        download.wakes(alarm);
        book.wakes(alarm);
        gossip.wakes(alarm);
        outbound.wakes(alarm);
        watch.wakes(alarm);
        txIntake.wakes(alarm);
        transactions.wakes(alarm);
        return alarm.earliest();
    }

    /** Without those that we hung up on, though their lines may stand a moment longer. */
    public List<PeerView> view() {
        return roster.all().stream().filter(peer -> !peer.isLeaving()).map(peer -> peer.view(chain)).toList();
    }

    /** What only the operator asks to see. */
    public OperatorView operatorView(Instant now) {
        return new OperatorView(operator.isActive(), operator.bans(now), outbound.added(), book.counts(),
                config.services(), upload.view(now));
    }

    /** Whether these hosts are banned, as a whole or, if it is one, with others. */
    public boolean isBanned(Subnet subnet, Instant now) {
        return operator.covers(subnet, now);
    }

    /** Whether this very ban is there, and can be taken back. */
    public boolean hasBan(Subnet subnet, Instant now) {
        return operator.bans(now).stream().anyMatch(ban -> ban.subnet().equals(subnet));
    }

    /** Why the body of a block cannot be asked of a peer, in Core's words; empty if it can. */
    public Optional<String> fetchRefusal(long id, BlockHash block) {
        Optional<Peer> peer = roster.find(id).filter(one -> one.isReady() && !one.isLeaving());
        if (peer.isEmpty())
            return Optional.of("Peer does not exist");
        if ((peer.get().services() & Services.WITNESS) == 0)
            return Optional.of("Pre-SegWit peer");
        return download.isAsked(peer.get(), block) ? Optional.of("Already requested from this peer") : Optional.empty();
    }

    /** Whether a node at this place is known of. */
    public boolean knowsAddress(NetAddress address) {
        return book.knows(address);
    }

    /** Addresses of the book that are worth something, by chance. */
    public List<KnownAddress> addresses(Predicate<KnownAddress> wanted, int limit, Instant now) {
        return book.sample(wanted, limit, now);
    }

    /** The transactions that wait for their parents. */
    public List<WaitingOrphan> orphans() {
        return txIntake.orphans();
    }

    /** Whether the operator asked for connections to this place. */
    public boolean isAdded(NetAddress remote) {
        return outbound.isAdded(remote);
    }

    /**
     * Whether the node is catching up, so that mining on its tip would be vain. Without peers, and with peers that
     * have no more than we do, it is not.
     */
    public boolean syncing() {
        return watch.isSyncing();
    }

    /** Whether most of the chain is still to be fetched, as far as Core would say so. */
    public boolean inInitialDownload(Instant now) {
        return config.terms().maxTipAge().isPresent() ? !initial.isOver(now) : watch.isSyncing();
    }

    /** Whether transactions and who is first with a block do not matter yet. */
    private boolean isTooEarly() {
        return inInitialDownload(settledAt);
    }

    /** Whether who has the last blocks only is of no use yet, as Core sees it. */
    private boolean isFarBehind() {
        return config.terms().maxTipAge().isPresent() && isTooEarly();
    }

    /** After each event: whatever it made possible is done. */
    private List<PeerEffect> settle(Instant now) {
        settledAt = now;
        headers.advance(now);
        lagging.advance(now);
        releaseLeft();
        download.advance(now);
        releaseLeft();
        gossip.advance(now);
        outbound.advance(now);
        book.takeForSaving(now).ifPresent(out::save);
        watch.update(now);
        txIntake.advance(now);
        transactions.advance(isTooEarly(), now);
        announce();
        return out.take();
    }

    /** A transaction came into the pool, but not from a peer. */
    public List<PeerEffect> onPooled(Transaction transaction, Instant now) {
        out.at(now);
        txIntake.pooled(transaction, now);
        return settle(now);
    }

    /** While we catch up nobody wants to hear of each step, but of where we stand when that ends, however it ends. */
    private void announce() {
        if (!heldBack || watch.isCatchingUp() || !initial.isOver(settledAt))
            return;
        heldBack = false;
        announcer.announceTip();
    }

    private void releaseLeft() {
        out.takeLeft().forEach(download::release);
    }

    private void connected(PeerEvent.Connected event, Instant now) {
        NetAddress remote = event.remote();
        Direction direction = event.direction();
        Set<Permission> permissions = config.terms().permissions(remote, event.local(), direction);
        Optional<String> refusal = operator.refusal(remote, permissions, direction, now);
        if (refusal.isPresent()) {
            out.debug("connection from %s dropped%s".formatted(remote, refusal.get()));
            out.refuse(event.peer(), "dropped" + refusal.get());
            return;
        }
        boolean inbound = direction == Direction.INBOUND;
        ConnectionType type = inbound ? ConnectionType.INBOUND : outbound.typeOf(remote);
        boolean chosen = inbound || type == ConnectionType.MANUAL || type == ConnectionType.FEELER;
        var ours = ourVersion(remote, type, permissions, now);
        var reconciliation = new Reconciliation(config.relaying().reconciliation(), config.relaying().transactions()
                && ours.relay() && type != ConnectionType.ADDR_FETCH);
        var session = new PeerSession(direction, ours, offered -> chosen ? Services.NONE : required(offered, now),
                reconciliation, this::isOurNonce, chance, config.terms().patience(), now);
        var peer = new Peer(event, type, permissions, session, now);
        roster.add(peer);
        out.debug("Added connection peer=" + peer.id());
        if (!inbound)
            outbound.connected(remote);
        else
            slots.victim(peer, now).ifPresent(victim -> out.disconnect(victim, "too many calls"));
        perform(peer, session.begin(), now);
    }

    /** Who has the last blocks only is good enough for a node that has nearly all. */
    private long required(long offered, Instant now) {
        Duration behind = Duration.between(chain.tip().header().instant(), now);
        boolean near = behind.compareTo(params.interval().multipliedBy(MAX_BEHIND_LIMITED)) < 0;
        return Services.has(offered, Services.NETWORK_LIMITED) && near
                ? Services.NETWORK_LIMITED | Services.WITNESS
                : SERVICES;
    }

    private Message.Version ourVersion(NetAddress remote, ConnectionType type, Set<Permission> permissions,
            Instant now) {
        NetAddress receiver = config.canReach(remote) ? remote.endpoint() : NetAddress.NONE;
        boolean taken = config.relaying().transactions() || permissions.contains(Permission.RELAY);
        boolean relay = taken && type.relaysTransactions();
        return new Message.Version(Message.PROTOCOL_VERSION, config.services(), Math.max(0, now.getEpochSecond()),
                receiver, NetAddress.NONE.withServices(config.services()), chance.nextLong(), config.userAgent(),
                chain.tip().height(), relay);
    }

    private boolean isOurNonce(long nonce) {
        return caller(nonce).isPresent();
    }

    private Optional<Peer> caller(long nonce) {
        return roster.all().stream().filter(peer -> !peer.isInbound() && peer.session().nonce() == nonce).findAny();
    }

    private void closed(Peer peer, String why, Instant now) {
        String text = peer + " is gone: " + why;
        if (peer.session().isReady())
            out.info(text);
        else
            out.debug(text);
        peer.leave();
        download.release(peer);
        compact.closed(peer);
        lagging.closed(peer);
        txIntake.gone(peer, now);
        if (!peer.isInbound())
            outbound.closed(peer, now);
    }

    private void skipped(Peer peer, String command, String why, int bytes, Instant now) {
        peer.received(command, false, bytes, now);
        int payload = bytes - Codec.HEADER_BYTES;
        if (config.terms().tellsAll())
            out.debug("received: %s (%d bytes) peer=%d".formatted(command, payload, peer.id()));
        out.debug("ProcessMessages(%s, %d bytes): Exception '%s' caught, peer=%d".formatted(command, payload, why,
                peer.id()));
    }

    private void received(Peer peer, Message message, int bytes, Instant now) {
        peer.received(Codec.commandOf(message), !(message instanceof Message.Unknown), bytes, now);
        if (config.terms().tellsAll())
            out.debug("received: %s (%d bytes) peer=%d".formatted(Codec.commandOf(message),
                    bytes - Codec.HEADER_BYTES, peer.id()));
        if (!peer.isLeaving() && !serving.putAside(peer, message, bytes))
            judge(peer, message, bytes, now);
    }

    private void sent(Peer peer, Instant now) {
        serving.onSent(peer);
        Optional<Message> next = serving.next(peer);
        while (next.isPresent()) {
            judge(peer, next.get(), 0, now);
            next = serving.next(peer);
        }
    }

    private void judge(Peer peer, Message message, int bytes, Instant now) {
        for (PeerSession.Step step : peer.session().on(message, now))
            perform(peer, step, bytes, now);
    }

    private void perform(Peer peer, List<PeerSession.Step> steps, Instant now) {
        steps.forEach(step -> perform(peer, step, 0, now));
    }

    private void perform(Peer peer, PeerSession.Step step, int bytes, Instant now) {
        switch (step) {
            case PeerSession.Step.Say(Message message) -> out.send(peer, message);
            case PeerSession.Step.Met(Message.Version theirs) -> met(peer, theirs, now);
            case PeerSession.Step.Opened _ -> opened(peer, now);
            case PeerSession.Step.Pass(Message message) -> handle(peer, message, bytes, now);
            case PeerSession.Step.Self(long nonce) ->
                caller(nonce).ifPresent(caller -> outbound.isUs(caller.remote()));
            case PeerSession.Step.Leave(String why) -> out.disconnect(peer, why);
            case PeerSession.Step.Tell(String what) -> out.debug(what.replace("%d", Long.toString(peer.id())));
        }
    }

    private void met(Peer peer, Message.Version theirs, Instant now) {
        peer.clockIs(Instant.ofEpochSecond(theirs.time()), now);
        if (!peer.isInbound())
            outbound.met(peer, now);
        if (peer.type() == ConnectionType.FEELER)
            out.disconnect(peer, "feeler connection completed");
        gossip.met(peer);
    }

    private void opened(Peer peer, Instant now) {
        peer.session().theirs().ifPresent(theirs -> out.info("%s is here: %s, version %d, at block %d".formatted(peer,
                theirs.safeUserAgent(), theirs.protocolVersion(), theirs.startHeight())));
        compact.opened(peer);
        gossip.advance(now);
        headers.advance(now);
    }

    private void handle(Peer peer, Message message, int bytes, Instant now) {
        switch (message) {
            case Message.Headers(var received) -> {
                headers.on(peer, received, now);
                lagging.heard(peer);
                if (!received.isEmpty() && !peer.isLeaving())
                    chain.find(received.getLast().hash()).ifPresent(last -> download.fetchDirectly(peer, last, now));
                askForHeaders(peer);
            }
            case Message.BlockMessage(var block) -> intake.on(peer, block, bytes, now);
            case Message.Inv(var items) -> announced(peer, items, now);
            case Message.NotFound(var items) -> items.forEach(item -> notFound(peer, item, now));
            case Message.GetData(var items) -> serving.onGetData(peer, items);
            case Message.GetHeaders(_, var locator, var stop) -> serving.onGetHeaders(peer, locator, stop);
            case Message.GetBlocks(_, var locator, var stop) -> serving.onGetBlocks(peer, locator, stop);
            case Message.GetAddr _ -> gossip.onGetAddr(peer, now);
            case Message.Addr(var addresses) -> gossip.onAddresses(peer, message, addresses, now);
            case Message.AddrV2(var addresses) -> gossip.onAddresses(peer, message, addresses, now);
            case Message.Mempool _ when upload.isReached() && !peer.may(Permission.MEMPOOL) ->
                out.disconnect(peer, "mempool request with bandwidth limit reached");
            case Message.Mempool _ when offersFilters(peer) || peer.may(Permission.MEMPOOL) ->
                transactions.onMempool(peer);
            case Message.Mempool _ ->
                out.disconnect(peer, "mempool request with bloom filters disabled");
            case Message.FilterLoad _, Message.FilterAdd _, Message.FilterClear _ -> filter(peer, message, now);
            case Message.MerkleBlock _ -> out.debug(peer + " sent us a filtered block, for which we never ask");
            case Message.SendCmpct(boolean atOnce, long version) -> compact.onSendCmpct(peer, atOnce, version);
            case Message.CmpctBlock block -> compact.onCmpctBlock(peer, block, bytes, now);
            case Message.GetBlockTxn(var block, var indexes) -> compact.onGetBlockTxn(peer, block, indexes, now);
            case Message.BlockTxn given -> compact.onBlockTxn(peer, given, bytes, now);
            case Message.Tx _ when !takesTransactions(peer) ->
                out.disconnect(peer, "transaction sent in violation of protocol");
            case Message.Tx(var transaction) -> txIntake.on(peer, transaction, now);
            case Message.FeeFilter(long rate) when Amounts.inRange(rate) -> peer.transactions().wantsFrom(rate);
            case Message.FeeFilter _, Message.Unknown _ -> {
            }
            case Message.Version _, Message.Verack _, Message.WtxidRelay _, Message.SendAddrV2 _,
                    Message.SendHeaders _, Message.Ping _, Message.Pong _ ->
                {
                }
            case Message.SendTxRcncl _, Message.CFilter _, Message.CFHeaders _, Message.CFCheckpoints _ -> {
            }
            case Message.GetCFilters _, Message.GetCFHeaders _, Message.GetCFCheckpoints _ ->
                filterServing.on(peer, message);
        }
    }

    private void notFound(Peer peer, InvItem item, Instant now) {
        if (isBlock(item))
            download.refused(peer, item.blockHash(), now);
        if (isTransaction(item))
            txIntake.notFound(peer, item, now);
    }

    private void filter(Peer peer, Message message, Instant now) {
        if (!offersFilters(peer)) {
            out.disconnect(peer, Codec.commandOf(message) + " received despite not offering bloom services");
            return;
        }
        peer.filter().on(message).ifPresent(wrong -> misbehaviour.discourage(peer, wrong, now));
    }

    private boolean offersFilters(Peer peer) {
        return config.relaying().filters() || peer.may(Permission.BLOOM_FILTER);
    }

    private boolean takesTransactions(Peer peer) {
        return peer.type().relaysTransactions() && (config.relaying().transactions() || peer.may(Permission.RELAY));
    }

    private static boolean isTransaction(InvItem item) {
        return item.kind() == InvItem.TX || item.kind() == InvItem.WTX;
    }

    private static boolean isBlock(InvItem item) {
        return item.kind() == InvItem.BLOCK;
    }

    /** Of many blocks the last is the newest; its headers lead to all of them. */
    private void announced(Peer peer, List<InvItem> items, Instant now) {
        Optional<InvItem> unknown = Optional.empty();
        for (InvItem item : items) {
            if (isTransaction(item) && !takesTransactions(peer)) {
                out.disconnect(peer, "transaction (%s) inv sent in violation of protocol".formatted(item.blockHash()));
                return;
            }
            if (isTransaction(item))
                txIntake.announced(peer, item, now);
            if (!isBlock(item))
                continue;
            peer.known().announced(item.blockHash(), chain);
            if (chain.find(item.blockHash()).isEmpty() && !download.isRequested(item.blockHash()))
                unknown = Optional.of(item);
        }
        unknown.ifPresent(item -> headers.onUnknownBlock(peer, item.blockHash(), now));
        askForHeaders(peer);
    }

    /** Once we know what the peer has, so that its announcements do not disturb the first sync (BIP130). */
    private void askForHeaders(Peer peer) {
        boolean knows = peer.known().best(chain)
                .filter(best -> best.chainWork().compareTo(params.minimumChainWork()) > 0).isPresent();
        if (knows && peer.session().commonVersion() >= SENDHEADERS_VERSION && peer.headers().askToAnnounce())
            out.send(peer, new Message.SendHeaders());
    }
}
