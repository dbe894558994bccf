package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.jspecify.annotations.Nullable;

/** One connection and all that is remembered of it. Each component keeps its own part here. */
final class Peer {
    private static final int FEEFILTER_VERSION = 70_013;

    private final long id;
    private final NetAddress remote;
    private final NetAddress endpoint;
    private final Direction direction;
    private final ConnectionType type;
    private final NetAddress local;
    private final Set<Permission> permissions;
    private final Instant connectedAt;

    private final PeerSession session;
    private final KnownChain known = new KnownChain();
    private final HeaderSync.Part headers = new HeaderSync.Part();
    private final LaggingPeers.Part lag = new LaggingPeers.Part();
    private final BlockDownload.Part blocks = new BlockDownload.Part();
    private final Serving.Part serving = new Serving.Part();
    private final CompactRelay.Part compact = new CompactRelay.Part();
    private final TxRelay.Part transactions = new TxRelay.Part();
    private final PeerFilter filter = new PeerFilter();
    private final AddressGossip.Part gossip = new AddressGossip.Part();
    private final Traffic received = new Traffic();
    private final Traffic sent = new Traffic();

    private boolean leaving;
    private @Nullable Instant usefulAt;
    private @Nullable Instant blockAt;
    private @Nullable Instant transactionAt;
    private @Nullable Instant receivedAt;
    private @Nullable Instant sentAt;
    private Duration clockOffset = Duration.ZERO;

    Peer(PeerEvent.Connected event, ConnectionType type, Set<Permission> permissions, PeerSession session,
            Instant connectedAt) {
        this.id = event.peer();
        this.remote = event.remote();
        this.endpoint = remote.endpoint();
        this.direction = event.direction();
        this.local = event.local();
        this.permissions = permissions;
        this.type = type;
        this.session = session;
        this.connectedAt = connectedAt;
    }

    long id() {
        return id;
    }

    NetAddress remote() {
        return remote;
    }

    /** The same without services and time. */
    NetAddress endpoint() {
        return endpoint;
    }

    /** Our end of the line. */
    NetAddress local() {
        return local;
    }

    boolean isInbound() {
        return direction == Direction.INBOUND;
    }

    boolean isManual() {
        return type == ConnectionType.MANUAL;
    }

    boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    ConnectionType type() {
        return type;
    }

    Instant connectedAt() {
        return connectedAt;
    }

    PeerSession session() {
        return session;
    }

    KnownChain known() {
        return known;
    }

    HeaderSync.Part headers() {
        return headers;
    }

    LaggingPeers.Part lag() {
        return lag;
    }

    BlockDownload.Part blocks() {
        return blocks;
    }

    Serving.Part serving() {
        return serving;
    }

    TxRelay.Part transactions() {
        return transactions;
    }

    PeerFilter filter() {
        return filter;
    }

    /** Whether it wants to hear of transactions. */
    boolean wantsTransactions() {
        return type.relaysTransactions()
                && (filter.asksForTransactions() || session.theirs().map(Message.Version::relay).orElse(false));
    }

    /** It just gave us a transaction that our pool took. */
    void gaveTransaction(Instant now) {
        transactionAt = now;
    }

    /** When it last gave us a transaction that our pool took. */
    Optional<Instant> transactionAt() {
        return Optional.ofNullable(transactionAt);
    }

    /** Whether it is told which fee rates are worth announcing: not if it may announce all or announces nothing. */
    boolean understandsFeeFilter() {
        return !may(Permission.FORCE_RELAY) && type != ConnectionType.BLOCK_RELAY_ONLY
                && session.commonVersion() >= FEEFILTER_VERSION;
    }

    /** Whether we ask it before others: those we called chose us less than we chose them. */
    boolean isPreferred() {
        return !isInbound() || may(Permission.NO_BAN);
    }

    CompactRelay.Part compact() {
        return compact;
    }

    AddressGossip.Part gossip() {
        return gossip;
    }

    /** @param known whether it is a message of ours */
    void received(String command, boolean known, int bytes, Instant now) {
        received.add(command, known, bytes);
        receivedAt = now;
    }

    void sent(String command, int bytes, Instant now) {
        sent.add(command, true, bytes);
        sentAt = now;
    }

    /** What its clock said when it told us. */
    void clockIs(Instant theirs, Instant now) {
        clockOffset = Duration.between(now.truncatedTo(ChronoUnit.SECONDS), theirs);
    }

    /** Whether we hung up; what still arrives is ignored. */
    boolean isLeaving() {
        return leaving;
    }

    void leave() {
        leaving = true;
    }

    /** Whether the handshake is done and the line stands. */
    boolean isReady() {
        return session.isReady() && !leaving;
    }

    /** Whether it has blocks, with witnesses, be it the last only: otherwise it is no source of headers and blocks. */
    boolean servesBlocks() {
        return Services.has(services(), Services.NETWORK | Services.WITNESS) || isLimited();
    }

    /** Whether it has the last blocks only (BIP159). */
    boolean isLimited() {
        return Services.has(services(), Services.NETWORK_LIMITED | Services.WITNESS)
                && !Services.has(services(), Services.NETWORK);
    }

    long services() {
        return session.theirs().map(Message.Version::services).orElse(Services.NONE);
    }

    /** It just gave us a block or a header that we did not have. */
    void wasUseful(Instant now) {
        usefulAt = now;
    }

    /** It just gave us a block that we did not have. */
    void gaveBlock(Instant now) {
        wasUseful(now);
        blockAt = now;
    }

    Optional<Instant> usefulAt() {
        return Optional.ofNullable(usefulAt);
    }

    PeerView view(Chain chain) {
        Optional<Message.Version> theirs = session.theirs();
        return new PeerView(id, remote, direction, connectedAt, isReady(),
                theirs.map(Message.Version::safeUserAgent).orElse(""), services(),
                theirs.map(Message.Version::startHeight).orElse(-1),
                known.best(chain).map(BlockEntry::height).orElse(-1), blocks.inFlight(),
                session.roundTrip(), received.byType(), sent.byType(), details());
    }

    private PeerView.Details details() {
        Optional<Message.Version> theirs = session.theirs();
        return new PeerView.Details(theirs.map(Message.Version::protocolVersion).orElse(0),
                wantsTransactions(), type, clockOffset, Optional.ofNullable(sentAt),
                Optional.ofNullable(receivedAt), Optional.ofNullable(blockAt), session.shortestTrip(),
                session.pingedAt(), blocks.commonHeight(), blocks.heightsInFlight(), local,
                theirs.map(Message.Version::receiver).filter(NetAddress::isValid), gossip.isEnabled(), gossip.taken(),
                gossip.dropped(), permissions,
                compact.askedAtOnce(), compact.wantsAtOnce(),
                headers.presync().map(presync -> presync.fork().height() + presync.counted()).orElse(-1),
                transactions.leastFeeRate(),
                Optional.ofNullable(transactionAt));
    }

    @Override
    public String toString() {
        return "peer " + id + " (" + remote + ")";
    }
}
