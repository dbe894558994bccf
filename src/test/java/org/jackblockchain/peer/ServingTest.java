package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.Test;

/** Answers: what is served, in which order, and how much at a time. */
class ServingTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final List<Block> CHAIN = Blocks.chain(PARAMS, List.of(), 600, "ours");
    private static final BlockHash NOWHERE = BlockHash.of("00".repeat(31) + "01");

    private final Stage stage = new Stage(PARAMS).slow();

    private Stage.Stranger asker() {
        stage.node().hold(CHAIN);
        return stage.caller("1.2.3.4:1").greets();
    }

    private static Message.GetData wanted(Block... blocks) {
        return new Message.GetData(List.of(blocks).stream().map(block -> InvItem.witnessBlock(block.hash())).toList());
    }

    private static List<BlockHash> locator(Block... blocks) {
        return List.of(blocks).stream().map(Block::hash).toList();
    }

    @Test
    void a_block_is_sent_with_witnesses_only_if_they_were_asked_for() {
        var asker = asker();
        Block block = CHAIN.getFirst();

        asker.say(wanted(block), new Message.GetData(List.of(InvItem.block(block.hash()))));

        assertThat(asker.hears()).containsExactly(new Message.BlockMessage(block),
                new Message.BlockMessage(block.stripped()));
        assertThat(block).isNotEqualTo(block.stripped());
    }

    @Test
    void a_compact_block_is_answered_with_the_whole_one() {
        var asker = asker();

        asker.say(new Message.GetData(List.of(InvItem.of(InvItem.COMPACT_BLOCK, CHAIN.getFirst().hash()))));

        assertThat(asker.hears()).containsExactly(new Message.BlockMessage(CHAIN.getFirst()));
    }

    @Test
    void who_offers_the_last_blocks_only_gives_no_older_ones() {
        var limited = new Stage(PARAMS, Stage.CONFIG.withRelaying(Relaying.ALL.withOldBlocks(false)), List.of());
        limited.node().hold(CHAIN);
        var asker = limited.caller("1.2.3.4:1").greets();

        asker.say(wanted(CHAIN.get(600 - 1 - Serving.LAST_BLOCKS)));
        assertThat(asker.hears()).hasSize(1);
        asker.say(wanted(CHAIN.get(600 - 2 - Serving.LAST_BLOCKS)));

        assertThat(asker.hears()).isEmpty();
        assertThat(asker.isConnected()).isFalse();
    }

    @Test
    void a_limit_of_uploads_keeps_old_blocks_back_and_not_new_ones() {
        var terms = new PeerTerms(PeerTerms.DEFAULT_PATIENCE, Optional.empty(), false, List.of(), false,
                PeerTerms.Operator.USUAL, PeerConfig.DEFAULT_MAX_INBOUND, List.of(), 1_000_000);
        var thrifty = new Stage(PARAMS, Stage.CONFIG.withTerms(terms), List.of());
        List<Block> chain = new ArrayList<>(CHAIN.subList(0, 3));
        Block last = CHAIN.get(2);
        Block later = Blocks.mined(new Block(new BlockHeader(last.header().version(), last.header().previous(),
                last.header().merkleRoot(), last.header().time() + Serving.HISTORICAL_AGE.toSeconds(),
                last.header().bits(), 0), last.transactions()));
        chain.set(2, later);
        thrifty.pass(Serving.HISTORICAL_AGE.plusDays(1));
        thrifty.node().hold(chain);
        var asker = thrifty.caller("1.2.3.4:1").greets();

        asker.say(wanted(later));
        assertThat(asker.hears()).containsExactly(new Message.BlockMessage(later));
        asker.say(wanted(chain.getFirst()));

        assertThat(asker.goodbye()).isEqualTo("historical block serving limit reached");
    }

    @Test
    void what_we_have_not_got_is_said_to_be_missing() {
        var asker = asker();
        var items = List.of(InvItem.witnessBlock(NOWHERE), InvItem.of(InvItem.WTX, NOWHERE),
                InvItem.of(InvItem.TX, NOWHERE));

        asker.say(new Message.GetData(items));

        assertThat(asker.hears()).containsExactly(new Message.NotFound(items));
    }

    @Test
    void filtered_and_unknown_things_are_passed_over_in_silence() {
        var asker = asker();

        asker.say(new Message.GetData(List.of(InvItem.of(InvItem.FILTERED_BLOCK, CHAIN.getFirst().hash()),
                InvItem.of(17, NOWHERE))));

        assertThat(asker.hears()).isEmpty();
    }

    @Test
    void a_young_fork_is_served_and_an_old_one_is_not() {
        // Given
        Block young = Blocks.next(PARAMS, stage.node().tip(), "young");
        stage.node().hold(List.of(young));
        stage.node().hold(Blocks.chain(PARAMS, List.of(), 2, "ours"));
        var asker = stage.caller("1.2.3.4:1").greets();
        asker.say(wanted(young));
        assertThat(asker.hears()).containsExactly(new Message.BlockMessage(young));

        // When more than 30 days pass in the chain: a block a minute is too slow, so the fork is as old as can be
        var late = new ArrayList<Block>();
        late.add(aged(young));
        stage.node().hold(late);

        // Then
        asker.say(wanted(young));
        assertThat(asker.hears()).containsExactly(new Message.NotFound(wanted(young).items()));
    }

    private Block aged(Block reference) {
        Block next = Blocks.next(PARAMS, stage.node().tip(), "late");
        var header = next.header();
        long time = reference.header().time() + Serving.STALE_AGE.toSeconds();
        return Blocks.mined(new Block(new org.jackblockchain.primitives.BlockHeader(header.version(),
                header.previous(), header.merkleRoot(), time, header.bits(), 0), next.transactions()));
    }

    @Test
    void headers_follow_the_locator_up_to_the_stop() {
        var asker = asker();

        asker.say(new Message.GetHeaders(1, locator(CHAIN.get(9)), CHAIN.get(12).hash()));

        assertThat(asker.hears()).containsExactly(new Message.Headers(
                CHAIN.subList(10, 13).stream().map(Block::header).toList()));
    }

    @Test
    void an_unknown_locator_starts_at_genesis_and_the_tip_gets_an_empty_answer() {
        var asker = asker();

        asker.say(new Message.GetHeaders(1, List.of(NOWHERE), BlockHash.ZERO));
        assertThat(asker.hears(Message.Headers.class).getFirst().headers()).hasSize(600)
                .startsWith(CHAIN.getFirst().header());

        asker.say(new Message.GetHeaders(1, locator(CHAIN.getLast()), BlockHash.ZERO));
        assertThat(asker.hears()).containsExactly(new Message.Headers(List.of()));
    }

    @Test
    void without_a_locator_only_the_stop_is_sent() {
        var asker = asker();

        asker.say(new Message.GetHeaders(1, List.of(), CHAIN.get(4).hash()),
                new Message.GetHeaders(1, List.of(), NOWHERE));

        assertThat(asker.hears()).containsExactly(new Message.Headers(List.of(CHAIN.get(4).header())));
    }

    @Test
    void getblocks_gives_500_hashes_and_goes_on_when_the_last_is_asked_for() {
        // Given
        var asker = asker();

        // When
        asker.say(new Message.GetBlocks(1, List.of(), BlockHash.ZERO));
        var hashes = asker.hears(Message.Inv.class).getFirst().items();
        assertThat(hashes).hasSize(500).endsWith(InvItem.block(CHAIN.get(499).hash()));
        asker.say(wanted(CHAIN.get(498)), wanted(CHAIN.get(499)));

        // Then
        assertThat(asker.hears()).containsExactly(new Message.BlockMessage(CHAIN.get(498)),
                new Message.BlockMessage(CHAIN.get(499)),
                new Message.Inv(List.of(InvItem.block(CHAIN.getLast().hash()))));
    }

    @Test
    void getblocks_ends_before_the_stop() {
        var asker = asker();

        asker.say(new Message.GetBlocks(1, List.of(), CHAIN.get(2).hash()));

        assertThat(asker.hears(Message.Inv.class).getFirst().items()).containsExactly(
                InvItem.block(CHAIN.get(0).hash()), InvItem.block(CHAIN.get(1).hash()));
    }

    @Test
    void fifty_thousand_items_are_served_at_the_askers_pace() {
        // Given
        var asker = asker();
        Block block = CHAIN.getFirst();
        int size = MessageSize.of(new Message.BlockMessage(block));

        // When
        asker.say(new Message.GetData(Collections.nCopies(50_000, InvItem.witnessBlock(block.hash()))));

        // Then each time half a mebibyte, give or take a block
        int total = 0;
        for (int batch = asker.hears().size(); batch > 0; batch = asker.hears().size()) {
            assertThat(batch).isLessThanOrEqualTo(Serving.MAX_UNSENT_BYTES / size + 1);
            total += batch;
            asker.take();
        }
        assertThat(total).isEqualTo(50_000);
    }

    @Test
    void a_pong_leaves_after_all_that_was_asked_for_before_the_ping() {
        // Given
        var asker = asker();
        asker.say(new Message.GetData(Collections.nCopies(3_000, InvItem.witnessBlock(CHAIN.getFirst().hash()))));

        // When
        asker.say(new Message.Ping(7), wanted(CHAIN.get(5)), new Message.Ping(8));
        var heard = new ArrayList<>(asker.hears());
        assertThat(heard).hasSizeLessThan(3_000);
        for (int i = 0; i < 5; i++) {
            asker.take();
            heard.addAll(asker.hears());
        }

        // Then
        assertThat(heard).hasSize(3_003);
        assertThat(heard.subList(3_000, 3_003)).containsExactly(new Message.Pong(7),
                new Message.BlockMessage(CHAIN.get(5)), new Message.Pong(8));
    }

    @Test
    void blocks_that_we_asked_for_are_taken_while_the_sender_waits_for_ours() {
        var asker = asker();
        asker.say(new Message.GetData(Collections.nCopies(5_000, InvItem.witnessBlock(CHAIN.getFirst().hash()))));

        asker.block(Blocks.next(PARAMS, stage.node().tip(), "news"));

        assertThat(stage.node().tip().height()).isEqualTo(601);
    }

    @Test
    void a_thousand_questions_may_wait_and_one_more_ends_the_connection() {
        // Given
        var asker = asker();
        asker.say(new Message.GetData(Collections.nCopies(5_000, InvItem.witnessBlock(CHAIN.getFirst().hash()))));

        // When, then
        for (int i = 0; i < Serving.MAX_WAITING; i++)
            asker.say(new Message.Ping(i));
        assertThat(asker.isConnected()).isTrue();
        asker.say(new Message.Ping(-1));
        assertThat(asker.isConnected()).isFalse();
    }

    @Test
    void questions_that_wait_may_have_four_mebibytes_and_not_more() {
        // Given
        var asker = asker();
        asker.say(new Message.GetData(Collections.nCopies(5_000, InvItem.witnessBlock(CHAIN.getFirst().hash()))));
        var long50 = new Message.GetData(Collections.nCopies(50_000, InvItem.witnessBlock(NOWHERE)));

        // When, then: each has 1.8 million bytes
        asker.say(long50, long50);
        assertThat(asker.isConnected()).isTrue();
        asker.say(long50);
        assertThat(asker.isConnected()).isFalse();
    }

    @Test
    void headers_too_are_sent_at_the_askers_pace() {
        var asker = asker();
        var question = new Message.GetHeaders(1, List.of(NOWHERE), BlockHash.ZERO);

        for (int i = 0; i < 100; i++)
            asker.say(question);

        int size = MessageSize.of(new Message.Headers(CHAIN.stream().map(Block::header).toList()));
        assertThat(asker.hears().size()).isLessThanOrEqualTo(Serving.MAX_UNSENT_BYTES / size + 1);
    }

    @Test
    void services_that_are_not_offered_end_the_connection_as_with_core() {
        for (Message message : List.of(new Message.Mempool(), new Message.FilterClear(),
                new Message.GetCFilters(0, 0, BlockHash.ZERO))) {
            var asker = stage.caller("1.2.3.4:1").greets();
            asker.say(message);
            assertThat(asker.isConnected()).as(message.toString()).isFalse();
        }
    }

    @Test
    void what_is_unknown_is_ignored() {
        var asker = asker();

        asker.say(new Message.Unknown("fromthefuture"), new Message.SendCmpct(true, 2), new Message.FeeFilter(1));

        assertThat(asker.hears()).isEmpty();
        assertThat(asker.isConnected()).isTrue();
    }
}
