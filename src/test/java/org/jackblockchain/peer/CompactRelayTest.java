package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.Blocks;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.peer.Stage.Stranger;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks in short (BIP152): what is asked for, what is given, and what a wrong one costs. */
class CompactRelayTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final long NONCE = 7;

    private final Stage stage = new Stage(PARAMS);
    private final List<Transaction> coins = new ArrayList<>();

    /** A tip of today, and coinbases that can be spent. */
    @BeforeEach
    void a_chain_of_today() {
        long start = TestNet.START.getEpochSecond() - 110;
        for (int i = 0; i < 110; i++) {
            Block block = BlockBuilder.on(PARAMS, tip()).time(start + i).mined();
            stage.node().hold(List.of(block));
            coins.add(block.transactions().getFirst());
        }
    }

    private BlockEntry tip() {
        return stage.node().tip();
    }

    private Transaction spend(int coinbase) {
        var input = new TxIn(new OutPoint(coins.get(coinbase).txid(), 0), Bytes.EMPTY, TxIn.FINAL, List.of());
        return new Transaction(2, List.of(input), List.of(new TxOut(1_000 + coinbase, BlockBuilder.ANYONE)), 0);
    }

    private Block block(int spends) {
        return BlockBuilder.on(PARAMS, tip()).with(
                IntStream.range(0, spends).mapToObj(this::spend).toArray(Transaction[]::new)).mined();
    }

    private static Message.CmpctBlock shortened(Block block) {
        return PartialBlock.shortened(block, NONCE);
    }

    private Stranger peer(int number) {
        Stranger peer = stage.called("1.2.3." + number + ":1").greets();
        peer.say(new Message.SendCmpct(false, 2), new Message.Headers(List.of()));
        peer.hears();
        return peer;
    }

    private boolean isTip(Block block) {
        return tip().hash().equals(block.hash());
    }

    @Test
    void the_handshake_offers_version_2() {
        var peer = stage.caller("1.2.3.4:1");
        peer.say(peer.version(), new Message.Verack());

        assertThat(stage.said(peer, Message.SendCmpct.class)).containsExactly(new Message.SendCmpct(false, 2));
    }

    @Test
    void a_block_whose_transactions_are_all_known_needs_one_message() {
        Stranger peer = peer(1);
        Block block = block(3);
        stage.node().pool().addAll(block.transactions());

        peer.say(shortened(block));

        assertThat(isTip(block)).isTrue();
        assertThat(peer.hears()).containsExactly(new Message.SendCmpct(true, 2));
    }

    @Test
    void what_is_missing_is_asked_for_by_its_places() {
        Stranger peer = peer(1);
        Block block = block(4);
        stage.node().pool().add(block.transactions().get(2));

        peer.say(shortened(block));

        assertThat(peer.hears()).containsExactly(new Message.GetBlockTxn(block.hash(), List.of(1, 3, 4)));
        peer.say(new Message.BlockTxn(block.hash(), pick(block, 1, 3, 4)));
        assertThat(isTip(block)).isTrue();
    }

    private static List<Transaction> pick(Block block, int... places) {
        return IntStream.of(places).mapToObj(block.transactions()::get).toList();
    }

    @Test
    void too_few_and_too_many_transactions_cost_the_connection_and_the_block_comes_from_another() {
        Block block = block(2);
        for (List<Transaction> wrong : List.of(pick(block, 1), pick(block, 1, 2, 2))) {
            Stranger peer = peer(1);
            peer.say(shortened(block), new Message.BlockTxn(block.hash(), wrong));

            assertThat(peer.goodbye()).contains("invalid compact block/non-matching block transactions");
        }
        Stranger other = peer(2);
        other.say(shortened(block), new Message.BlockTxn(block.hash(), pick(block, 1, 2)));
        assertThat(isTip(block)).isTrue();
    }

    @Test
    void transactions_that_do_not_fit_the_root_lead_to_the_whole_block() {
        Stranger peer = peer(1);
        Block block = block(2);

        peer.say(shortened(block), new Message.BlockTxn(block.hash(), pick(block, 2, 1)));

        assertThat(peer.hears()).endsWith(new Message.GetData(List.of(InvItem.witnessBlock(block.hash()))));
        assertThat(peer.isConnected()).isTrue();
        peer.block(block);
        assertThat(isTip(block)).isTrue();
    }

    @Test
    void two_equal_short_ids_lead_to_the_whole_block() {
        Stranger peer = peer(1);
        Block block = block(2);
        var compact = shortened(block);
        long id = compact.shortIds().getFirst();

        peer.say(new Message.CmpctBlock(block.header(), NONCE, List.of(id, id), compact.prefilled()));

        assertThat(peer.hears()).containsExactly(new Message.GetData(List.of(InvItem.witnessBlock(block.hash()))));
    }

    @Test
    void a_place_that_nothing_leads_to_costs_the_connection_and_the_last_one_that_something_does_is_fine() {
        Block block = block(2);
        var compact = shortened(block);
        for (int place : new int[]{2, 3}) {
            Stranger peer = peer(place);
            peer.say(new Message.CmpctBlock(block.header(), NONCE, compact.shortIds(),
                    List.of(new Message.Prefilled(place, block.transactions().getFirst()))));

            assertThat(peer.isConnected()).isEqualTo(place == 2);
        }
    }

    @Test
    void a_block_of_nothing_costs_the_connection() {
        Stranger peer = peer(1);

        peer.say(new Message.CmpctBlock(block(0).header(), NONCE, List.of(), List.of()));

        assertThat(peer.goodbye()).contains("invalid compact block");
    }

    @Test
    void of_two_known_ones_with_one_short_id_neither_is_believed() {
        Block block = block(1);
        var compact = shortened(block);
        Transaction twin = spend(50);
        var ids = new Message.CmpctBlock(compact.header(), NONCE,
                List.of(shortened(new Block(block.header(), List.of(coins.getFirst(), twin))).shortIds().getFirst()),
                compact.prefilled());
        // Given a header whose key gives the id of another transaction than the block's
        Stranger peer = peer(1);
        stage.node().pool().add(twin);

        peer.say(ids);

        // Then the root tells, and the whole block is asked for
        assertThat(peer.hears()).endsWith(new Message.GetData(List.of(InvItem.witnessBlock(block.hash()))));
    }

    @Test
    void a_block_on_an_unknown_one_leads_to_a_question_for_headers() {
        Stranger peer = peer(1);
        Block below = block(0);
        Block above = Blocks.chain(PARAMS, chain(below), 1, "above").getFirst();

        peer.say(shortened(above));

        assertThat(peer.hears()).singleElement().isInstanceOf(Message.GetHeaders.class);
    }

    private List<Block> chain(Block tip) {
        var blocks = new ArrayList<Block>();
        for (int height = 1; height <= tip().height(); height++)
            blocks.add(stage.node().chain().block(tip().ancestor(height).hash()).orElseThrow());
        blocks.add(tip);
        return blocks;
    }

    @Test
    void a_block_two_above_our_tip_is_begun_and_three_above_counts_as_its_header() {
        List<Block> blocks = Blocks.chain(PARAMS, chain(block(0)), 2, "above");
        Stranger two = peer(1);
        two.headers(List.of(block(0), blocks.getFirst())).hears();
        two.say(shortened(blocks.getFirst()));
        assertThat(stage.node().chain().hasBody(entry(blocks.getFirst()))).isTrue();

        Stranger three = peer(2);
        three.headers(List.of(block(0), blocks.get(0), blocks.get(1))).hears();
        three.say(shortened(blocks.get(1)));
        assertThat(stage.node().chain().hasBody(entry(blocks.get(1)))).isFalse();
    }

    private BlockEntry entry(Block block) {
        return stage.node().chain().find(block.hash()).orElseThrow();
    }

    @Test
    void a_wrong_block_in_short_costs_nothing_and_a_wrong_header_the_connection() {
        Stranger passing = peer(1);
        Block greedy = Blocks.greedy(PARAMS, tip());
        passing.say(shortened(greedy));
        assertThat(stage.node().chain().isInvalid(entry(greedy))).isTrue();
        assertThat(passing.isConnected()).isTrue();

        Block old = BlockBuilder.on(PARAMS, tip()).time(1).mined();
        passing.say(shortened(old));
        assertThat(passing.isConnected()).isFalse();
    }

    @Test
    void one_that_tells_of_a_header_is_asked_for_the_block_in_short() {
        Block block = block(0);

        assertThat(askedBy(stage, block)).containsExactly(InvItem.compactBlock(block.hash()));
    }

    @Test
    void a_node_without_transactions_asks_for_whole_blocks() {
        var deaf = new Stage(PARAMS, Stage.CONFIG.withRelaying(new Relaying(false, false)), List.of());
        Block young = BlockBuilder.on(PARAMS, deaf.node().tip()).time(TestNet.START.getEpochSecond()).mined();
        deaf.node().hold(List.of(young));
        Block block = BlockBuilder.on(PARAMS, deaf.node().tip()).mined();

        assertThat(askedBy(deaf, block)).containsExactly(InvItem.witnessBlock(block.hash()));
    }

    private static List<InvItem> askedBy(Stage stage, Block block) {
        Stranger peer = stage.called("1.2.3.4:1").greets();
        peer.say(new Message.SendCmpct(false, 2), new Message.Headers(List.of()));
        peer.hears();
        peer.say(new Message.Headers(List.of(block.header())));
        return peer.hears().stream().filter(Message.GetData.class::isInstance)
                .flatMap(asked -> ((Message.GetData) asked).items().stream()).toList();
    }

    @Test
    void while_our_tip_is_old_blocks_in_short_count_as_their_headers() {
        var old = new Stage(PARAMS);
        Stranger peer = old.called("1.2.3.4:1").greets();
        Block block = Blocks.next(PARAMS, old.node().tip(), "theirs");

        peer.say(shortened(block));

        assertThat(old.node().tip().height()).isZero();
        assertThat(peer.hears()).contains(new Message.GetData(List.of(InvItem.witnessBlock(block.hash()))));
    }

    @Test
    void a_block_that_another_is_asked_for_is_taken_when_nothing_is_missing() {
        Block block = block(1);
        for (int i = 1; i <= 3; i++)
            peer(i).say(shortened(block));
        Stranger fourth = peer(4);
        stage.node().pool().addAll(block.transactions());

        fourth.say(shortened(block));

        assertThat(isTip(block)).isTrue();
    }

    @Test
    void the_last_three_that_gave_a_block_are_asked_to_send_the_next_at_once() {
        List<Stranger> peers = IntStream.rangeClosed(1, 4).mapToObj(this::peer).toList();
        for (Stranger peer : peers)
            peer.say(shortened(block(0)));

        assertThat(stage.said(peers.get(0), Message.SendCmpct.class)).containsExactly(
                new Message.SendCmpct(false, 2), new Message.SendCmpct(true, 2), new Message.SendCmpct(false, 2));
        for (Stranger peer : peers.subList(1, 4))
            assertThat(stage.said(peer, Message.SendCmpct.class)).endsWith(new Message.SendCmpct(true, 2));
    }

    @Test
    void callers_do_not_take_the_last_place_of_those_whom_we_called() {
        Stranger called = peer(1);
        called.say(shortened(block(0)));
        for (int i = 1; i <= 4; i++) {
            Stranger caller = stage.caller("1.2.4." + i + ":1").greets();
            caller.say(new Message.SendCmpct(false, 2), shortened(block(0)));
        }

        assertThat(stage.said(called, Message.SendCmpct.class)).endsWith(new Message.SendCmpct(true, 2));
    }

    @Test
    void who_wants_blocks_at_once_gets_them_in_short_and_who_takes_it_back_gets_headers() {
        Stranger peer = peer(1);
        peer.say(new Message.GetHeaders(1, stage.node().chain().locator(tip()), BlockHash.ZERO),
                new Message.SendCmpct(true, 2)).hears();
        Block first = block(2);
        stage.found(first);
        assertThat(peer.hears(Message.CmpctBlock.class)).singleElement()
                .satisfies(message -> assertThat(message.header()).isEqualTo(first.header()))
                .satisfies(message -> assertThat(message.shortIds()).hasSize(2));

        peer.say(new Message.SendCmpct(false, 2));
        stage.found(block(0));
        assertThat(peer.hears()).singleElement().isInstanceOf(Message.Headers.class);
    }

    @Test
    void version_1_is_not_spoken() {
        Stranger peer = stage.called("1.2.3.4:1").greets();
        peer.say(new Message.GetHeaders(1, stage.node().chain().locator(tip()), BlockHash.ZERO),
                new Message.SendCmpct(true, 1)).hears();

        stage.found(block(0));

        assertThat(peer.hears()).singleElement().isInstanceOf(Message.Headers.class);
    }

    @Test
    void the_five_blocks_below_the_tip_are_served_in_short_and_older_ones_whole() {
        Stranger peer = peer(1);
        BlockHash recent = tip().ancestor(tip().height() - 5).hash();
        BlockHash older = tip().ancestor(tip().height() - 6).hash();

        peer.say(new Message.GetData(List.of(InvItem.compactBlock(recent), InvItem.compactBlock(older))));

        assertThat(peer.hears()).extracting(message -> message.getClass().getSimpleName())
                .containsExactly("CmpctBlock", "BlockMessage");
    }

    @Test
    void transactions_of_the_ten_blocks_below_the_tip_are_picked_out_and_older_blocks_come_whole() {
        Stranger peer = peer(1);
        BlockHash recent = tip().ancestor(tip().height() - 10).hash();
        BlockHash older = tip().ancestor(tip().height() - 11).hash();

        peer.say(new Message.GetBlockTxn(recent, List.of(0)), new Message.GetBlockTxn(older, List.of(0)),
                new Message.GetBlockTxn(new BlockHash(1, 2, 3, 4), List.of(0)));

        assertThat(peer.hears()).extracting(message -> message.getClass().getSimpleName())
                .containsExactly("BlockTxn", "BlockMessage");
    }

    @Test
    void a_question_for_a_transaction_behind_the_last_costs_the_connection() {
        Stranger peer = peer(1);

        peer.say(new Message.GetBlockTxn(tip().hash(), List.of(1)));

        assertThat(peer.goodbye()).contains("getblocktxn with out-of-bounds tx indices");
    }

    @Test
    void answers_to_questions_that_were_not_asked_are_ignored() {
        Stranger peer = peer(1);

        peer.say(new Message.BlockTxn(tip().hash(), List.of()));

        assertThat(peer.hears()).isEmpty();
        assertThat(peer.isConnected()).isTrue();
    }
}
