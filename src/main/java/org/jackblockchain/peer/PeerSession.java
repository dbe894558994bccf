package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.Services;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with one peer, as far as it is about the conversation itself: who we both are, what each of us
 * understands, and whether the other still lives. What it is not about, it passes on.
 *
 * <p>Opens no socket and reads no clock: messages and times go in, steps come out, to be taken in order.
 */
final class PeerSession {
    static final Duration PING_INTERVAL = Duration.ofMinutes(2);
    /** A ping unanswered for so long ends the connection. */
    static final Duration PING_TIMEOUT = Duration.ofMinutes(20);

    /** Pings carry nonces in versions after this (BIP31); older peers are not pinged. */
    private static final int BIP31 = 60_000;
    private static final double NANOS = 1e9;
    /** Wtxidrelay and sendaddrv2 are said to peers from this version on (BIP339, BIP155). */
    private static final int FEATURES = 70_016;

    /** What the conversation calls for. */
    sealed interface Step {
        record Say(Message message) implements Step {}

        /** The peer said who it is, and may stay. */
        record Met(Message.Version theirs) implements Step {}

        /** The handshake is done. */
        record Opened() implements Step {}

        /** Not about the conversation: for others to judge. */
        record Pass(Message message) implements Step {}

        /** The caller is this very node: its nonce is one of ours. */
        record Self(long nonce) implements Step {}

        record Leave(String why) implements Step {}

        /** For the log; where it says %d, the peer's number belongs. */
        record Tell(String what) implements Step {}
    }

    /** What the peer asked for before it became ready, and headers also after. */
    record Wishes(boolean wtxidRelay, boolean addrV2, boolean headers) {
        static final Wishes NONE = new Wishes(false, false, false);

        Wishes withWtxidRelay() {
            return new Wishes(true, addrV2, headers);
        }

        Wishes withAddrV2() {
            return new Wishes(wtxidRelay, true, headers);
        }

        Wishes withHeaders() {
            return new Wishes(wtxidRelay, addrV2, true);
        }
    }

    private sealed interface State {
        record AwaitingVersion(Instant deadline) implements State {}

        record AwaitingVerack(Instant deadline, Message.Version theirs) implements State {}

        record Ready(Message.Version theirs) implements State {}
    }

    private record At(State state, Message message) {}

    private record OpenPing(long nonce, Instant since) {}

    private final Direction direction;
    private final Message.Version ours;
    private final LongUnaryOperator required;
    private final Reconciliation reconciliation;
    private final LongPredicate isOurNonce;
    private final RandomGenerator chance;
    private final Duration patience;
    private final Instant patientUntil;
    private boolean heard;

    private State state;
    private Wishes wishes = Wishes.NONE;
    private @Nullable OpenPing openPing;
    private @Nullable Instant lastPing;
    private @Nullable Duration roundTrip;
    private @Nullable Duration shortestTrip;

    /**
     * @param required services without which we leave, of a peer that offers these
     * @param reconciliation of transactions, if both want it
     * @param patience from the connection to the verack, and until a silent peer is given up at all
     * @param isOurNonce whether a version message with this nonce is one that we sent ourselves
     */
    PeerSession(Direction direction, Message.Version ours, LongUnaryOperator required,
            Reconciliation reconciliation, LongPredicate isOurNonce, RandomGenerator chance, Duration patience,
            Instant now) {
        this.direction = direction;
        this.ours = ours;
        this.required = required;
        this.reconciliation = reconciliation;
        this.isOurNonce = isOurNonce;
        this.chance = chance;
        this.patience = patience;
        this.patientUntil = now.plus(patience);
        this.state = new State.AwaitingVersion(patientUntil);
    }

    /** Who called speaks first. */
    List<Step> begin() {
        return direction == Direction.OUTBOUND ? List.of(new Step.Say(ours)) : List.of();
    }

    List<Step> on(Message message, Instant now) {
        heard = true;
        return switch (new At(state, message)) {
            case At(State.AwaitingVersion _, Message.Version theirs) when direction == Direction.INBOUND
                    && isOurNonce.test(theirs.nonce()) ->
                List.of(new Step.Self(theirs.nonce()), new Step.Leave("connected to self"));
            case At(State.AwaitingVersion _, Message.Version theirs) when !Services.has(theirs.services(),
                    required.applyAsLong(theirs.services())) ->
                leave("peer does not offer the expected services (%08x offered, %08x expected)"
                        .formatted(theirs.services(), required.applyAsLong(theirs.services())));
            case At(State.AwaitingVersion _, Message.Version theirs) when theirs
                    .protocolVersion() < Message.MIN_PEER_PROTOCOL_VERSION ->
                leave("peer using obsolete version " + theirs.protocolVersion());
            case At(State.AwaitingVersion(Instant deadline), Message.Version theirs) -> answerVersion(deadline, theirs);
            case At(State.AwaitingVersion _, Message other) -> tooEarly("non-version message before version handshake."
                    + " Message", other, "");

            case At(State.AwaitingVerack(_, Message.Version theirs), Message.Verack _) -> open(theirs, now);
            case At(State.AwaitingVerack _, Message.WtxidRelay _) -> wish(wishes.withWtxidRelay());
            case At(State.AwaitingVerack _, Message.SendAddrV2 _) -> wish(wishes.withAddrV2());
            case At(State.AwaitingVerack(_, Message.Version theirs), Message.SendTxRcncl offer) ->
                reconciliation.on(offer, ours, theirs);
            case At(State _, Message.SendHeaders _) -> wish(wishes.withHeaders());
            case At(State.AwaitingVerack _, Message other) ->
                tooEarly("Unsupported message", other, " prior to verack");

            case At(State.Ready _, Message.Version _) ->
                List.of(new Step.Tell("redundant version message from peer=%d"));
            case At(State.Ready _, Message.Verack _) ->
                List.of(new Step.Tell("ignoring redundant verack message from peer=%d"));
            case At(State.Ready _, Message.WtxidRelay _) -> leave("wtxidrelay received after verack");
            case At(State.Ready _, Message.SendAddrV2 _) -> leave("sendaddrv2 received after verack");
            case At(State.Ready _, Message.SendTxRcncl _) -> reconciliation.tooLate();
            case At(State.Ready _, Message.Ping(long nonce)) -> pong(nonce);
            case At(State.Ready _, Message.Pong(OptionalLong nonce)) -> onPong(nonce, now);
            case At(State.Ready _, Message other) -> List.of(new Step.Pass(other));
        };
    }

    /** In Core's order: a caller is first told who we are. */
    private List<Step> answerVersion(Instant deadline, Message.Version theirs) {
        state = new State.AwaitingVerack(deadline, theirs);
        var steps = new ArrayList<Step>();
        if (direction == Direction.INBOUND)
            steps.add(new Step.Say(ours));
        if (theirs.protocolVersion() >= FEATURES) {
            steps.add(new Step.Say(new Message.WtxidRelay()));
            steps.add(new Step.Say(new Message.SendAddrV2()));
            reconciliation.offer(theirs, chance).ifPresent(offer -> steps.add(new Step.Say(offer)));
        }
        steps.add(new Step.Say(new Message.Verack()));
        steps.add(new Step.Met(theirs));
        return steps;
    }

    private List<Step> open(Message.Version theirs, Instant now) {
        state = new State.Ready(theirs);
        var steps = new ArrayList<Step>(reconciliation.opened(wishes.wtxidRelay()));
        steps.addAll(ping(now));
        steps.add(new Step.Opened());
        return steps;
    }

    private List<Step> wish(Wishes changed) {
        wishes = changed;
        return List.of();
    }

    private static List<Step> tooEarly(String what, Message message, String when) {
        return List.of(new Step.Tell("%s \"%s\"%s from peer=".formatted(what, Codec.commandOf(message), when) + "%d"));
    }

    private static List<Step> leave(String why) {
        return List.of(new Step.Leave(why));
    }

    private List<Step> pong(long nonce) {
        return speaksBip31() ? List.of(new Step.Say(new Message.Pong(nonce))) : List.of();
    }

    private List<Step> ping(Instant now) {
        if (!speaksBip31())
            return List.of();
        long nonce = chance.nextLong();
        while (nonce == 0)
            nonce = chance.nextLong();
        openPing = new OpenPing(nonce, now);
        lastPing = now;
        return List.of(new Step.Say(new Message.Ping(nonce)));
    }

    /** A pong that is too short or has nonce 0 comes from a buggy peer, but shows that it lives, as in Core. */
    private List<Step> onPong(OptionalLong nonce, Instant now) {
        OpenPing asked = openPing;
        boolean matches = asked != null && nonce.isPresent() && nonce.getAsLong() == asked.nonce();
        if (asked != null && matches)
            measured(Duration.between(asked.since(), now));
        if (matches || nonce.isEmpty() || nonce.getAsLong() == 0)
            openPing = null;
        return matches ? List.of() : List.of(new Step.Tell("pong peer=%d: " + oddPong(asked, nonce)));
    }

    private static String oddPong(@Nullable OpenPing asked, OptionalLong nonce) {
        String problem = nonce.isEmpty()
                ? "Short payload"
                : asked == null
                        ? "Unsolicited pong without ping"
                        : nonce.getAsLong() == 0 ? "Nonce zero" : "Nonce mismatch";
        return "%s, %x expected, %x received, %d bytes".formatted(problem, asked == null ? 0 : asked.nonce(),
                nonce.orElse(0), nonce.isEmpty() ? 0 : Long.BYTES);
    }

    private void measured(Duration trip) {
        Duration shortest = shortestTrip;
        roundTrip = trip;
        if (shortest == null || trip.compareTo(shortest) < 0)
            shortestTrip = trip;
    }

    /** Measures the round trip before it is time, on the operator's word; a ping under way counts no more. */
    List<Step> pingNow(Instant now) {
        return isReady() ? ping(now) : List.of();
    }

    List<Step> onWoken(Instant now) {
        return switch (state) {
            case State.AwaitingVersion(Instant deadline) when !now.isBefore(deadline) -> leave(silence());
            case State.AwaitingVerack(Instant deadline, _) when !now.isBefore(deadline) -> leave(silence());
            case State.Ready _ when isDue(now) -> openPing != null ? pingTimeout(openPing, now) : ping(now);
            default -> List.of();
        };
    }

    private String silence() {
        boolean spoke = direction == Direction.OUTBOUND || state instanceof State.AwaitingVerack;
        if (heard && spoke)
            return "version handshake timeout";
        return "socket no message in first %d seconds, %s%s".formatted(patience.toSeconds(),
                heard ? "" : "never received from peer" + (spoke ? "" : ", "), spoke ? "" : "never sent to peer");
    }

    private static List<Step> pingTimeout(OpenPing asked, Instant now) {
        return leave("ping timeout: %fs".formatted(Duration.between(asked.since(), now).toNanos() / NANOS));
    }

    private boolean isDue(Instant now) {
        return nextWake().filter(due -> !now.isBefore(due)).isPresent();
    }

    /** When {@link #onWoken} has something to do, unless a message changes that. */
    Optional<Instant> nextWake() {
        OpenPing asked = openPing;
        Instant last = lastPing;
        return switch (state) {
            case State.AwaitingVersion(Instant deadline) -> Optional.of(deadline);
            case State.AwaitingVerack(Instant deadline, _) -> Optional.of(deadline);
            case State.Ready _ when asked != null -> Optional.of(later(asked.since().plus(PING_TIMEOUT), patientUntil));
            case State.Ready _ -> last == null ? Optional.empty() : Optional.of(last.plus(PING_INTERVAL));
        };
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private boolean speaksBip31() {
        return commonVersion() > BIP31;
    }

    /** The version that both sides understand; ours before the other said its own. */
    int commonVersion() {
        return theirs().map(version -> Math.min(version.protocolVersion(), ours.protocolVersion()))
                .orElse(ours.protocolVersion());
    }

    boolean isReady() {
        return state instanceof State.Ready;
    }

    Optional<Message.Version> theirs() {
        return switch (state) {
            case State.AwaitingVersion _ -> Optional.empty();
            case State.AwaitingVerack(_, Message.Version theirs) -> Optional.of(theirs);
            case State.Ready(Message.Version theirs) -> Optional.of(theirs);
        };
    }

    Wishes wishes() {
        return wishes;
    }

    /** What our version message carries, so that we know it when we call ourselves. */
    long nonce() {
        return ours.nonce();
    }

    Optional<Duration> roundTrip() {
        return Optional.ofNullable(roundTrip);
    }

    Optional<Duration> shortestTrip() {
        return Optional.ofNullable(shortestTrip);
    }

    /** Since when a ping is unanswered. */
    Optional<Instant> pingedAt() {
        return Optional.ofNullable(openPing).map(OpenPing::since);
    }
}
