package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Bytes ANYONE = Bytes.ofHex("51");

    @TempDir
    private Path folder;

    @Test
    void two_nodes_find_the_same_chain_over_tcp() throws InterruptedException {
        // Given a node with 50 blocks, and a fresh one that calls it
        try (var old = RunningNode.start(settings("old", List.of(), 50))) {
            awaitHeight(old, 50);
            try (var fresh = RunningNode.start(settings("fresh", List.of(address(old)), 0))) {
                awaitHeight(fresh, 50);
                assertThat(tip(fresh)).isEqualTo(tip(old));

                // When the fresh one goes on
                fresh.mineUpTo(55);

                // Then the old one follows
                awaitHeight(old, 55);
                awaitHeight(fresh, 55);
                assertThat(tip(old)).isEqualTo(tip(fresh));
                assertThat(old.view().peers()).singleElement().matches(PeerView::ready);
            }
        }
    }

    @Test
    void a_node_goes_on_where_it_was() throws InterruptedException {
        // Given a node that stopped at height 10
        BlockHash before;
        try (var node = RunningNode.start(settings("a", List.of(), 10))) {
            awaitHeight(node, 10);
            before = tip(node);
        }

        // When it starts again
        try (var node = RunningNode.start(settings("a", List.of(), 0))) {
            assertThat(tip(node)).isEqualTo(before);
            node.mineUpTo(12);
            awaitHeight(node, 12);
            assertThat(node.view().tip().ancestor(10).hash()).isEqualTo(before);
        }
    }

    @Test
    void a_folder_in_use_says_to_choose_another() {
        try (var _ = RunningNode.start(settings("a", List.of(), 0))) {
            assertThatThrownBy(() -> RunningNode.start(settings("a", List.of(), 0)))
                    .isInstanceOf(StoreException.class).hasMessageContaining("--data-dir");
        }
    }

    @Test
    void a_taken_port_leaves_nothing_open() {
        try (var first = RunningNode.start(settings("a", List.of(), 0))) {
            var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), first.http().orElseThrow().getPort());
            var wanted = settings("b", List.of(), 0);

            assertThatThrownBy(() -> RunningNode.start(new NodeSettings(wanted.params(), wanted.dataDirectory(),
                    Optional.of(taken), wanted.p2p(), List.of(), 0, true, MinerSettings.of(1), "b", wanted.payout(),
                    OptionalInt.of(0))))
                    .isInstanceOf(UserError.class).hasMessageContaining("--port");
        }
        // the folder is free again
        RunningNode.start(settings("b", List.of(), 0)).close();
    }

    @Test
    void listeners_hear_of_each_block_once_and_in_order() throws InterruptedException {
        var changes = new CopyOnWriteArrayList<TipChange>();
        try (var node = RunningNode.start(settings("a", List.of(), 0))) {
            node.onTipMoved(changes::add);
            node.mineUpTo(5);
            awaitHeight(node, 5);
        }

        assertThat(changes).flatExtracting(TipChange::connected).extracting(block -> block.height())
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void mining_is_switched_off_and_on() throws InterruptedException {
        try (var node = RunningNode.start(settings("a", List.of(), 3))) {
            awaitHeight(node, 3);
            node.post(new Event.MiningSwitched(false));
            assertThat(node.awaitView(view -> !view.mining(), PATIENCE)).isPresent();
            node.mineUpTo(6);
            assertThat(node.awaitView(view -> view.tip().height() > 3, Duration.ofMillis(200))).isEmpty();

            node.post(new Event.MiningSwitched(true));

            awaitHeight(node, 6);
        }
    }

    @Test
    void a_stopped_node_says_so() throws InterruptedException {
        RunningNode node = RunningNode.start(settings("a", List.of(), 0));

        node.close();

        assertThat(node.ended()).isCompleted();
        assertThat(node.post(new Event.MiningSwitched(true))).isFalse();
        assertThat(node.awaitView(NodeView::syncing, PATIENCE)).isEmpty();
    }

    private NodeSettings settings(String name, List<String> peers, int mineUpTo) {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new NodeSettings(Networks.REGTEST, Optional.of(folder.resolve(name)), Optional.of(anyPort),
                Optional.of(anyPort), peers, 0, true, MinerSettings.of(1), "Mined by " + name, Optional.of(ANYONE),
                OptionalInt.of(mineUpTo));
    }

    private static String address(RunningNode node) {
        return "127.0.0.1:" + node.p2p().orElseThrow().getPort();
    }

    private static BlockHash tip(RunningNode node) {
        return node.view().tip().hash();
    }

    private static void awaitHeight(RunningNode node, int height) throws InterruptedException {
        assertThat(node.awaitView(view -> view.tip().height() >= height, PATIENCE)).isPresent();
    }
}
