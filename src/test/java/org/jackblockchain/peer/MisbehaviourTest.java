package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jackblockchain.consensus.BlockFault;
import org.jackblockchain.consensus.Fault;
import org.jackblockchain.consensus.HeaderFault;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.peer.Misbehaviour.Cost;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Work;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.Test;

/** What a fault costs, and whom. */
class MisbehaviourTest {
    private static final Message BROKEN = new Message.Headers(List.of(Networks.REGTEST.genesis().header(),
            Networks.REGTEST.genesis().header()));

    private final Stage stage = new Stage(Networks.REGTEST);

    private static void costs(Cost cost, Fault fault) {
        assertThat(Misbehaviour.costOf(fault, Direction.INBOUND)).isEqualTo(cost);
        assertThat(Misbehaviour.costOf(fault, Direction.OUTBOUND)).isEqualTo(cost);
    }

    @Test
    void what_time_may_heal_costs_nothing() {
        costs(Cost.NOTHING, new HeaderFault.TooNew(Instant.EPOCH, Instant.EPOCH));
        costs(Cost.NOTHING, new HeaderFault.TooLittleWork(Work.ZERO, Work.ZERO));
    }

    @Test
    void what_no_honest_peer_sends_costs_the_connection_and_trust() {
        costs(Cost.DISCOURAGE, new HeaderFault.TooOld(Instant.EPOCH, Instant.EPOCH));
        costs(Cost.DISCOURAGE, new HeaderFault.InvalidParent(BlockHash.ZERO));
        costs(Cost.DISCOURAGE, new BlockFault.TooHighReward(2, 1));
        costs(Cost.DISCOURAGE, new BlockFault.DuplicateTransactions());
    }

    @Test
    void a_block_known_to_be_invalid_is_held_against_those_whom_we_chose() {
        var fault = new HeaderFault.KnownInvalid(BlockHash.ZERO);

        assertThat(Misbehaviour.costOf(fault, Direction.INBOUND)).isEqualTo(Cost.NOTHING);
        assertThat(Misbehaviour.costOf(fault, Direction.OUTBOUND)).isEqualTo(Cost.DISCOURAGE);
    }

    @Test
    void all_connections_of_the_host_end() {
        var liar = stage.caller("1.2.3.4:1").greets();
        var accomplice = stage.caller("1.2.3.4:2").greets();
        var stranger = stage.caller("1.2.3.5:1").greets();

        liar.say(BROKEN);

        assertThat(liar.isConnected()).isFalse();
        assertThat(accomplice.isConnected()).isFalse();
        assertThat(stranger.isConnected()).isTrue();
    }

    @Test
    void who_says_more_than_the_protocol_allows_goes() {
        var talker = stage.caller("127.0.0.1:1").greets();

        stage.happens(new PeerEvent.Overdone(talker.id(), "inv", "inv message size = 50001", 2_000_000));

        assertThat(talker.goodbye()).contains("inv message size = 50001");
    }

    @Test
    void a_local_liar_goes_but_its_neighbours_stay() {
        var liar = stage.caller("127.0.0.1:1").greets();
        var neighbour = stage.caller("127.0.0.1:2").greets();

        liar.say(BROKEN);

        assertThat(liar.isConnected()).isFalse();
        assertThat(neighbour.isConnected()).isTrue();
    }

    @Test
    void the_operators_peer_stays_and_the_operator_is_told() {
        stage.happens(new PeerEvent.Add(NetAddress.parse("1.2.3.4:1").orElseThrow()));
        var peer = stage.called("1.2.3.4:1").greets();

        peer.say(BROKEN);

        assertThat(peer.isConnected()).isTrue();
        assertThat(stage.all(PeerEffect.Note.class)).anyMatch(note -> note.level() == PeerEffect.Level.WARN);
    }

    @Test
    void a_discouraged_caller_is_refused_only_when_places_are_rare() {
        // Given room for three
        Stage small = new Stage(Networks.REGTEST, Stage.CONFIG.withLimits(0, 3), List.of());
        small.caller("1.2.3.4:1").greets().say(BROKEN);

        // When, then
        var back = small.caller("1.2.3.4:2");
        assertThat(back.isConnected()).isTrue();
        small.caller("1.2.3.5:1");
        var third = small.caller("1.2.3.4:3");
        assertThat(third.isConnected()).isFalse();
    }
}
