package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;
import org.junit.jupiter.api.Test;

/** Headers from strangers: those worth keeping are kept, the others cost next to nothing. */
class HeaderSyncTest {
    private static final ChainParams PARAMS = Networks.REGTEST;

    private final Stage stage = new Stage(PARAMS);

    /** Headers that prove their work, one on the other, and say nothing true about transactions. */
    private static List<BlockHeader> headers(BlockHeader base, int count, int seed) {
        var target = PARAMS.easiestTarget();
        var headers = new ArrayList<BlockHeader>(count);
        BlockHash previous = base.hash();
        for (int i = 1; i <= count; i++) {
            var header = new BlockHeader(0x2000_0000, previous, base.merkleRoot(), base.time() + 60L * i,
                    PARAMS.easiest(), seed);
            while (!target.isMetBy(header.hash()))
                header = header.withNonce(header.nonce() + 1);
            headers.add(header);
            previous = header.hash();
        }
        return headers;
    }

    private BlockHeader genesis() {
        return PARAMS.genesis().header();
    }

    @Test
    void the_first_peer_is_asked_and_the_next_when_it_is_done() {
        // Given
        var first = stage.called("1.2.3.4:1").greets();
        var second = stage.called("1.2.3.5:1").greets();
        assertThat(first.view().ready()).isTrue();
        assertThat(stage.said(first, Message.GetHeaders.class)).hasSize(1);
        assertThat(stage.said(second, Message.GetHeaders.class)).isEmpty();

        // When
        first.say(new Message.Headers(List.of()));

        // Then
        assertThat(second.hears(Message.GetHeaders.class)).hasSize(1);
    }

    @Test
    void a_full_message_is_followed_by_a_question_for_more() {
        var peer = stage.called("1.2.3.4:1").greets();
        List<BlockHeader> headers = headers(genesis(), 2_500, 0);

        peer.say(new Message.Headers(headers.subList(0, 2_000)));

        var question = peer.hears(Message.GetHeaders.class).getFirst();
        assertThat(question.locator().getFirst()).isEqualTo(headers.get(1_999).hash());
        peer.say(new Message.Headers(headers.subList(2_000, 2_500)));
        assertThat(peer.hears(Message.GetHeaders.class)).isEmpty();
        assertThat(stage.node().chain().bestHeader().height()).isEqualTo(2_500);
    }

    @Test
    void a_silent_first_peer_is_replaced_by_another() {
        // Given
        var silent = stage.called("1.2.3.4:1").greets();
        var other = stage.called("1.2.3.5:1").greets();
        assertThat(stage.said(other, Message.GetHeaders.class)).isEmpty();

        // When
        stage.pass(HeaderSync.STALLED_AFTER.minusMillis(1));
        assertThat(silent.isConnected()).isTrue();
        stage.pass(Duration.ofMillis(1));

        // Then
        assertThat(silent.goodbye()).isEqualTo("no headers in time");
        assertThat(other.hears(Message.GetHeaders.class)).hasSize(1);
    }

    @Test
    void a_silent_caller_is_kept_and_another_is_asked() {
        var silent = stage.caller("1.2.3.4:1").greets();
        var other = stage.caller("1.2.3.5:1").greets();

        stage.pass(HeaderSync.STALLED_AFTER);

        assertThat(silent.isConnected()).isTrue();
        assertThat(other.hears(Message.GetHeaders.class)).hasSize(1);
    }

    @Test
    void a_silent_peer_is_kept_while_it_is_the_only_one() {
        var silent = stage.called("1.2.3.4:1").greets();

        stage.pass(Duration.ofMinutes(1));

        assertThat(silent.isConnected()).isTrue();
        assertThat(stage.node().peers().syncing()).isFalse();
    }

    @Test
    void a_block_announced_by_inv_is_asked_about_and_asked_for() {
        // Given
        var peer = stage.called("1.2.3.4:1").greets().say(new Message.Headers(List.of()));
        Block block = Blocks.next(PARAMS, stage.node().tip(), "x");
        peer.hears();

        // When
        peer.say(new Message.Inv(List.of(InvItem.block(block.hash()))));
        assertThat(peer.hears(Message.GetHeaders.class)).hasSize(1);
        peer.headers(List.of(block));

        // Then
        assertThat(peer.hears(Message.GetData.class))
                .containsExactly(new Message.GetData(List.of(InvItem.witnessBlock(block.hash()))));
    }

    @Test
    void headers_that_do_not_connect_lead_to_one_question() {
        var peer = stage.called("1.2.3.4:1").greets().say(new Message.Headers(List.of()));
        peer.hears();
        List<BlockHeader> headers = headers(genesis(), 10, 0);

        for (BlockHeader header : headers.subList(1, 10))
            peer.say(new Message.Headers(List.of(header)));

        assertThat(peer.hears()).singleElement().isInstanceOf(Message.GetHeaders.class);
        assertThat(peer.isConnected()).isTrue();
    }

    @Test
    void a_hundred_thousand_unconnected_headers_leave_no_trace() {
        // Given
        var peer = stage.called("1.2.3.4:1").greets().say(new Message.Headers(List.of()));
        peer.hears();
        List<BlockHeader> headers = headers(genesis(), 100_001, 0).subList(1, 100_001);

        // When
        peer.manyHeaders(headers);

        // Then
        assertThat(stage.node().chain().size()).isEqualTo(1);
        assertThat(peer.hears()).singleElement().isInstanceOf(Message.GetHeaders.class);
        assertThat(peer.isConnected()).isTrue();
    }

    @Test
    void headers_without_proof_of_work_end_the_connection() {
        var peer = stage.caller("1.2.3.4:1").greets();
        BlockHeader weak = headers(genesis(), 1, 0).getFirst();
        while (PARAMS.easiestTarget().isMetBy(weak.hash()))
            weak = weak.withNonce(weak.nonce() + 1);

        peer.say(new Message.Headers(List.of(weak)));

        assertThat(peer.goodbye()).isEqualTo("header with invalid proof of work");
    }

    @Test
    void headers_that_are_no_chain_end_the_connection() {
        var peer = stage.caller("1.2.3.4:1").greets();
        List<BlockHeader> headers = headers(genesis(), 3, 0);

        peer.say(new Message.Headers(List.of(headers.get(0), headers.get(2))));

        assertThat(peer.goodbye()).isEqualTo("non-continuous headers sequence");
    }

    @Test
    void a_header_from_the_future_is_not_taken_and_not_punished() {
        var peer = stage.caller("1.2.3.4:1").greets();
        long late = stage.now().plus(PARAMS.maxClockDrift()).getEpochSecond() + 1;
        Block block = Blocks.next(PARAMS, stage.node().tip(), "x");
        BlockHeader header = block.header();
        var dated = Blocks.mined(new Block(new BlockHeader(header.version(), header.previous(), header.merkleRoot(),
                late, header.bits(), 0), block.transactions()));

        peer.headers(List.of(dated));

        assertThat(stage.node().chain().find(dated.hash())).isEmpty();
        assertThat(peer.isConnected()).isTrue();
    }

    @Test
    void a_short_chain_with_too_little_work_is_forgotten_without_punishment() {
        // Given a node far ahead
        stage.node().grow(400, "ours");
        int size = stage.node().chain().size();
        var peer = stage.caller("1.2.3.4:1").greets();

        // When: 255 blocks above genesis are less than our 400 without 144 of them
        peer.say(new Message.Headers(headers(genesis(), 255, 0)));

        // Then
        assertThat(stage.node().chain().size()).isEqualTo(size);
        assertThat(peer.isConnected()).isTrue();
    }

    @Test
    void a_short_chain_with_just_enough_work_is_kept() {
        stage.node().grow(400, "ours");
        int size = stage.node().chain().size();
        var peer = stage.caller("1.2.3.4:1").greets();

        // 401 headers count with genesis; 257 without the last 144
        peer.say(new Message.Headers(headers(genesis(), 256, 0)));

        assertThat(stage.node().chain().size()).isEqualTo(size + 256);
    }

    @Test
    void a_long_chain_without_work_is_counted_and_not_kept() {
        // Given
        stage.node().grow(6_200, "ours");
        int size = stage.node().chain().size();
        var peer = stage.caller("1.2.3.4:1").greets();

        // When two full messages and a last one
        peer.manyHeaders(headers(genesis(), 4_100, 0));

        // Then
        assertThat(stage.node().chain().size()).isEqualTo(size);
        assertThat(peer.isConnected()).isTrue();
    }

    @Test
    void who_told_all_of_a_long_chain_without_work_is_asked_again_at_the_next_announcement() {
        // Given
        stage.node().grow(6_200, "ours");
        var peer = stage.caller("1.2.3.4:1").greets().manyHeaders(headers(genesis(), 2_100, 0));
        peer.hears();

        // When
        peer.say(new Message.Inv(List.of(InvItem.block(new BlockHash(0, 1, 2, 3)))));

        // Then
        assertThat(peer.hears(Message.GetHeaders.class)).hasSize(1);
    }

    @Test
    void headers_without_work_are_kept_of_a_peer_that_the_operator_trusts() {
        var trust = new Whitelisting(Subnet.parse("1.2.3.4"), NetAddress.NONE, true, false, Set.of(Permission.NO_BAN));
        var terms = new PeerTerms(PeerTerms.DEFAULT_PATIENCE, Optional.empty(), false, List.of(trust), false,
                PeerTerms.Operator.USUAL, PeerConfig.DEFAULT_MAX_INBOUND, List.of(), 0);
        var trusting = new Stage(PARAMS, Stage.CONFIG.withTerms(terms), List.of());
        trusting.node().grow(400, "ours");

        trusting.caller("1.2.3.4:1").greets().say(new Message.Headers(headers(genesis(), 255, 0)));

        assertThat(trusting.node().chain().size()).isEqualTo(401 + 255);
    }

    @Test
    void a_long_chain_that_shows_its_work_is_asked_for_again_and_kept() {
        // Given
        stage.node().grow(2_400, "ours");
        var peer = stage.caller("1.2.3.4:1").greets();
        peer.hears();
        List<BlockHeader> theirs = headers(genesis(), 2_600, 0);

        // When
        peer.say(new Message.Headers(theirs.subList(0, 2_000)));
        assertThat(peer.hears(Message.GetHeaders.class).getFirst().locator().getFirst())
                .isEqualTo(theirs.get(1_999).hash());
        peer.say(new Message.Headers(theirs.subList(2_000, 2_600)));

        // Then the same again, from the start
        assertThat(peer.hears(Message.GetHeaders.class).getFirst().locator().getFirst()).isEqualTo(genesis().hash());
        assertThat(stage.node().chain().bestHeader()).isEqualTo(stage.node().tip());
        peer.say(new Message.Headers(theirs.subList(0, 2_000)));
        peer.say(new Message.Headers(theirs.subList(2_000, 2_600)));
        assertThat(stage.node().chain().bestHeader().hash()).isEqualTo(theirs.getLast().hash());
    }

    @Test
    void another_chain_than_the_one_that_showed_its_work_is_not_kept() {
        // Given
        stage.node().grow(2_400, "ours");
        int size = stage.node().chain().size();
        var peer = stage.caller("1.2.3.4:1").greets();
        peer.manyHeaders(headers(genesis(), 2_600, 0));
        peer.hears();

        // When
        peer.say(new Message.Headers(headers(genesis(), 2_000, 999_999)));

        // Then
        assertThat(stage.node().chain().size()).isEqualTo(size);
    }

    @Test
    void sendheaders_waits_until_we_know_what_the_peer_has() {
        var peer = stage.called("1.2.3.4:1").greets();
        assertThat(stage.said(peer, Message.SendHeaders.class)).isEmpty();

        peer.say(new Message.Headers(headers(genesis(), 1, 0)));

        assertThat(peer.hears(Message.SendHeaders.class)).hasSize(1);
    }
}
