package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.Test;

/** New tips: who hears of them, and how. */
class AnnouncerTest {
    private static final ChainParams PARAMS = Networks.REGTEST;

    private final Stage stage = new Stage(PARAMS);

    private Block mine() {
        Block block = Blocks.next(PARAMS, stage.node().tip(), "ours");
        stage.found(block);
        return block;
    }

    /** A peer that knows our tip, for it asked for headers. */
    private Stage.Stranger knowing() {
        var peer = stage.caller("1.2.3.4:1").greets();
        peer.say(new Message.GetHeaders(1, stage.node().chain().locator(stage.node().tip()), BlockHash.ZERO));
        peer.hears();
        return peer;
    }

    private static Message inv(Block block) {
        return new Message.Inv(List.of(InvItem.block(block.hash())));
    }

    private static Message headers(List<Block> blocks) {
        return new Message.Headers(blocks.stream().map(Block::header).toList());
    }

    @Test
    void a_peer_that_knows_the_parent_and_wants_headers_gets_the_header() {
        var peer = knowing();

        Block block = mine();

        assertThat(peer.hears()).containsExactly(headers(List.of(block)));
    }

    @Test
    void a_peer_that_did_not_ask_for_headers_gets_the_hash() {
        var peer = stage.caller("1.2.3.4:1");
        peer.say(peer.version(), new Message.Verack()).hears();

        Block block = mine();

        assertThat(peer.hears()).containsExactly(inv(block));
    }

    @Test
    void a_peer_of_whom_we_know_nothing_gets_the_hash() {
        stage.node().grow(3, "ours");
        var peer = stage.caller("1.2.3.4:1").greets();

        Block block = mine();

        assertThat(peer.hears()).containsExactly(inv(block));
    }

    @Test
    void a_peer_in_the_middle_of_its_handshake_hears_nothing() {
        var peer = stage.caller("1.2.3.4:1");
        peer.say(peer.version()).hears();

        mine();

        assertThat(peer.hears()).isEmpty();
    }

    @Test
    void whoever_gave_us_the_block_is_not_told_of_it() {
        var giver = knowing();
        var other = knowing();
        Block block = Blocks.next(PARAMS, stage.node().tip(), "theirs");

        giver.headers(List.of(block)).block(block);

        assertThat(giver.hears()).noneMatch(message -> message instanceof Message.Inv
                || message instanceof Message.Headers);
        assertThat(other.hears(Message.Headers.class)).containsExactly((Message.Headers) headers(List.of(block)));
    }

    @Test
    void a_reorganization_of_seven_blocks_is_told_by_headers_from_the_fork() {
        stage.node().grow(7, "ours");
        var peer = knowing();

        List<Block> better = Blocks.chain(PARAMS, List.of(), 8, "better");
        better.forEach(stage::found);

        assertThat(peer.hears()).containsExactly(headers(better));
    }

    @Test
    void a_longer_reorganization_is_told_by_the_hash_of_the_tip() {
        stage.node().grow(8, "ours");
        var peer = knowing();

        List<Block> better = Blocks.chain(PARAMS, List.of(), 9, "better");
        better.forEach(stage::found);

        assertThat(peer.hears()).containsExactly(inv(better.getLast()));
    }

    @Test
    void what_was_missed_is_told_with_the_next_block() {
        // Given a peer that heard of a block by its hash only
        var peer = knowing();
        List<Block> fork = Blocks.chain(PARAMS, List.of(), 3, "fork");

        // When several blocks connect at once
        stage.found(fork.get(1));
        stage.found(fork.get(2));
        fork.forEach(stage::found);
        fork.subList(1, 3).forEach(stage::found);

        // Then
        var told = peer.hears(Message.Headers.class).stream().flatMap(message -> message.headers().stream()).toList();
        assertThat(told).isEqualTo(fork.stream().map(Block::header).toList());
    }

    @Test
    void while_the_node_catches_up_it_is_silent() {
        var peer = knowing();
        List<Block> chain = Blocks.chain(PARAMS, List.of(), 20, "theirs");
        var source = stage.called("1.2.3.5:1").greets().headers(chain);

        chain.subList(0, 10).forEach(source::block);

        assertThat(peer.hears()).isEmpty();
        chain.subList(10, 20).forEach(source::block);
        assertThat(peer.hears()).isNotEmpty();
    }
}
