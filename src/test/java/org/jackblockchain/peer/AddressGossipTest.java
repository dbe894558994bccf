package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.junit.jupiter.api.Test;

/** Addresses told and heard. */
class AddressGossipTest {
    /** Long enough for anything to be told, and short enough for silent peers to stay. */
    private static final Duration A_WHILE = Duration.ofMinutes(9);

    private final Stage stage = new Stage(Networks.REGTEST);

    private NetAddress address(int n) {
        byte[] host = {9, 1, (byte) (n >> 8), (byte) n};
        return NetAddress.of(host, 8333).withServices(Services.NETWORK | Services.WITNESS)
                .withTime(stage.now().getEpochSecond());
    }

    private static List<NetAddress> told(Stage.Stranger peer) {
        return peer.hears(Message.AddrV2.class).stream().flatMap(message -> message.addresses().stream()).toList();
    }

    private static List<NetAddress> places(List<NetAddress> addresses) {
        return addresses.stream().map(NetAddress::endpoint).toList();
    }

    @Test
    void whom_we_call_is_asked_and_told_where_we_listen() {
        var peer = stage.called("127.0.0.1:7");
        peer.say(peer.version(), new Message.SendAddrV2(), new Message.Verack());

        var heard = peer.hears();

        assertThat(heard).contains(new Message.GetAddr());
        assertThat(heard).filteredOn(Message.AddrV2.class::isInstance).singleElement().satisfies(
                message -> assertThat(places(((Message.AddrV2) message).addresses()))
                        .containsExactly(NetAddress.parse("127.0.0.1:" + Stage.PORT).orElseThrow()));
    }

    @Test
    void a_caller_hears_of_us_only_when_it_shows_interest() {
        var peer = stage.caller("127.0.0.1:7").greets();
        assertThat(stage.said(peer, Message.AddrV2.class)).isEmpty();
        assertThat(stage.said(peer, Message.GetAddr.class)).isEmpty();

        peer.say(new Message.GetAddr());

        assertThat(told(peer)).hasSize(1);
    }

    @Test
    void a_peer_that_did_not_ask_for_addrv2_gets_addr() {
        var peer = stage.called("127.0.0.1:7");
        peer.say(peer.version(), new Message.Verack());

        assertThat(peer.hears(Message.Addr.class)).hasSize(1);
    }

    @Test
    void getaddr_is_answered_once_with_at_most_23_percent() {
        // Given
        var teller = stage.called("1.2.3.4:1").greets();
        teller.say(new Message.AddrV2(IntStream.range(0, 200).mapToObj(this::address).toList()));
        var asker = stage.caller("1.2.3.5:1").greets();

        // When
        asker.say(new Message.GetAddr(), new Message.GetAddr());
        stage.pass(A_WHILE);

        // Then: of 200 and the teller itself
        assertThat(told(asker)).hasSizeBetween(40, 47).doesNotHaveDuplicates();
    }

    @Test
    void each_of_our_places_gives_one_answer_a_day_and_another_than_the_others() {
        // Given
        var teller = stage.called("1.2.3.4:1").greets();
        teller.say(new Message.AddrV2(IntStream.range(0, 200).mapToObj(this::address).toList()));

        // When they are asked one after the other
        List<NetAddress> first = asked("9.9.9.9:1", "1.2.3.5:1");
        List<NetAddress> again = asked("9.9.9.9:1", "1.2.3.6:1");
        List<NetAddress> elsewhere = asked("9.9.9.9:2", "1.2.3.7:1");
        stage.pass(AddressGossip.ANSWER_LIFE.plus(AddressGossip.ANSWER_SPREAD));
        List<NetAddress> later = asked("9.9.9.9:1", "1.2.3.8:1");

        // Then
        assertThat(first).hasSizeGreaterThan(30);
        assertThat(again).containsExactlyInAnyOrderElementsOf(first);
        assertThat(Set.copyOf(elsewhere)).isNotEqualTo(Set.copyOf(first));
        assertThat(Set.copyOf(later)).isNotEqualTo(Set.copyOf(first));
    }

    private List<NetAddress> asked(String local, String remote) {
        var asker = stage.callerAt(local, remote).greets();
        asker.say(new Message.GetAddr());
        stage.pass(A_WHILE);
        return told(asker).stream().map(NetAddress::endpoint).toList();
    }

    @Test
    void whom_we_called_gets_no_answer_to_getaddr() {
        var teller = stage.called("1.2.3.4:1").greets();
        teller.say(new Message.AddrV2(IntStream.range(0, 200).mapToObj(this::address).toList()));

        teller.say(new Message.GetAddr());
        stage.pass(A_WHILE);

        assertThat(told(teller)).hasSizeLessThan(2);
    }

    @Test
    void news_is_passed_on_to_two_others_and_not_back() {
        // Given
        var peers = new ArrayList<Stage.Stranger>();
        for (int i = 0; i < 6; i++) {
            var peer = stage.caller("1.2.3." + i + ":1").greets();
            peer.say(new Message.GetAddr());
            peers.add(peer);
        }
        stage.pass(A_WHILE);
        peers.forEach(AddressGossipTest::told);

        // When
        peers.getFirst().say(new Message.AddrV2(List.of(address(1))));
        stage.pass(A_WHILE);

        // Then
        assertThat(told(peers.getFirst())).isEmpty();
        assertThat(peers.stream().filter(peer -> places(told(peer)).contains(address(1).endpoint()))).hasSize(2);
    }

    @Test
    void old_news_and_long_lists_are_not_passed_on() {
        var teller = stage.caller("1.2.3.4:1").greets();
        var other = stage.caller("1.2.3.5:1").greets().say(new Message.GetAddr());
        stage.pass(A_WHILE);
        told(other);

        NetAddress old = address(1).withTime(stage.now().minus(AddressGossip.NEWS_AGE).getEpochSecond());
        teller.say(new Message.AddrV2(List.of(old)));
        teller.say(new Message.AddrV2(IntStream.range(10, 21).mapToObj(this::address).toList()));
        stage.pass(A_WHILE);

        assertThat(told(other)).isEmpty();
    }

    @Test
    void a_caller_is_believed_one_address_in_ten_seconds() {
        // Given
        var teller = stage.caller("1.2.3.4:1").greets();

        // When
        teller.say(new Message.AddrV2(IntStream.range(0, 100).mapToObj(this::address).toList()));
        stage.pass(Duration.ofSeconds(30));
        teller.say(new Message.AddrV2(IntStream.range(100, 200).mapToObj(this::address).toList()));

        // Then
        var saved = stage.node().peers().onStopping(stage.now()).getFirst();
        assertThat(((PeerEffect.SaveAddresses) saved).addresses()).hasSize(4);
    }
}
