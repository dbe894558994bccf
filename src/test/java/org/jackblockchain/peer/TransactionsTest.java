package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.peer.Stage.Stranger;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions between peers: who hears of them, who is asked for them, what becomes of orphans and of bad ones. */
class TransactionsTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final Duration TRICKLE = Duration.ofMinutes(2);

    private final Stage stage = new Stage(PARAMS, Stage.CONFIG.withRelaying(Relaying.ALL), List.of());
    private final List<Transaction> coins = new ArrayList<>();

    @BeforeEach
    void a_chain_of_today() {
        long start = TestNet.START.getEpochSecond() - 110;
        for (int i = 0; i < 110; i++) {
            Block block = BlockBuilder.on(PARAMS, stage.node().tip()).time(start + i).mined();
            stage.node().hold(List.of(block));
            coins.add(block.transactions().getFirst());
        }
    }

    private TestPool pool() {
        return stage.node().pool();
    }

    private static Transaction spend(Transaction from, int output, long value) {
        return spend(List.of(new OutPoint(from.txid(), output)), value, List.of());
    }

    private static Transaction spend(List<OutPoint> from, long value, List<Bytes> witness) {
        return new Transaction(2, from.stream().map(out -> new TxIn(out, Bytes.EMPTY, TxIn.FINAL, witness)).toList(),
                List.of(new TxOut(value, BlockBuilder.ANYONE), new TxOut(value, BlockBuilder.ANYONE)), 0);
    }

    private Transaction spend(int coinbase) {
        return spend(coins.get(coinbase), 0, 1_000 + coinbase);
    }

    private Stranger called(int number) {
        return ready(stage.called("1.2.3." + number + ":1"));
    }

    private Stranger caller(int number) {
        return ready(stage.caller("1.2.4." + number + ":1"));
    }

    private static Stranger ready(Stranger stranger) {
        stranger.greets().say(new Message.Headers(List.of())).hears();
        return stranger;
    }

    private static Message inv(Transaction... transactions) {
        return new Message.Inv(java.util.Arrays.stream(transactions).map(tx -> InvItem.wtx(tx.wtxid())).toList());
    }

    private static Message ask(Transaction... transactions) {
        return new Message.GetData(java.util.Arrays.stream(transactions).map(tx -> InvItem.wtx(tx.wtxid())).toList());
    }

    private static List<InvItem> asked(Stranger peer) {
        return peer.hears(Message.GetData.class).stream().flatMap(message -> message.items().stream()).toList();
    }

    @Test
    void what_a_peer_that_we_called_announces_is_asked_for_at_once_and_passed_on() {
        Stranger giver = called(1);
        Stranger other = caller(2);
        Transaction tx = spend(0);

        giver.say(inv(tx));
        assertThat(giver.hears()).containsExactly(ask(tx));
        giver.say(new Message.Tx(tx));
        stage.pass(TRICKLE);

        assertThat(pool().find(tx.wtxid())).isPresent();
        assertThat(other.hears(Message.Inv.class)).containsExactly((Message.Inv) inv(tx));
        assertThat(giver.hears(Message.Inv.class)).as("it knows").isEmpty();
        other.say(ask(tx));
        assertThat(other.hears()).containsExactly(new Message.Tx(tx));
        assertThat(pool().requested()).containsExactly(tx.txid());
    }

    @Test
    void a_caller_is_asked_two_seconds_later_unless_somebody_we_called_announces_it_too() {
        Stranger caller = caller(1);
        caller.say(inv(spend(0)));
        assertThat(asked(caller)).isEmpty();
        stage.pass(TxRequests.CALLER_DELAY.minusMillis(1));
        assertThat(asked(caller)).isEmpty();
        stage.pass(Duration.ofMillis(1));
        assertThat(asked(caller)).containsExactly(InvItem.wtx(spend(0).wtxid()));

        Stranger called = called(2);
        caller.say(inv(spend(1)));
        called.say(inv(spend(1)));
        stage.pass(Duration.ofSeconds(5));
        assertThat(asked(called)).hasSize(1);
        assertThat(asked(caller)).isEmpty();
    }

    @Test
    void another_is_asked_when_one_does_not_answer_says_that_it_has_not_got_it_or_leaves() {
        List<Stranger> peers = IntStream.rangeClosed(1, 4).mapToObj(this::called).toList();
        peers.forEach(peer -> peer.say(inv(spend(0))));
        var order = new ArrayList<Stranger>();
        for (int turn = 0; turn < 4; turn++) {
            List<Stranger> now = peers.stream().filter(peer -> !asked(peer).isEmpty()).toList();
            assertThat(now).as("turn " + turn).hasSize(1);
            order.add(now.getFirst());
            switch (turn) {
                case 0 -> stage.pass(TxRequests.ANSWER_TIME);
                case 1 -> now.getFirst().say(new Message.NotFound(List.of(InvItem.wtx(spend(0).wtxid()))));
                default -> stage.happens(new PeerEvent.Closed(now.getFirst().id(), "gone"));
            }
        }
        assertThat(order).doesNotHaveDuplicates();
    }

    @Test
    void what_is_here_or_was_refused_is_not_asked_for_until_the_next_block() {
        Stranger peer = called(1);
        Transaction here = spend(0);
        Transaction bad = spend(1);
        pool().add(here);
        pool().judge(bad, TxPool.Reason.POLICY);
        peer.say(new Message.Tx(bad)).hears();

        peer.say(inv(here, bad));
        assertThat(asked(peer)).isEmpty();

        stage.found(BlockBuilder.on(PARAMS, stage.node().tip()).mined());
        called(2).say(inv(bad));
        assertThat(asked(peer)).isEmpty();
        Stranger third = called(3);
        third.say(inv(spend(1)));
        assertThat(stage.said(third, Message.GetData.class).size() + stage.said(peer, Message.GetData.class).size())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void what_breaks_consensus_costs_the_connection_and_what_breaks_our_rules_does_not() {
        Stranger fine = called(1);
        pool().judge(spend(0), TxPool.Reason.POLICY);
        fine.say(new Message.Tx(spend(0)));
        assertThat(fine.isConnected()).isTrue();

        pool().judge(spend(1), TxPool.Reason.CONSENSUS);
        fine.say(new Message.Tx(spend(1)));
        assertThat(fine.isConnected()).isFalse();
    }

    @Test
    void an_orphan_waits_for_its_parent_which_is_asked_for_by_its_txid() {
        Stranger peer = called(1);
        Transaction parent = spend(0);
        Transaction child = spend(parent, 0, 500);

        peer.say(new Message.Tx(child));
        assertThat(asked(peer)).as("not at once: it may be on its way").isEmpty();
        stage.pass(TxRequests.TXID_DELAY);
        assertThat(asked(peer)).containsExactly(InvItem.witnessTx(parent.txid()));
        assertThat(pool().find(child.wtxid())).isEmpty();
        peer.say(new Message.Tx(parent));

        assertThat(pool().find(parent.wtxid())).isPresent();
        assertThat(pool().find(child.wtxid())).isPresent();
    }

    @Test
    void a_chain_of_orphans_enters_with_its_first_parent() {
        Stranger peer = called(1);
        Transaction first = spend(0);
        Transaction second = spend(first, 0, 500);
        Transaction third = spend(second, 1, 400);
        peer.say(new Message.Tx(third), new Message.Tx(second), new Message.Tx(first));

        assertThat(pool().all()).hasSize(3);
    }

    @Test
    void a_hundred_orphans_are_kept_and_not_one_more() {
        Stranger peer = called(1);
        List<Transaction> parents = IntStream.rangeClosed(0, 100).mapToObj(this::spend).toList();
        parents.forEach(parent -> peer.say(new Message.Tx(spend(parent, 0, 5))));
        parents.forEach(parent -> pool().judge(parent, new TxPool.Verdict.Accepted(List.of())));

        parents.forEach(pool()::add);
        parents.forEach(parent -> stage.happensPooled(parent));

        assertThat(pool().all()).hasSize(101 + 100);
    }

    @Test
    void the_child_of_a_refused_parent_is_refused_and_not_kept() {
        Stranger peer = called(1);
        Transaction parent = spend(0);
        pool().judge(parent, TxPool.Reason.POLICY);
        Transaction child = spend(parent, 0, 5);
        peer.say(new Message.Tx(parent), new Message.Tx(child));
        stage.pass(TRICKLE);

        assertThat(asked(peer)).isEmpty();
    }

    @Test
    void a_parent_that_pays_too_little_comes_in_with_its_child() {
        Stranger peer = called(1);
        Transaction parent = spend(0);
        Transaction child = spend(parent, 0, 500);
        pool().judge(parent, TxPool.Reason.LOW_FEE);

        peer.say(new Message.Tx(parent));
        assertThat(pool().all()).isEmpty();
        peer.say(new Message.Tx(child));
        stage.pass(TxRequests.TXID_DELAY);
        assertThat(asked(peer)).containsExactly(InvItem.witnessTx(parent.txid()));
        peer.say(new Message.Tx(parent));

        assertThat(pool().all()).hasSize(2);
    }

    @Test
    void announcements_respect_the_rate_that_a_peer_wants() {
        Stranger modest = called(1);
        Stranger proud = called(2);
        Transaction tx = spend(0);
        long rate = 1_000L * 1_000 / tx.virtualSize();
        modest.say(new Message.FeeFilter(rate));
        proud.say(new Message.FeeFilter(rate + 1_000));
        pool().add(tx, 1_000);

        stage.happensPooled(tx);
        stage.pass(TRICKLE);

        assertThat(modest.hears(Message.Inv.class)).hasSize(1);
        assertThat(proud.hears(Message.Inv.class)).isEmpty();
    }

    @Test
    void who_does_not_want_transactions_hears_of_none_and_gets_none() {
        Stranger peer = stage.called("1.2.3.4:1");
        var version = peer.version();
        peer.say(new Message.Version(version.protocolVersion(), version.services(), version.time(),
                version.receiver(), version.sender(), 99, "/quiet/", 0, false), new Message.Verack(),
                new Message.Headers(List.of())).hears();
        pool().add(spend(0));
        stage.happensPooled(spend(0));
        stage.pass(TRICKLE);

        peer.say(new Message.GetData(List.of(InvItem.tx(spend(0).txid()))));

        assertThat(peer.hears()).noneMatch(message -> message instanceof Message.Inv || message instanceof Message.Tx);
    }

    @Test
    void a_transaction_that_a_peer_was_not_told_of_is_not_found() {
        Stranger peer = called(1);
        stage.pass(TRICKLE);
        pool().add(spend(1));
        stage.happensPooled(spend(1));
        stage.pass(TRICKLE);
        pool().add(spend(0));
        stage.happensPooled(spend(0));
        peer.hears();

        peer.say(ask(spend(1)));
        assertThat(peer.hears()).containsExactly(new Message.Tx(spend(1)));
        peer.say(ask(spend(0)));
        assertThat(peer.hears()).containsExactly(new Message.NotFound(List.of(InvItem.wtx(spend(0).wtxid()))));
    }

    @Test
    void a_transaction_of_the_last_block_can_still_be_asked_for() {
        Stranger peer = called(1);
        Transaction tx = spend(0);
        stage.found(BlockBuilder.on(PARAMS, stage.node().tip()).with(tx).mined());
        peer.hears();

        peer.say(ask(tx));

        assertThat(peer.hears()).containsExactly(new Message.Tx(tx));
    }

    @Test
    void parents_are_announced_before_their_children() {
        Stranger peer = called(1);
        Transaction parent = spend(0);
        Transaction child = spend(parent, 0, 500);
        pool().add(parent, 10);
        pool().add(child, 10_000);
        stage.happensPooled(child);
        stage.happensPooled(parent);

        stage.pass(TRICKLE);

        assertThat(peer.hears(Message.Inv.class)).containsExactly((Message.Inv) inv(parent, child));
    }

    @Test
    void what_nobody_asked_for_is_announced_again() {
        Transaction tx = spend(0);
        pool().add(tx);
        pool().unasked(tx);
        Stranger late = called(1);

        stage.pass(Duration.ofMinutes(20));

        assertThat(late.hears(Message.Inv.class)).containsExactly((Message.Inv) inv(tx));
    }

    @Test
    void the_whole_pool_is_told_to_whom_asks_for_it_where_filters_are_offered_and_costs_the_line_elsewhere() {
        pool().add(spend(0));
        pool().add(spend(1));
        Stranger peer = called(1);
        peer.say(new Message.Mempool());
        stage.pass(TRICKLE);
        assertThat(peer.hears(Message.Inv.class)).singleElement()
                .satisfies(inv -> assertThat(inv.items()).hasSize(2));

        var strict = new Stage(PARAMS);
        Stranger there = strict.called("1.2.3.4:1").greets();
        there.say(new Message.Mempool());
        assertThat(there.isConnected()).isFalse();
    }

    @Test
    void a_filter_lets_through_what_it_names_and_blocks_come_with_a_proof() {
        Stranger light = called(1);
        Transaction mine = spend(0);
        Transaction other = spend(1);
        var filter = new BloomFilter(new Message.FilterLoad(Bytes.of(new byte[512]), 10, 5, 1));
        filter.add(new org.jackblockchain.primitives.ByteWriter().hash(mine.txid()).toArray());
        light.say(new Message.FilterLoad(Bytes.of(new byte[512]), 10, 5, 1), new Message.FilterAdd(
                new org.jackblockchain.primitives.ByteWriter().hash(mine.txid()).toBytes()));
        List.of(mine, other).forEach(tx -> {
            pool().add(tx);
            stage.happensPooled(tx);
        });
        stage.pass(TRICKLE);
        assertThat(light.hears(Message.Inv.class)).containsExactly((Message.Inv) inv(mine));

        Block block = BlockBuilder.on(PARAMS, stage.node().tip()).with(other, mine).mined();
        stage.found(block);
        light.hears();
        light.say(new Message.GetData(List.of(InvItem.of(InvItem.FILTERED_BLOCK, block.hash()))));

        List<Message> answer = light.hears();
        assertThat(answer).hasSize(2).element(1).isEqualTo(new Message.Tx(mine));
        var proof = (Message.MerkleBlock) answer.getFirst();
        assertThat(proof.transactions()).isEqualTo(3);
        assertThat(proof.header()).isEqualTo(block.header());
    }

    @Test
    void filters_of_36000_bytes_and_50_functions_are_taken_and_larger_ones_cost_the_line() {
        for (var good : List.of(new Message.FilterLoad(Bytes.of(new byte[36_000]), 50, 0, 0))) {
            Stranger peer = called(1);
            peer.say(good, new Message.FilterAdd(Bytes.of(new byte[520])));
            assertThat(peer.isConnected()).isTrue();
            peer.say(new Message.FilterAdd(Bytes.of(new byte[521])));
            assertThat(peer.isConnected()).isFalse();
        }
        for (var bad : List.of(new Message.FilterLoad(Bytes.of(new byte[36_001]), 50, 0, 0),
                new Message.FilterLoad(Bytes.of(new byte[1]), 51, 0, 0),
                new Message.FilterLoad(Bytes.of(new byte[1]), -1, 0, 0))) {
            Stranger peer = called(2);
            peer.say(bad);
            assertThat(peer.isConnected()).isFalse();
        }
        Stranger early = called(3);
        early.say(new Message.FilterAdd(Bytes.of((byte) 1)));
        assertThat(early.isConnected()).as("there is no filter to add to").isFalse();
    }

    @Test
    void a_node_that_takes_no_transactions_says_so_and_hangs_up_on_who_sends_one() {
        var deaf = new Stage(PARAMS, Stage.CONFIG.withRelaying(new Relaying(false, false)), List.of());
        Stranger announcing = deaf.caller("1.2.3.4:1").greets();
        assertThat(deaf.said(announcing, Message.Version.class).getFirst().relay()).isFalse();
        announcing.say(inv(spend(0)));
        assertThat(announcing.isConnected()).isFalse();

        Stranger sending = deaf.caller("1.2.3.5:1").greets();
        sending.say(new Message.Tx(spend(0)));
        assertThat(sending.isConnected()).isFalse();
    }

    @Test
    void while_we_catch_up_peers_are_told_to_announce_nothing_and_then_what_we_take() {
        Stranger peer = stage.called("1.2.3.4:1").greets();
        stage.pass(Duration.ofMillis(1));
        assertThat(stage.said(peer, Message.FeeFilter.class)).containsExactly(new Message.FeeFilter(9_170_997));

        peer.say(new Message.Headers(List.of()));
        stage.pass(Duration.ofMillis(1));

        assertThat(stage.said(peer, Message.FeeFilter.class)).last().isEqualTo(new Message.FeeFilter(1_000));
    }
}
