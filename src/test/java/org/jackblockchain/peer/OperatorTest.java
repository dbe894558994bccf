package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.peer.Stage.Stranger;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;
import org.junit.jupiter.api.Test;

/** What the operator says of peers, and what becomes of it. */
class OperatorTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final List<Block> OURS = Blocks.chain(PARAMS, List.of(), 3, "ours");
    private static final List<Block> THEIRS = Blocks.chain(PARAMS, List.of(), 2, "theirs");

    private final Stage stage = new Stage(PARAMS);

    private List<Long> left() {
        return stage.all(PeerEffect.Disconnect.class).stream().map(PeerEffect.Disconnect::peer).toList();
    }

    private static List<InvItem> asked(Stranger peer) {
        return peer.hears(Message.GetData.class).stream().flatMap(message -> message.items().stream()).toList();
    }

    @Test
    void a_ban_drops_peers_of_either_direction_and_is_kept() {
        stage.called("1.2.3.4:1").greets();
        stage.caller("1.2.3.5:1").greets();
        stage.caller("1.2.4.5:1").greets();
        Subnet subnet = Subnet.parse("1.2.3.0/24").orElseThrow();

        stage.happens(new PeerEvent.Banned(subnet, Optional.empty()));

        assertThat(left()).containsExactly(1L, 2L);
        assertThat(stage.all(PeerEffect.SaveBans.class).getLast().bans()).singleElement()
                .matches(ban -> ban.subnet().equals(subnet)
                        && Duration.between(ban.created(), ban.until()).equals(Duration.ofDays(1)));
        stage.happens(new PeerEvent.Unbanned(subnet));
        assertThat(stage.all(PeerEffect.SaveBans.class).getLast().bans()).isEmpty();
    }

    @Test
    void whom_the_operator_asks_for_is_called_only_while_the_network_is_on() {
        NetAddress place = NetAddress.parse("1.2.3.4:1").orElseThrow();

        stage.happens(new PeerEvent.NetworkSwitched(false));
        stage.happens(new PeerEvent.Add(place));
        stage.happens(new PeerEvent.Try(place));
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.calls()).isEmpty();

        stage.happens(new PeerEvent.NetworkSwitched(true));
        assertThat(stage.calls()).containsExactly(place);
    }

    @Test
    void a_block_beside_our_chain_is_asked_for_when_the_operator_wants_it() {
        // Given a peer with a shorter branch, of which nobody needs the bodies
        Stranger peer = stage.called("1.2.3.4:1").greets();
        peer.headers(OURS);
        OURS.forEach(peer::block);
        peer.headers(THEIRS);
        BlockHash wanted = THEIRS.getLast().hash();
        assertThat(asked(peer)).doesNotContain(InvItem.witnessBlock(wanted));

        // When
        assertThat(stage.node().peers().fetchRefusal(1, wanted)).isEmpty();
        stage.happens(new PeerEvent.Fetch(1, wanted));

        // Then
        assertThat(asked(peer)).contains(InvItem.witnessBlock(wanted));
        assertThat(stage.node().peers().fetchRefusal(1, wanted)).contains("Already requested from this peer");
        assertThat(stage.node().peers().fetchRefusal(2, wanted)).contains("Peer does not exist");
        peer.block(THEIRS.getFirst());
        peer.block(THEIRS.getLast());
        assertThat(stage.node().chain().hasBody(stage.node().chain().find(wanted).orElseThrow())).isTrue();
    }
}
