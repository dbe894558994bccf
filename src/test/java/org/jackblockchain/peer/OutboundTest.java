package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.junit.jupiter.api.Test;

/** Whom we call, when, and whom never. */
class OutboundTest {
    private static final List<String> FIRST = List.of("127.0.0.1:5100", "127.0.0.1:5101", "127.0.0.1:5102");

    private static NetAddress at(String text) {
        return NetAddress.parse(text).orElseThrow();
    }

    private static Stage stage(PeerConfig config, List<String> first, List<KnownAddress> known) {
        return new Stage(Networks.REGTEST.withFirstPeers(first), config, known);
    }

    private static Stage stage(List<String> first) {
        return stage(Stage.CONFIG, first, List.of());
    }

    private static List<KnownAddress> book(int size) {
        return IntStream.range(0, size).mapToObj(i -> new KnownAddress(at("9.9.9." + i + ":1"),
                Services.NETWORK | Services.WITNESS, TestNet.START, Instant.EPOCH, 0)).toList();
    }

    @Test
    void first_peers_are_called_at_once_but_not_ourselves() {
        Stage stage = stage(FIRST);

        stage.pass(Duration.ZERO);

        assertThat(stage.calls()).containsExactly(at("127.0.0.1:5101"), at("127.0.0.1:5102"));
    }

    @Test
    void a_neighbour_that_starts_later_is_found_within_seconds() {
        // Given one that nobody answers at
        Stage stage = stage(FIRST.subList(0, 2));
        stage.pass(Duration.ZERO);
        int calls = 0;

        // When
        for (int second = 0; second < 120; second++) {
            if (stage.calls().size() > calls) {
                calls = stage.calls().size();
                stage.happens(new PeerEvent.ConnectFailed(at("127.0.0.1:5101"), "refused"));
            }
            stage.pass(Duration.ofSeconds(1));
        }

        // Then after 1, 2, 4, 8 and then every 10 seconds, give or take a quarter
        assertThat(calls).isBetween(11, 16);
    }

    @Test
    void who_has_the_last_blocks_only_will_do_when_we_have_nearly_all() {
        // Given a tip that is 144 blocks old by the clock, or a moment younger
        Duration day = Networks.REGTEST.interval().multipliedBy(144);
        for (Duration age : List.of(day, day.minusSeconds(1))) {
            Stage stage = stage(List.of());
            Instant tip = stage.node().chain().genesis().header().instant();
            stage.pass(Duration.between(stage.now(), tip.plus(age)));

            // When we call one
            var peer = stage.called("1.2.3.4:1").limited();

            // Then
            assertThat(peer.isConnected()).isEqualTo(age.compareTo(day) < 0);
        }
    }

    @Test
    void we_are_called_by_ourselves_only_if_the_operator_wishes_it() {
        Stage stage = stage(List.of());
        stage.happens(new PeerEvent.Add(at("127.0.0.1:" + Stage.PORT)));
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.calls()).isEmpty();

        stage.happens(new PeerEvent.Try(at("127.0.0.1:" + Stage.PORT)));

        assertThat(stage.calls()).containsExactly(at("127.0.0.1:" + Stage.PORT));
    }

    @Test
    void a_node_that_turned_out_to_be_us_is_never_called_again() {
        // Given our own call comes in at another address of ours
        Stage stage = stage(List.of("10.0.0.1:5100"));
        stage.pass(Duration.ZERO);
        var far = stage.called("10.0.0.1:5100");
        var ours = far.hears(Message.Version.class).getFirst();
        var near = stage.caller("10.0.0.1:44444");

        // When
        near.say(ours);
        stage.happens(new PeerEvent.Closed(far.id(), "closed by the other side"));
        stage.pass(Duration.ofHours(1));

        // Then
        assertThat(near.goodbye()).isEqualTo("connected to self");
        assertThat(near.hears()).isEmpty();
        assertThat(stage.calls()).hasSize(1);
    }

    @Test
    void the_operators_peer_is_called_again_when_the_line_is_cut() {
        Stage stage = stage(List.of());
        stage.happens(new PeerEvent.Add(at("1.2.3.4:5")));
        assertThat(stage.calls()).containsExactly(at("1.2.3.4:5"));
        var peer = stage.called("1.2.3.4:5").greets();

        stage.happens(new PeerEvent.Closed(peer.id(), "cable cut"));
        assertThat(stage.calls()).hasSize(1);
        stage.pass(Duration.ofMillis(1_250));

        assertThat(stage.calls()).hasSize(2);
    }

    @Test
    void the_operators_peer_is_called_every_minute_or_so_however_often_it_fails() {
        Stage stage = stage(List.of());
        stage.happens(new PeerEvent.Add(at("1.2.3.4:5")));
        for (int i = 0; i < 50; i++) {
            int before = stage.calls().size();
            stage.happens(new PeerEvent.ConnectFailed(at("1.2.3.4:5"), "refused"));
            stage.pass(Duration.ofSeconds(75));
            assertThat(stage.calls()).hasSize(before + 1);
        }
    }

    @Test
    void no_more_calls_are_made_than_wanted() {
        Stage stage = stage(Stage.CONFIG.withLimits(3, 10), List.of(), book(20));

        stage.pass(Duration.ofMinutes(1));

        assertThat(stage.calls()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void the_operators_peers_come_on_top() {
        Stage stage = stage(Stage.CONFIG.withLimits(1, 10), List.of(), book(20));

        stage.happens(new PeerEvent.Add(at("1.2.3.4:5")));
        stage.pass(Duration.ofMinutes(1));

        assertThat(stage.calls()).hasSize(2);
    }

    @Test
    void nobody_is_called_twice_at_a_time() {
        Stage stage = stage(Stage.CONFIG, List.of("9.9.9.0:1"), book(1));
        stage.happens(new PeerEvent.Add(at("9.9.9.0:1")));
        stage.called("9.9.9.0:1").greets();

        stage.pass(Duration.ofMinutes(10));

        assertThat(stage.calls()).hasSize(1);
    }

    @Test
    void whoever_misbehaved_is_not_called() {
        // Given
        Stage stage = stage(Stage.CONFIG, List.of("9.9.9.0:1"), List.of());
        stage.pass(Duration.ZERO);
        var peer = stage.called("9.9.9.0:1").greets();
        var headers = new Message.Headers(List.of(Networks.REGTEST.genesis().header(),
                Networks.REGTEST.genesis().header()));

        // When
        peer.say(headers);
        stage.pass(Misbehaviour.DISCOURAGED_FOR.minusSeconds(1));

        // Then
        assertThat(peer.isConnected()).isFalse();
        assertThat(stage.calls()).hasSize(1);
    }

    @Test
    void a_lone_node_sleeps() {
        Stage stage = stage(List.of());
        stage.pass(Duration.ZERO);

        assertThat(stage.node().peers().nextWake()).isEmpty();
    }

    @Test
    void an_idle_node_with_peers_sleeps_for_seconds_on_end() {
        Stage stage = stage(Stage.CONFIG, List.of(), book(1));
        for (int i = 0; i < 8; i++)
            stage.called("1.2.3." + i + ":1").greets().say(new Message.Headers(List.of()));
        int before = stage.effects().size();

        stage.pass(Duration.ofSeconds(100));

        assertThat(stage.effects().size() - before).isLessThan(20);
    }
}
