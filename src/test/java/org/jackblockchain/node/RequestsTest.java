package org.jackblockchain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.store.MemoryStore;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.Test;

/** What a node answers to those who wait for an outcome. */
class RequestsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final Outcome DONE = new Outcome.Done();
    private static final Outcome NOT_FOUND = new Outcome.NotFound();
    private static final NetAddress PLACE = NetAddress.parse("192.0.2.7:18444").orElseThrow();

    private final MemoryStore store = new MemoryStore();
    private final Node node = new Node(PARAMS,
            new NodeConfig(PeerConfig.of("/test/"), BlockBuilder.ANYONE, "me", false),
            store, store, StoredChain.FRESH, List.of(), new Random(1));
    private long tickets;
    private List<Effect> effects = List.of();

    @Test
    void a_good_block_is_connected_and_told_last() {
        Block block = next(tip());

        assertThat(ask(submit(block))).isEqualTo(new Outcome.Connected(tip()));
        assertThat(tip().hash()).isEqualTo(block.hash());
        assertThat(effects.getFirst()).isInstanceOf(Effect.Store.class);
        assertThat(effects).filteredOn(Effect.Answer.class::isInstance).hasSize(1);
        assertThat(effects.indexOf(effects.stream().filter(Effect.Answer.class::isInstance).findFirst().orElseThrow()))
                .isGreaterThan(effects.indexOf(
                        effects.stream().filter(Effect.TipMoved.class::isInstance).findFirst().orElseThrow()));
    }

    @Test
    void a_block_without_the_value_that_its_commitment_was_made_with_gets_it() {
        Block block = next(tip()).stripped();

        assertThat(ask(submit(block))).isInstanceOf(Outcome.Connected.class);
        assertThat(store.block(block.hash()).orElseThrow().transactions().getFirst().hasWitness()).isTrue();
    }

    @Test
    void a_block_that_is_not_taken_is_answered_with_its_reason() {
        Block good = next(tip());
        BlockEntry genesis = tip();
        ask(submit(good));

        assertThat(ask(submit(good))).isEqualTo(refused("duplicate"));
        assertThat(ask(submit(next(genesis)))).as("a fork of the same work").isEqualTo(refused("inconclusive"));
        assertThat(ask(submit(BlockBuilder.on(PARAMS, tip()).missed()))).isEqualTo(refused("high-hash"));
        assertThat(ask(submit(BlockBuilder.on(PARAMS, tip()).reward(1L << 40).mined())))
                .isEqualTo(refused("bad-cb-amount"));
        assertThat(ask(submit(BlockBuilder.on(PARAMS, tip()).root(new MerkleRoot(1, 2, 3, 4)).mined())))
                .isEqualTo(refused("bad-txnmrklroot"));
        assertThat(ask(submit(strange()))).isEqualTo(refused("prev-blk-not-found"));
    }

    @Test
    void no_header_is_kept_of_a_block_that_is_wrong_by_itself() {
        Block swapped = BlockBuilder.on(PARAMS, tip()).root(new MerkleRoot(1, 2, 3, 4)).time(1).mined();

        assertThat(ask(submit(swapped))).as("before its time is looked at").isEqualTo(refused("bad-txnmrklroot"));
        assertThat(node.view(NOW).branches()).extracting(branch -> branch.end().hash())
                .doesNotContain(swapped.hash());
    }

    @Test
    void a_block_that_was_refused_for_good_is_a_known_invalid_one() {
        Block greedy = BlockBuilder.on(PARAMS, tip()).reward(1L << 40).mined();
        ask(submit(greedy));

        assertThat(ask(submit(greedy))).isEqualTo(refused("duplicate-invalid"));
        assertThat(ask(new Request.Propose(greedy))).isEqualTo(refused("duplicate-invalid"));
        Block above = new Block(new BlockHeader(0x2000_0000, greedy.hash(),
                greedy.header().merkleRoot(), greedy.header().time() + 1, greedy.header().bits(), 0),
                greedy.transactions());
        assertThat(ask(submit(proven(above)))).isEqualTo(refused("bad-prevblk"));
    }

    @Test
    void a_proposal_needs_no_proof_of_work_and_leaves_no_trace() {
        Block proposed = BlockBuilder.on(PARAMS, tip()).missed();

        assertThat(ask(new Request.Propose(proposed))).isEqualTo(DONE);
        assertThat(effects).noneMatch(Effect.Store.class::isInstance);
        assertThat(ask(new Request.Propose(BlockBuilder.on(PARAMS, tip()).reward(1L << 40).unproven())))
                .isEqualTo(refused("bad-cb-amount"));
        assertThat(ask(new Request.Propose(strange()))).isEqualTo(refused("inconclusive-not-best-prevblk"));
    }

    @Test
    void a_proposal_that_is_known_is_told_how_far_it_was_judged() {
        BlockEntry genesis = tip();
        Block connected = next(genesis);
        Block fork = next(genesis);
        ask(submit(connected));
        ask(submit(fork));

        assertThat(ask(new Request.Propose(connected))).isEqualTo(refused("duplicate"));
        assertThat(ask(new Request.Propose(fork))).isEqualTo(refused("duplicate-inconclusive"));
    }

    @Test
    void a_header_is_judged_as_one() {
        Block block = next(tip());

        assertThat(ask(new Request.SubmitHeader(block.header()))).isEqualTo(DONE);
        assertThat(ask(new Request.SubmitHeader(block.header()))).as("again").isEqualTo(DONE);
        assertThat(node.view(NOW).bestHeader().hash()).isEqualTo(block.hash());
        assertThat(ask(new Request.SubmitHeader(BlockBuilder.on(PARAMS, tip()).missed().header())))
                .isEqualTo(refused("high-hash"));
        Block strange = strange();
        assertThat(ask(new Request.SubmitHeader(strange.header())))
                .isEqualTo(new Outcome.ParentUnknown(strange.header().previous()));
    }

    @Test
    void the_operators_word_moves_the_tip_before_it_is_answered() {
        BlockEntry genesis = tip();
        Block first = next(genesis);
        Block second = next(genesis);
        ask(submit(first));
        ask(submit(second));

        assertThat(ask(new Request.Prefer(second.hash()))).isEqualTo(DONE);
        assertThat(tip().hash()).isEqualTo(second.hash());
        assertThat(ask(new Request.Invalidate(second.hash()))).isEqualTo(DONE);
        assertThat(tip().hash()).isEqualTo(first.hash());
        assertThat(ask(new Request.Invalidate(first.hash()))).isEqualTo(DONE);
        assertThat(tip()).isEqualTo(genesis);
        assertThat(ask(new Request.Reconsider(second.hash()))).isEqualTo(DONE);
        assertThat(tip().hash()).isEqualTo(second.hash());
    }

    @Test
    void there_is_nothing_to_say_of_a_block_that_is_not_known() {
        BlockHash nowhere = new BlockHash(1, 2, 3, 4);
        assertThat(ask(new Request.Prefer(nowhere))).isEqualTo(NOT_FOUND);
        assertThat(ask(new Request.Invalidate(nowhere))).isEqualTo(NOT_FOUND);
        assertThat(ask(new Request.Reconsider(nowhere))).isEqualTo(NOT_FOUND);
        assertThat(ask(new Request.Invalidate(tip().hash()))).as("genesis stays valid").isEqualTo(DONE);
    }

    @Test
    void a_peer_is_added_once_and_removed_once() {
        assertThat(ask(new Request.AddPeer(PLACE))).isEqualTo(DONE);
        assertThat(effects).contains(new Effect.Network(new PeerEffect.Connect(PLACE.endpoint())));
        assertThat(ask(new Request.AddPeer(PLACE))).isEqualTo(new Outcome.AlreadyThere());
        assertThat(ask(new Request.RemovePeer(PLACE))).isEqualTo(DONE);
        assertThat(ask(new Request.RemovePeer(PLACE))).isEqualTo(NOT_FOUND);
    }

    private Outcome ask(Request request) {
        long ticket = ++tickets;
        effects = node.on(new Event.Asked(ticket, request), NOW);
        effects.forEach(effect -> {
            if (effect instanceof Effect.Store(var batch))
                store.write(batch);
        });
        return effects.stream().filter(Effect.Answer.class::isInstance).map(Effect.Answer.class::cast)
                .filter(answer -> answer.ticket() == ticket).findFirst().orElseThrow().outcome();
    }

    private BlockEntry tip() {
        return node.view(NOW).tip();
    }

    private static Outcome refused(String code) {
        return new Outcome.Refused(code);
    }

    private static Request submit(Block block) {
        return new Request.Submit(block, "somebody");
    }

    private Block next(BlockEntry parent) {
        return BlockBuilder.on(PARAMS, parent).salt(++tickets).mined();
    }

    /** A block on a parent that nobody knows. */
    private Block strange() {
        Block block = next(tip());
        var header = block.header();
        return proven(new Block(new BlockHeader(header.version(),
                new BlockHash(1, 2, 3, 4), header.merkleRoot(), header.time(), header.bits(), 0),
                List.<Transaction>copyOf(block.transactions())));
    }

    private static Block proven(Block block) {
        var target = block.header().bits().target().orElseThrow();
        int nonce = 0;
        while (!target.isMetBy(block.header().withNonce(nonce).hash()))
            nonce++;
        return new Block(block.header().withNonce(nonce), block.transactions());
    }
}
