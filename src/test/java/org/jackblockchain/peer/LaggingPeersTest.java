package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.peer.Stage.Stranger;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that stay behind our chain. */
class LaggingPeersTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private final Stage stage = new Stage(Networks.REGTEST);

    @BeforeEach
    void a_chain_of_today() {
        mine();
        mine();
    }

    private Block mine() {
        long time = TestNet.START.minusSeconds(60).getEpochSecond() + stage.node().tip().height();
        Block block = BlockBuilder.on(Networks.REGTEST, stage.node().tip()).time(time).mined();
        stage.node().hold(List.of(block));
        return block;
    }

    private Stranger lagging(String remote) {
        Stranger peer = stage.called(remote).greets();
        peer.say(new Message.Headers(List.of(stage.node().tip().ancestor(1).header())));
        peer.hears();
        return peer;
    }

    /** While it goes on answering what else it is asked. */
    private void pass(Duration time, Stranger peer) {
        for (Duration left = time; left.isPositive(); left = left.minusSeconds(30)) {
            peer.say(pong(stage.said(peer, Message.Ping.class).getLast()));
            stage.pass(left.compareTo(Duration.ofSeconds(30)) < 0 ? left : Duration.ofSeconds(30));
        }
    }

    private static Message pong(Message.Ping ping) {
        return new Message.Pong(OptionalLong.of(ping.nonce()));
    }

    @Test
    void one_that_we_chose_is_asked_once_more_and_then_given_up() {
        Stranger peer = lagging("1.2.3.4:1");

        pass(LaggingPeers.PATIENCE.plus(A_MOMENT), peer);
        assertThat(peer.isConnected()).isTrue();

        pass(LaggingPeers.LAST_CALL.plus(A_MOMENT), peer);
        assertThat(peer.goodbye()).contains("its chain is old");
    }

    @Test
    void one_that_comes_to_where_we_were_gets_more_time() {
        Stranger peer = lagging("1.2.3.4:1");
        pass(LaggingPeers.PATIENCE.plus(A_MOMENT), peer);
        Block old = stage.node().chain().block(stage.node().tip().hash()).orElseThrow();
        mine();

        peer.headers(List.of(old));
        pass(LaggingPeers.LAST_CALL.plus(A_MOMENT), peer);

        assertThat(peer.isConnected()).isTrue();
    }

    @Test
    void a_caller_may_be_as_old_as_it_likes() {
        Stranger caller = stage.caller("1.2.3.4:1").greets();

        pass(LaggingPeers.PATIENCE.plus(LaggingPeers.LAST_CALL).plus(A_MOMENT), caller);

        assertThat(caller.isConnected()).isTrue();
    }

    @Test
    void one_that_was_as_far_as_we_stays_when_it_falls_back() {
        Stranger peer = stage.called("1.2.3.4:1").greets();
        peer.say(new Message.Headers(List.of(stage.node().tip().header())));
        mine();

        pass(LaggingPeers.PATIENCE.plus(LaggingPeers.LAST_CALL).plus(A_MOMENT), peer);

        assertThat(peer.isConnected()).isTrue();
    }
}
