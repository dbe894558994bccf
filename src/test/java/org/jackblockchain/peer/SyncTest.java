package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.Test;

/** Nodes that find each other's chains. */
class SyncTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final TestNet net = new TestNet(Networks.REGTEST, PeerConfig.of("/test:1/").withLoopback(true));

    @Test
    void a_fresh_node_gets_the_chain_of_its_peer() {
        // Given
        TestNode old = net.node(1);
        TestNode fresh = net.node(2);
        old.grow(2_500, "old");

        // When
        net.join(fresh, old);

        // Then
        net.runUntil(() -> fresh.tip().equals(old.tip()) || fresh.tip().height() == 2_500, LONG);
        assertThat(fresh.tip().hash()).isEqualTo(old.tip().hash());
        assertThat(fresh.peers().syncing()).isFalse();
    }

    @Test
    void a_fresh_node_that_is_called_gets_the_chain_as_well() {
        TestNode old = net.node(1);
        TestNode fresh = net.node(2);
        old.grow(300, "old");

        net.join(old, fresh);

        assertThat(fresh.tip().hash()).isEqualTo(old.tip().hash());
    }

    @Test
    void a_block_found_on_an_old_chain_is_asked_for_and_the_next_one_comes_in_one_message() {
        // Given a line of three on an old chain, each of which got its blocks from the one before
        TestNode a = net.node(1);
        TestNode b = net.node(2);
        TestNode c = net.node(3);
        a.grow(3, "a");
        net.join(b, a);
        net.join(c, b);
        net.said().clear();

        // When one finds a block of today, and then another
        net.found(a, BlockBuilder.on(Networks.REGTEST, a.tip()).time(TestNet.START.getEpochSecond()).mined());

        assertThat(said()).containsExactly("CmpctBlock", "GetData", "BlockMessage", "CmpctBlock", "GetData",
                "BlockMessage");
        net.found(a, Blocks.next(Networks.REGTEST, a.tip(), "news"));

        // Then
        assertThat(said()).containsExactly("CmpctBlock", "CmpctBlock");
        assertThat(c.tip().hash()).isEqualTo(a.tip().hash());
    }

    private List<String> said() {
        List<String> names = net.said().stream().map(said -> said.message().getClass().getSimpleName()).toList();
        net.said().clear();
        return names;
    }

    @Test
    void the_longer_of_two_chains_wins_on_both_sides() {
        TestNode a = net.node(1);
        TestNode b = net.node(2);
        a.grow(20, "a");
        b.grow(35, "b");

        net.join(a, b);

        assertThat(a.tip().hash()).isEqualTo(b.tip().hash());
        assertThat(a.tip().height()).isEqualTo(35);
        assertThat(net.said()).noneMatch(said -> said.from() == a && said.message() instanceof Message.BlockMessage);
    }
}
