package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jackblockchain.peer.PeerSession.Step;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of a conversation: each state, what moves it and what it ignores. */
class PeerSessionTest {
    private static final Instant START = TestNet.START;
    private static final Duration TICK = Duration.ofMillis(1);
    private static final long OUR_NONCE = 77;
    private static final Message.Version OURS = version(70_016, Services.NETWORK | Services.WITNESS, OUR_NONCE);
    private static final Message.Version THEIRS = version(70_016, Services.NETWORK | Services.WITNESS, 5);

    private static Message.Version version(int protocol, long services, long nonce) {
        return new Message.Version(protocol, services, START.getEpochSecond(), NetAddress.NONE, NetAddress.NONE, nonce,
                "/x/", 0, true);
    }

    private static PeerSession session(Direction direction) {
        long required = direction == Direction.OUTBOUND ? Services.NETWORK | Services.WITNESS : Services.NONE;
        return new PeerSession(direction, OURS, _ -> required, Reconciliation.none(), nonce -> nonce == OUR_NONCE,
                new SplittableRandom(1),
                PeerTerms.DEFAULT_PATIENCE, START);
    }

    private static PeerSession reconciling(boolean enabled) {
        return new PeerSession(Direction.INBOUND, OURS, _ -> Services.NONE, new Reconciliation(enabled, enabled),
                _ -> false, new SplittableRandom(1), PeerTerms.DEFAULT_PATIENCE, START);
    }

    @Test
    void reconciliation_is_offered_before_the_verack_to_who_takes_transactions() {
        List<Message> said = said(reconciling(true).on(THEIRS, START));
        assertThat(said.get(said.size() - 2)).isInstanceOf(Message.SendTxRcncl.class);
        assertThat(said.getLast()).isEqualTo(new Message.Verack());

        var deaf = new Message.Version(70_016, Services.NETWORK, 0, NetAddress.NONE, NetAddress.NONE, 5, "/x/", 0,
                false);
        for (Message.Version other : List.of(version(70_015, Services.NETWORK, 5), deaf))
            assertThat(said(reconciling(true).on(other, START))).noneMatch(Message.SendTxRcncl.class::isInstance);
        assertThat(said(reconciling(false).on(THEIRS, START))).noneMatch(Message.SendTxRcncl.class::isInstance);
    }

    @Test
    void reconciliation_is_agreed_once_in_a_version_above_zero() {
        PeerSession session = reconciling(true);
        session.on(THEIRS, START);
        assertThat(session.on(new Message.SendTxRcncl(1, 2), START)).containsExactly(new Step.Tell("Register peer=%d"));
        assertThat(left(session.on(new Message.SendTxRcncl(1, 2), START))).hasSize(1);

        PeerSession zero = reconciling(true);
        zero.on(THEIRS, START);
        assertThat(left(zero.on(new Message.SendTxRcncl(0, 2), START))).hasSize(1);
    }

    @Test
    void reconciliation_needs_announcements_by_wtxid() {
        for (boolean byWtxid : List.of(true, false)) {
            PeerSession session = reconciling(true);
            session.on(THEIRS, START);
            session.on(new Message.SendTxRcncl(1, 2), START);
            if (byWtxid)
                session.on(new Message.WtxidRelay(), START);
            assertThat(session.on(new Message.Verack(), START)
                    .contains(new Step.Tell("Forget txreconciliation state of peer=%d"))).isNotEqualTo(byWtxid);
            assertThat(left(session.on(new Message.SendTxRcncl(1, 2), START))).hasSize(1);
        }
    }

    @Test
    void who_does_not_reconcile_ignores_the_offer() {
        PeerSession session = reconciling(false);
        session.on(THEIRS, START);

        assertThat(session.on(new Message.SendTxRcncl(1, 2), START)).hasSize(1).allMatch(Step.Tell.class::isInstance);
        session.on(new Message.Verack(), START);
        assertThat(session.on(new Message.SendTxRcncl(1, 2), START)).hasSize(1).allMatch(Step.Tell.class::isInstance);
    }

    private static PeerSession ready() {
        PeerSession session = session(Direction.INBOUND);
        session.on(THEIRS, START);
        session.on(new Message.Verack(), START);
        return session;
    }

    private static List<Message> said(List<Step> steps) {
        return steps.stream().filter(Step.Say.class::isInstance).map(Step.Say.class::cast).map(Step.Say::message)
                .toList();
    }

    private static List<Step> left(List<Step> steps) {
        return steps.stream().filter(Step.Leave.class::isInstance).toList();
    }

    static Stream<Message> everythingButVersion() {
        return Stream.of(new Message.Verack(), new Message.WtxidRelay(), new Message.SendAddrV2(),
                new Message.SendHeaders(), new Message.Ping(1), new Message.Pong(1), new Message.GetAddr(),
                new Message.Inv(List.of()), new Message.GetHeaders(1, List.of(), BlockHash.ZERO),
                new Message.Unknown("whatever"));
    }

    @Test
    void the_caller_speaks_first() {
        assertThat(said(session(Direction.OUTBOUND).begin())).containsExactly(OURS);
        assertThat(session(Direction.INBOUND).begin()).isEmpty();
    }

    @Test
    void a_caller_is_answered_in_cores_order() {
        List<Step> steps = session(Direction.INBOUND).on(THEIRS, START);

        assertThat(said(steps)).containsExactly(OURS, new Message.WtxidRelay(), new Message.SendAddrV2(),
                new Message.Verack());
        assertThat(steps).endsWith(new Step.Met(THEIRS));
    }

    @Test
    void whoever_we_called_is_not_told_our_version_twice() {
        List<Step> steps = session(Direction.OUTBOUND).on(THEIRS, START);

        assertThat(said(steps)).containsExactly(new Message.WtxidRelay(), new Message.SendAddrV2(),
                new Message.Verack());
    }

    @Test
    void a_peer_of_version_70015_is_not_told_of_features_it_cannot_know() {
        PeerSession session = session(Direction.INBOUND);

        List<Step> steps = session.on(version(70_015, 0, 5), START);

        assertThat(said(steps)).containsExactly(OURS, new Message.Verack());
        assertThat(session.commonVersion()).isEqualTo(70_015);
    }

    @Test
    void a_peer_of_version_31800_is_old_enough() {
        assertThat(left(session(Direction.INBOUND).on(version(31_800, 0, 5), START))).isEmpty();
    }

    @Test
    void a_peer_of_version_31799_is_too_old() {
        assertThat(session(Direction.INBOUND).on(version(31_799, 0, 5), START))
                .containsExactly(new Step.Leave("peer using obsolete version 31799"));
    }

    @Test
    void whoever_we_called_must_have_blocks_and_witnesses() {
        assertThat(left(session(Direction.OUTBOUND).on(version(70_016, Services.NETWORK, 5), START))).hasSize(1);
        assertThat(left(session(Direction.INBOUND).on(version(70_016, Services.NONE, 5), START))).isEmpty();
    }

    @Test
    void a_caller_with_our_own_nonce_is_ourselves() {
        assertThat(session(Direction.INBOUND).on(version(70_016, 0, OUR_NONCE), START))
                .containsExactly(new Step.Self(OUR_NONCE), new Step.Leave("connected to self"));
    }

    @ParameterizedTest
    @MethodSource("everythingButVersion")
    void before_the_version_everything_else_is_ignored(Message message) {
        PeerSession session = session(Direction.INBOUND);

        assertThat(session.on(message, START)).allMatch(Step.Tell.class::isInstance);
        assertThat(said(session.on(THEIRS, START))).contains(OURS);
        assertThat(session.wishes()).isEqualTo(PeerSession.Wishes.NONE);
    }

    @Test
    void before_the_verack_only_wishes_count() {
        // Given
        PeerSession session = session(Direction.INBOUND);
        session.on(THEIRS, START);

        // When
        everythingButVersion().filter(message -> !(message instanceof Message.Verack))
                .forEach(message -> assertThat(session.on(message, START)).allMatch(Step.Tell.class::isInstance));

        // Then
        assertThat(session.on(THEIRS, START)).as("a second version").allMatch(Step.Tell.class::isInstance);
        assertThat(session.isReady()).isFalse();
        assertThat(session.wishes()).isEqualTo(new PeerSession.Wishes(true, true, true));
    }

    @Test
    void the_verack_opens_the_conversation_and_a_ping_follows_at_once() {
        PeerSession session = session(Direction.INBOUND);
        session.on(THEIRS, START);

        List<Step> steps = session.on(new Message.Verack(), START);

        assertThat(said(steps)).singleElement().isInstanceOf(Message.Ping.class);
        assertThat(steps).endsWith(new Step.Opened());
        assertThat(session.isReady()).isTrue();
    }

    @Test
    void once_ready_a_second_version_or_verack_is_told_and_no_more() {
        assertThat(ready().on(THEIRS, START)).singleElement().isInstanceOf(Step.Tell.class);
        assertThat(ready().on(new Message.Verack(), START)).singleElement().isInstanceOf(Step.Tell.class);
    }

    @Test
    void once_ready_it_is_too_late_for_features() {
        assertThat(left(ready().on(new Message.WtxidRelay(), START))).hasSize(1);
        assertThat(left(ready().on(new Message.SendAddrV2(), START))).hasSize(1);
    }

    @Test
    void headers_may_be_wished_for_at_any_time() {
        PeerSession session = ready();

        session.on(new Message.SendHeaders(), START);

        assertThat(session.wishes().headers()).isTrue();
    }

    @Test
    void a_ping_is_answered_with_its_nonce() {
        assertThat(said(ready().on(new Message.Ping(-3), START))).containsExactly(new Message.Pong(-3));
    }

    @Test
    void what_is_not_about_the_conversation_is_passed_on() {
        assertThat(ready().on(new Message.GetAddr(), START)).containsExactly(new Step.Pass(new Message.GetAddr()));
    }

    @Test
    void the_handshake_may_take_just_under_a_minute() {
        PeerSession session = session(Direction.INBOUND);
        Instant deadline = START.plus(PeerTerms.DEFAULT_PATIENCE);

        assertThat(session.onWoken(deadline.minus(TICK))).isEmpty();
        assertThat(session.onWoken(deadline)).containsExactly(
                new Step.Leave("socket no message in first 60 seconds,"
                        + " never received from peer, never sent to peer"));
    }

    @Test
    void a_version_does_not_prolong_the_handshake() {
        PeerSession session = session(Direction.INBOUND);
        Instant deadline = START.plus(PeerTerms.DEFAULT_PATIENCE);
        session.on(THEIRS, deadline.minus(TICK));

        assertThat(session.nextWake()).contains(deadline);
        assertThat(session.onWoken(deadline)).containsExactly(new Step.Leave("version handshake timeout"));
    }

    @Test
    void pings_follow_every_two_minutes_while_they_are_answered() {
        // Given
        PeerSession session = session(Direction.INBOUND);
        session.on(THEIRS, START);
        var first = (Message.Ping) said(session.on(new Message.Verack(), START)).getFirst();
        session.on(new Message.Pong(first.nonce()), START.plusMillis(30));
        assertThat(session.roundTrip()).contains(Duration.ofMillis(30));

        // When, then
        Instant due = START.plus(PeerSession.PING_INTERVAL);
        assertThat(session.nextWake()).contains(due);
        assertThat(session.onWoken(due.minus(TICK))).isEmpty();
        assertThat(said(session.onWoken(due))).singleElement().isInstanceOf(Message.Ping.class).isNotEqualTo(first);
    }

    @Test
    void a_ping_may_be_unanswered_for_just_under_twenty_minutes() {
        PeerSession session = ready();
        Instant deadline = START.plus(PeerSession.PING_TIMEOUT);

        assertThat(session.onWoken(deadline.minus(TICK))).isEmpty();
        assertThat(session.onWoken(deadline)).containsExactly(new Step.Leave("ping timeout: 1200.000000s"));
    }

    @Test
    void a_pong_with_another_nonce_does_not_end_the_ping() {
        PeerSession session = ready();
        Instant waiting = session.nextWake().orElseThrow();

        session.on(new Message.Pong(12_345), START);

        assertThat(session.nextWake()).contains(waiting);
        assertThat(session.roundTrip()).isEmpty();
    }

    @Test
    void a_short_pong_ends_the_ping_but_measures_nothing() {
        PeerSession session = ready();

        session.on(new Message.Pong(OptionalLong.empty()), START.plusMillis(5));

        assertThat(session.nextWake()).contains(START.plus(PeerSession.PING_INTERVAL));
        assertThat(session.roundTrip()).isEmpty();
    }

    @Test
    void a_peer_older_than_bip31_is_neither_pinged_nor_answered() {
        PeerSession session = session(Direction.INBOUND);
        session.on(version(60_000, 0, 5), START);

        assertThat(said(session.on(new Message.Verack(), START))).isEmpty();
        assertThat(session.on(new Message.Ping(1), START)).isEmpty();
        assertThat(session.nextWake()).isEmpty();
    }
}
