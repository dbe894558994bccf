package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.peer.Stage.Stranger;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.Test;

/** Bodies: from many at once, from others when one fails, and only those that are of use. */
class BlockDownloadTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final List<Block> CHAIN = Blocks.chain(PARAMS, List.of(), 1_300, "theirs");

    private final Stage stage = new Stage(PARAMS);

    private static List<InvItem> asked(Stranger peer) {
        return peer.hears(Message.GetData.class).stream().flatMap(message -> message.items().stream()).toList();
    }

    private static InvItem item(Block block) {
        return InvItem.witnessBlock(block.hash());
    }

    private static List<InvItem> items(List<Block> blocks) {
        return blocks.stream().map(BlockDownloadTest::item).toList();
    }

    private Stranger source(String remote, int blocks) {
        return stage.called(remote).greets().headers(CHAIN.subList(0, blocks));
    }

    private int height() {
        return stage.node().tip().height();
    }

    @Test
    void blocks_are_asked_of_several_peers_and_each_once() {
        var first = source("1.2.3.1:1", 100);
        var second = source("1.2.3.2:1", 100);

        assertThat(asked(first)).isEqualTo(items(CHAIN.subList(0, 16)));
        assertThat(asked(second)).isEqualTo(items(CHAIN.subList(16, 32)));
    }

    @Test
    void who_has_the_last_blocks_only_is_asked_for_none_but_these() {
        var peer = stage.caller("1.2.3.1:1").limited().headers(CHAIN.subList(0, 300));

        List<InvItem> asked = new ArrayList<>(asked(peer));
        for (Block block : CHAIN.subList(300 - BlockDownload.LIMITED_BLOCKS, 300)) {
            peer.block(block);
            asked.addAll(asked(peer));
        }

        assertThat(asked).isEqualTo(items(CHAIN.subList(300 - BlockDownload.LIMITED_BLOCKS, 300)));
        assertThat(height()).isZero();
    }

    @Test
    void blocks_may_come_before_their_parents() {
        var peer = source("1.2.3.1:1", 16);

        CHAIN.subList(0, 16).reversed().forEach(peer::block);

        assertThat(height()).isEqualTo(16);
    }

    @Test
    void of_small_blocks_more_are_asked_for_at_a_time() {
        // Given
        var peer = source("1.2.3.1:1", 1_000);
        int most = 0;

        // When
        for (Block block : CHAIN.subList(0, 600)) {
            peer.block(block);
            most = Math.max(most, peer.view().blocksInFlight());
        }

        // Then
        assertThat(most).isEqualTo(BlockDownload.MAX_IN_FLIGHT);
    }

    @Test
    void what_a_peer_has_not_got_is_asked_of_another() {
        // Given
        var first = source("1.2.3.1:1", 3);
        var second = source("1.2.3.2:1", 3);
        assertThat(asked(second)).isEmpty();

        // When
        first.say(new Message.NotFound(items(CHAIN.subList(0, 3))));

        // Then
        assertThat(asked(second)).isEqualTo(items(CHAIN.subList(0, 3)));
        assertThat(asked(first)).hasSize(3);
    }

    @Test
    void what_a_lost_peer_owes_is_asked_of_another() {
        var first = source("1.2.3.1:1", 3);
        var second = source("1.2.3.2:1", 3);

        stage.happens(new PeerEvent.Closed(first.id(), "cable cut"));

        assertThat(asked(second)).isEqualTo(items(CHAIN.subList(0, 3)));
    }

    @Test
    void a_block_that_is_late_is_asked_of_an_idle_peer_as_well() {
        var slow = source("1.2.3.1:1", 1);
        var idle = source("1.2.3.2:1", 1);

        stage.pass(BlockDownload.STALL_TIMEOUT.minusMillis(1));
        assertThat(asked(idle)).isEmpty();
        stage.pass(Duration.ofMillis(1));

        assertThat(asked(idle)).containsExactly(item(CHAIN.getFirst()));
        idle.block(CHAIN.getFirst());
        assertThat(height()).isEqualTo(1);
        assertThat(slow.view().blocksInFlight()).isZero();
        assertThat(slow.isConnected()).isTrue();
    }

    @Test
    void a_peer_that_holds_up_the_window_is_replaced() {
        // Given one that is asked for the first blocks and gives none
        var stalling = source("1.2.3.1:1", 1_300);
        var good = source("1.2.3.2:1", 1_300);
        asked(stalling);

        // When the other has given all that the window allows
        List<InvItem> wanted = asked(good);
        while (!wanted.isEmpty()) {
            wanted.forEach(item -> good.block(find(item)));
            wanted = asked(good);
        }
        assertThat(good.view().blocksInFlight()).isZero();
        assertThat(height()).isZero();
        stage.pass(BlockDownload.STALL_TIMEOUT);

        // Then
        assertThat(stalling.goodbye()).isEqualTo("stalls block download");
        assertThat(asked(good)).contains(item(CHAIN.getFirst()));
    }

    private static Block find(InvItem item) {
        return CHAIN.stream().filter(block -> block.hash().equals(item.blockHash())).findAny().orElseThrow();
    }

    @Test
    void nothing_beyond_the_window_is_asked_for() {
        // Given
        var lacking = source("1.2.3.1:1", 1_300);
        List<InvItem> wanted = asked(lacking);
        InvItem first = wanted.getFirst();

        // When all but the first block come
        int highest = 0;
        while (!wanted.isEmpty()) {
            for (InvItem item : wanted) {
                highest = Math.max(highest, CHAIN.indexOf(find(item)) + 1);
                if (!item.equals(first))
                    lacking.block(find(item));
            }
            wanted = asked(lacking);
        }

        // Then
        assertThat(highest).isEqualTo(BlockDownload.WINDOW);
    }

    @Test
    void a_block_that_never_comes_ends_the_connection() {
        var peer = source("1.2.3.1:1", 1);

        stage.pass(PARAMS.interval().minusMillis(1));
        assertThat(peer.isConnected()).isTrue();
        stage.pass(Duration.ofMillis(1));

        assertThat(peer.goodbye()).isEqualTo("block not sent in time");
    }

    @Test
    void a_shorter_chain_is_not_downloaded() {
        stage.node().grow(10, "ours");

        assertThat(asked(source("1.2.3.1:1", 9))).isEmpty();
        assertThat(asked(source("1.2.3.2:1", 10))).hasSize(10);
    }

    @Test
    void peers_without_witnesses_are_not_asked() {
        var old = stage.caller("1.2.3.1:1");
        var version = old.version();
        old.say(new Message.Version(70_016, 1, version.time(), version.receiver(), version.sender(), 9, "/old/", 0,
                true), new Message.Verack());

        old.headers(CHAIN.subList(0, 2));

        assertThat(asked(old)).isEmpty();
    }

    @Test
    void a_block_that_nobody_asked_for_is_taken_if_it_makes_a_better_chain() {
        var peer = stage.caller("1.2.3.1:1").greets();

        peer.block(CHAIN.getFirst());

        assertThat(height()).isEqualTo(1);
    }

    @Test
    void a_block_that_nobody_asked_for_is_left_if_it_makes_no_better_chain() {
        stage.node().grow(2, "ours");
        var peer = stage.caller("1.2.3.1:1").greets();

        peer.block(CHAIN.getFirst());

        assertThat(stage.node().chain().block(CHAIN.getFirst().hash())).isEmpty();
        assertThat(peer.isConnected()).isTrue();
    }

    @Test
    void a_block_that_nobody_asked_for_may_be_288_above_the_tip_but_not_more() {
        var headers = stage.caller("1.2.3.1:1");
        var version = headers.version();
        headers.say(new Message.Version(70_016, 0, version.time(), version.receiver(), version.sender(), 9, "/h/", 0,
                true), new Message.Verack()).headers(CHAIN.subList(0, 300));
        var peer = stage.caller("1.2.3.2:1").greets();

        peer.block(CHAIN.get(287)).block(CHAIN.get(288));

        assertThat(stage.node().chain().block(CHAIN.get(287).hash())).isPresent();
        assertThat(stage.node().chain().block(CHAIN.get(288).hash())).isEmpty();
    }

    @Test
    void a_block_without_a_known_parent_ends_the_connection() {
        var peer = stage.caller("1.2.3.1:1").greets();

        peer.block(CHAIN.get(1));

        assertThat(peer.isConnected()).isFalse();
    }

    @Test
    void a_liar_loses_the_connection_and_others_carry_on() {
        // Given a block that turns out wrong only when it is connected
        Block greedy = Blocks.greedy(PARAMS, stage.node().tip());
        var liar = stage.caller("1.2.3.1:1").greets().headers(List.of(greedy));
        var honest = stage.caller("1.2.3.2:1").greets().headers(CHAIN.subList(0, 2));

        // When
        liar.block(greedy);
        honest.block(CHAIN.get(0)).block(CHAIN.get(1));

        // Then
        assertThat(liar.goodbye()).contains("bad-cb-amount");
        assertThat(honest.isConnected()).isTrue();
        assertThat(height()).isEqualTo(2);
    }

    @Test
    void a_body_that_is_wrong_by_itself_costs_its_sender_but_not_who_tells_of_a_header_above() {
        // Given a coinbase that no block may have, and a header that stands on it
        Block bad = BlockBuilder.on(PARAMS, stage.node().tip()).script(Bytes.ofHex("51")).mined();
        var sender = stage.caller("1.2.3.1:1").greets().headers(List.of(bad));
        Block above = BlockBuilder.on(PARAMS, stage.node().chain().find(bad.hash()).orElseThrow()).mined();
        var teller = stage.caller("1.2.3.2:1").greets();

        // When
        sender.block(bad);
        teller.headers(List.of(bad, above));

        // Then
        assertThat(sender.goodbye()).contains("bad-cb-length");
        assertThat(teller.isConnected()).isTrue();
    }

    @Test
    void no_header_is_kept_of_a_block_with_other_witnesses_than_it_commits_to() {
        Block bad = BlockBuilder.on(PARAMS, stage.node().tip()).witness(Bytes.ofHex("00")).mined();
        var sender = stage.caller("1.2.3.1:1").greets();

        sender.block(bad);

        assertThat(sender.goodbye()).contains("bad-witness-nonce-size");
        assertThat(stage.node().chain().find(bad.hash())).isEmpty();
    }

    @Test
    void who_tells_of_a_header_above_a_block_that_broke_a_rule_of_its_place_is_hung_up_on() {
        Block bad = BlockBuilder.on(PARAMS, stage.node().tip()).script(BlockBuilder.script(9, 0)).mined();
        var sender = stage.caller("1.2.3.1:1").greets().headers(List.of(bad));
        Block above = BlockBuilder.on(PARAMS, stage.node().chain().find(bad.hash()).orElseThrow()).mined();
        var teller = stage.caller("1.2.3.2:1").greets();

        sender.block(bad);
        teller.headers(List.of(above));

        assertThat(sender.goodbye()).contains("bad-cb-height");
        assertThat(teller.goodbye()).contains("bad-prevblk");
    }

    @Test
    void a_mutated_block_is_asked_of_another_peer() {
        // Given
        Block good = CHAIN.getFirst();
        Block other = Blocks.next(PARAMS, stage.node().tip(), "other");
        var mutator = source("1.2.3.1:1", 1);
        var honest = source("1.2.3.2:1", 1);

        // When the body belongs to another header
        mutator.block(new Block(good.header(), other.transactions()));

        // Then
        assertThat(mutator.goodbye()).contains("bad-txnmrklroot");
        assertThat(asked(honest)).containsExactly(item(good));
        honest.block(good);
        assertThat(height()).isEqualTo(1);
    }

    @Test
    void the_operators_own_peer_is_not_asked_again_and_again_for_a_broken_block() {
        // Given
        stage.happens(new PeerEvent.Add(org.jackblockchain.wire.NetAddress.parse("1.2.3.1:1").orElseThrow()));
        var manual = source("1.2.3.1:1", 1);
        asked(manual);

        // When
        Block other = Blocks.next(PARAMS, stage.node().tip(), "other");
        manual.block(new Block(CHAIN.getFirst().header(), other.transactions()));

        // Then
        assertThat(manual.isConnected()).isTrue();
        assertThat(asked(manual)).isEmpty();
    }

    @Test
    void a_node_far_behind_is_syncing_until_nothing_moves() {
        // Given
        var peer = source("1.2.3.1:1", 20);
        assertThat(stage.node().peers().syncing()).isTrue();

        // When blocks come
        CHAIN.subList(0, 11).forEach(peer::block);
        assertThat(stage.node().peers().syncing()).isTrue();
        stage.pass(SyncWatch.PATIENCE.minusMillis(1));
        assertThat(stage.node().peers().syncing()).isTrue();
        stage.pass(Duration.ofMillis(1));

        // Then
        assertThat(stage.node().peers().syncing()).isFalse();
        peer.block(CHAIN.get(11));
        assertThat(height()).isEqualTo(12);
        assertThat(stage.node().peers().syncing()).as("8 blocks are a matter of moments").isFalse();
    }

    @Test
    void a_node_alone_is_not_syncing() {
        stage.pass(Duration.ofSeconds(1));

        assertThat(stage.node().peers().syncing()).isFalse();
    }
}
