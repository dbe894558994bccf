package org.jackblockchain.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Fault;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MerkleRoot;
import org.junit.jupiter.api.Test;

class ChainTest {
    private final ChainHarness at = new ChainHarness();

    private BlockEntry genesis() {
        return at.chain.genesis();
    }

    private BlockEntry tip() {
        return at.chain.tip();
    }

    @Test
    void a_fresh_chain_is_genesis() {
        assertThat(tip()).isSameAs(genesis());
        assertThat(at.chain.advance()).isEmpty();
        assertThat(at.chain.takeBatch().isEmpty()).isTrue();
        assertThat(at.chain.block(genesis().hash())).contains(at.params.genesis());
    }

    @Test
    void moves_to_a_block_on_its_tip_and_stores_it_in_one_batch() {
        Block block = at.next(genesis());
        BlockEntry entry = at.place(block);
        ChainChange change = at.chain.advance().orElseThrow();

        assertThat(change.connected()).containsExactly(entry);
        assertThat(change.disconnected()).isEmpty();
        StoreBatch batch = at.chain.takeBatch();
        assertThat(batch.blocks()).containsOnlyKeys(entry.hash());
        assertThat(batch.tip()).contains(entry.hash());
        assertThat(batch.headers().values()).extracting(StoredHeader::rung).containsExactly(Rung.CONNECTED);
        assertThat(batch.coins()).as("the commitment cannot be spent, so it is no coin").hasSize(1);
    }

    @Test
    void of_equal_work_the_first_seen_wins() {
        BlockEntry first = at.branch(genesis(), 1);
        BlockEntry second = at.branch(genesis(), 1);
        at.advance();
        assertThat(tip()).isSameAs(first);

        // And it stays so after a restart
        at.reopen();
        assertThat(at.chain.advance()).isEmpty();
        assertThat(tip().hash()).isEqualTo(first.hash());
        assertThat(at.chain.staleBlocks()).isEqualTo(1);
        assertThat(second.height()).isEqualTo(1);
    }

    @Test
    void of_equal_work_the_one_that_the_operator_prefers_wins_and_a_later_word_counts_more() {
        BlockEntry first = at.branch(genesis(), 1);
        BlockEntry second = at.branch(genesis(), 1);
        BlockEntry third = at.branch(genesis(), 1);
        at.advance();

        at.chain.prefer(second);
        at.advance();
        assertThat(tip()).isSameAs(second);
        at.chain.prefer(third);
        at.advance();
        assertThat(tip()).isSameAs(third);
        at.chain.prefer(first);
        at.advance();
        assertThat(tip()).isSameAs(first);
    }

    @Test
    void the_operators_preference_counts_for_nothing_against_more_work() {
        BlockEntry low = at.branch(genesis(), 1);
        BlockEntry tip = at.branch(genesis(), 2);
        at.advance();

        at.chain.prefer(low);
        assertThat(at.chain.advance()).isEmpty();
        assertThat(tip()).isSameAs(tip);

        // And what is preferred among equals gives way to more work
        BlockEntry equal = at.branch(genesis(), 2);
        BlockEntry better = at.branch(tip, 1);
        at.chain.prefer(equal);
        at.advance();
        assertThat(tip()).isSameAs(better);
    }

    @Test
    void a_preference_does_not_outlive_the_process() {
        BlockEntry first = at.branch(genesis(), 1);
        BlockEntry second = at.branch(genesis(), 1);
        at.advance();
        at.chain.prefer(second);
        at.advance();

        at.reopen();
        at.advance();

        assertThat(tip().hash()).isEqualTo(first.hash());
    }

    @Test
    void a_header_without_its_body_is_not_moved_to_however_much_it_is_preferred() {
        BlockEntry tip = at.branch(genesis(), 1);
        at.advance();
        at.chain.prefer(at.header(at.next(genesis())));
        assertThat(at.chain.advance()).isEmpty();
        assertThat(tip()).isSameAs(tip);
    }

    @Test
    void a_trial_names_the_first_rule_that_a_block_breaks_and_keeps_nothing_of_it() {
        BlockEntry tip = at.branch(genesis(), 1);
        at.advance();
        Block good = BlockBuilder.on(at.params, tip).missed();
        Block early = BlockBuilder.on(at.params, tip).time(0).unproven();
        Block greedy = BlockBuilder.on(at.params, tip).reward(at.params.subsidy().at(2) + 1).unproven();

        assertThat(at.chain.trial(good, ChainHarness.NOW)).as("without proof of work").isEmpty();
        assertThat(at.chain.trial(early, ChainHarness.NOW)).get().extracting(Fault::code).isEqualTo("time-too-old");
        assertThat(at.chain.trial(greedy, ChainHarness.NOW)).get().extracting(Fault::code).isEqualTo("bad-cb-amount");
        assertThat(at.chain.find(good.hash())).isEmpty();
        assertThat(at.chain.takeBatch().isEmpty()).isTrue();
        assertThatThrownBy(() -> at.chain.trial(at.next(genesis()), ChainHarness.NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void branches_are_told_with_how_far_they_were_judged() {
        BlockEntry tip = at.branch(genesis(), 3);
        at.advance();
        BlockEntry old = at.branch(tip, 1);
        at.advance();
        BlockEntry unproven = at.branch(genesis(), 1);
        BlockEntry bare = at.header(at.next(genesis()));
        BlockEntry better = at.branch(tip, 2);
        at.advance();

        assertThat(at.chain.branches()).containsExactlyInAnyOrder(new Branch(old, Branch.Standing.VALID),
                new Branch(unproven, Branch.Standing.UNPROVEN), new Branch(bare, Branch.Standing.HEADERS_ONLY),
                new Branch(better, Branch.Standing.VALID));

        at.chain.invalidate(unproven);
        assertThat(at.chain.branches()).contains(new Branch(unproven, Branch.Standing.INVALID));
        at.chain.reconsider(unproven);
        assertThat(at.chain.branches()).contains(new Branch(unproven, Branch.Standing.UNPROVEN))
                .isSameAs(at.chain.branches());
    }

    @Test
    void reorganizes_to_more_work_and_gives_both_ways() {
        BlockEntry fork = at.branch(genesis(), 3);
        BlockEntry old = at.branch(fork, 2);
        at.advance();
        BlockEntry better = at.branch(fork, 3);
        ChainChange change = at.advance().orElseThrow();

        assertThat(change.disconnected()).extracting(BlockEntry::height).containsExactly(5, 4);
        assertThat(change.disconnected().getFirst()).isSameAs(old);
        assertThat(change.connected()).extracting(BlockEntry::height).containsExactly(4, 5, 6);
        assertThat(tip()).isSameAs(better);
        assertThat(at.coins).as("only coins of the active chain remain").hasSize(6);
        assertThat(at.chain.staleBlocks()).isEqualTo(2);
    }

    @Test
    void reorganizes_deeply_on_a_network_without_finality() {
        at.branch(genesis(), 300);
        at.advance();
        BlockEntry other = at.branch(genesis(), 301);
        assertThat(at.advance().orElseThrow().disconnected()).hasSize(300);
        assertThat(tip()).isSameAs(other);
        assertThat(at.coins).hasSize(301);
    }

    @Test
    void bodies_may_come_before_those_of_their_parents() {
        // Given headers in order and bodies in any
        List<Block> blocks = new ArrayList<>();
        BlockEntry last = genesis();
        for (int i = 0; i < 50; i++) {
            Block block = at.next(last);
            last = at.header(block);
            blocks.add(block);
        }
        Collections.shuffle(blocks, new Random(5));
        for (Block block : blocks) {
            at.place(block);
            at.advance();
        }
        assertThat(tip()).isSameAs(last);
    }

    @Test
    void a_gap_of_one_body_holds_everything_above_it() {
        Block one = at.next(genesis());
        BlockEntry first = at.header(one);
        BlockEntry above = at.branch(first, 5);
        assertThat(at.advance()).isEmpty();
        assertThat(tip()).isSameAs(genesis());
        assertThat(at.chain.bestHeader()).isSameAs(above);

        at.place(one);
        assertThat(at.advance().orElseThrow().connected()).hasSize(6);
    }

    @Test
    void a_gap_survives_a_restart() {
        Block one = at.next(genesis());
        BlockEntry above = at.branch(at.header(one), 5);
        at.advance();
        at.reopen();
        assertThat(tip()).isSameAs(genesis());
        at.place(one);
        at.advance();
        assertThat(tip().hash()).isEqualTo(above.hash());
    }

    @Test
    void a_known_block_is_neither_new_nor_written_again() {
        Block block = at.next(genesis());
        at.place(block);
        at.advance();
        assertThat(at.chain.placeBlock(block, ChainHarness.NOW))
                .isEqualTo(new Placement.Placed(tip(), false));
        assertThat(at.chain.takeBatch().isEmpty()).isTrue();
    }

    @Test
    void an_unknown_parent_is_an_outcome_and_no_fault() {
        Block one = at.next(genesis());
        var elsewhere = new ChainHarness();
        Block two = elsewhere.next(elsewhere.place(one));
        assertThat(at.chain.placeBlock(two, ChainHarness.NOW)).isEqualTo(new Placement.ParentUnknown(one.hash()));
        assertThat(at.chain.size()).isEqualTo(1);
    }

    @Test
    void a_header_without_work_is_refused_before_its_parent_is_looked_for() {
        Block missed = BlockBuilder.on(at.params, genesis()).missed();
        assertThat(ChainHarness.code(at.chain.placeHeader(missed.header(), ChainHarness.NOW))).isEqualTo("high-hash");
        assertThat(at.chain.size()).isEqualTo(1);
    }

    @Test
    void a_bad_body_condemns_its_header_and_what_stands_on_it() {
        Block bad = BlockBuilder.on(at.params, genesis()).script(BlockBuilder.script(9, 0)).mined();
        Block child = at.next(at.header(bad));
        assertThat(ChainHarness.code(at.chain.placeBlock(bad, ChainHarness.NOW))).isEqualTo("bad-cb-height");
        assertThat(ChainHarness.code(at.chain.placeBlock(bad, ChainHarness.NOW))).isEqualTo("duplicate-invalid");
        assertThat(ChainHarness.code(at.chain.placeBlock(child, ChainHarness.NOW))).isEqualTo("bad-prevblk");
        assertThat(at.chain.bestHeader()).isSameAs(genesis());

        // And that is remembered
        at.write();
        at.reopen();
        assertThat(ChainHarness.code(at.chain.placeBlock(child, ChainHarness.NOW))).isEqualTo("bad-prevblk");
    }

    @Test
    void a_body_that_is_wrong_by_itself_condemns_neither_its_header_nor_what_stands_on_it() {
        // Given a coinbase that no block may have, wherever it stands
        Block bad = BlockBuilder.on(at.params, genesis()).script(Bytes.ofHex("51")).mined();
        Block child = at.next(at.header(bad));

        // When
        assertThat(ChainHarness.code(at.chain.placeBlock(bad, ChainHarness.NOW))).isEqualTo("bad-cb-length");

        // Then it is refused as often as it comes, and headers above it are taken
        assertThat(ChainHarness.code(at.chain.placeBlock(bad, ChainHarness.NOW))).isEqualTo("bad-cb-length");
        BlockEntry above = at.header(child);
        assertThat(at.chain.isInvalid(above)).isFalse();
        assertThat(at.chain.bestHeader()).isSameAs(above);
        assertThat(at.advance()).as("without the body nothing moves").isEmpty();
    }

    @Test
    void no_header_is_kept_for_a_body_that_is_wrong_by_itself() {
        Block bad = BlockBuilder.on(at.params, genesis()).script(Bytes.ofHex("51")).mined();

        assertThat(ChainHarness.code(at.chain.placeBlock(bad, ChainHarness.NOW))).isEqualTo("bad-cb-length");

        assertThat(at.chain.find(bad.hash())).isEmpty();
    }

    @Test
    void a_swapped_body_does_not_condemn_the_header() {
        Block honest = at.next(genesis());
        var swapped = new Block(honest.header(), List.of(BlockBuilder.on(at.params, genesis()).salt(99).coinbase()));
        assertThat(ChainHarness.code(at.chain.placeBlock(swapped, ChainHarness.NOW))).isEqualTo("bad-txnmrklroot");
        at.place(honest);
        at.advance();
        assertThat(tip().hash()).isEqualTo(honest.hash());
    }

    @Test
    void too_early_is_not_for_ever() {
        Block early = BlockBuilder.on(at.params, genesis())
                .time(ChainHarness.NOW.plus(Duration.ofHours(2)).getEpochSecond() + 1).mined();
        assertThat(ChainHarness.code(at.chain.placeBlock(early, ChainHarness.NOW))).isEqualTo("time-too-new");
        assertThat(at.chain.placeBlock(early, ChainHarness.NOW.plusSeconds(1))).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void a_reward_may_be_the_subsidy_and_not_one_more() {
        long subsidy = at.params.subsidy().at(1);
        BlockEntry greedy = at.place(BlockBuilder.on(at.params, genesis()).reward(subsidy + 1).mined());
        ChainChange change = at.advance().orElseThrow();
        assertThat(change.movedTip()).isFalse();
        assertThat(change.refused()).extracting(invalid -> invalid.fault().code()).containsExactly("bad-cb-amount");
        assertThat(at.chain.isInvalid(greedy)).isTrue();

        at.place(BlockBuilder.on(at.params, genesis()).reward(subsidy).mined());
        at.advance();
        assertThat(tip().height()).isEqualTo(1);
    }

    @Test
    void a_better_branch_with_a_bad_block_leaves_the_chain_where_it_was() {
        BlockEntry fork = at.branch(genesis(), 2);
        BlockEntry ours = at.branch(fork, 2);
        at.advance();
        BlockEntry good = at.branch(fork, 1);
        BlockEntry bad = at.place(BlockBuilder.on(at.params, good).reward(6_000_000_000L).mined());
        BlockEntry above = at.branch(bad, 3);
        ChainChange change = at.advance().orElseThrow();

        assertThat(change.movedTip()).isFalse();
        assertThat(change.refused()).extracting(InvalidBlock::block).containsExactly(bad);
        assertThat(tip()).isSameAs(ours);
        assertThat(at.chain.isInvalid(above)).isTrue();
        assertThat(at.chain.isInvalid(good)).isFalse();
        assertThat(at.coins).hasSize(4);

        // And after a restart it is still out
        at.reopen();
        assertThat(at.chain.advance()).isEmpty();
        assertThat(tip().hash()).isEqualTo(ours.hash());
    }

    @Test
    void a_coin_that_exists_cannot_be_made_again() {
        Block one = at.next(genesis());
        at.place(one);
        at.advance();
        // Given the coins of the next coinbase are there already, as if a twin had made them
        Block two = at.next(tip());
        at.coins.put(new org.jackblockchain.primitives.OutPoint(two.transactions().getFirst().txid(), 0),
                new Coin(two.transactions().getFirst().outputs().getFirst(), 1, true));
        at.place(two);
        assertThat(at.advance().orElseThrow().refused()).extracting(invalid -> invalid.fault().code())
                .containsExactly("bad-txns-BIP30");
    }

    @Test
    void invalidate_takes_the_block_and_all_above_it_away_and_reconsider_brings_them_back() {
        BlockEntry low = at.branch(genesis(), 2);
        BlockEntry high = at.branch(low, 3);
        BlockEntry other = at.branch(low, 1);
        at.advance();

        ChainChange change = at.chain.invalidate(high.ancestor(3));
        assertThat(change.disconnected()).hasSize(3);
        at.advance();
        assertThat(tip()).isSameAs(other);
        at.reopen();
        at.chain.advance();
        assertThat(tip().hash()).as("after a restart").isEqualTo(other.hash());

        at.chain.reconsider(at.chain.find(high.hash()).orElseThrow());
        at.advance();
        assertThat(tip().hash()).isEqualTo(high.hash());
        assertThat(at.coins).hasSize(5);
        assertThatThrownBy(() -> at.chain.invalidate(at.chain.genesis())).hasMessageContaining("genesis");
    }

    @Test
    void reconsider_frees_descendants_and_cousins() {
        BlockEntry root = at.branch(genesis(), 1);
        BlockEntry left = at.branch(root, 2);
        BlockEntry right = at.branch(root, 3);
        at.advance();
        at.chain.invalidate(root);
        at.chain.invalidate(left);
        at.advance();
        assertThat(tip()).isSameAs(genesis());

        // When only the right branch is reconsidered, the left block keeps its own mark
        at.chain.reconsider(right);
        at.advance();
        assertThat(tip()).isSameAs(right);
        assertThat(at.chain.isInvalid(left)).isTrue();
        assertThat(at.chain.isInvalid(left.ancestor(2))).isFalse();
    }

    @Test
    void a_reorganization_of_exactly_the_finality_depth_is_allowed_and_one_deeper_is_not() {
        for (int depth : List.of(10, 11)) {
            ChainHarness on = ChainHarness.withFinality(10);
            BlockEntry fork = on.branch(on.chain.genesis(), 3);
            BlockEntry ours = on.branch(fork, depth);
            on.advance();
            BlockEntry theirs = on.branch(fork, depth + 1);
            var change = on.advance().orElseThrow();

            if (depth == 10) {
                assertThat(on.chain.tip()).isSameAs(theirs);
                continue;
            }
            assertThat(on.chain.tip()).isSameAs(ours);
            assertThat(change.beyondFinality()).containsExactly(theirs);
            assertThat(on.chain.isInvalid(theirs)).isFalse();

            // It is told once, also when the branch grows; and again after a restart
            theirs = on.branch(theirs, 1);
            assertThat(on.advance()).isEmpty();
            on.reopen();
            assertThat(on.chain.advance().orElseThrow().beyondFinality()).hasSize(2);
            assertThat(on.chain.tip().hash()).isEqualTo(ours.hash());

            // Only the operator moves it
            on.chain.reconsider(on.chain.find(theirs.hash()).orElseThrow());
            on.advance();
            assertThat(on.chain.tip().hash()).isEqualTo(theirs.hash());
        }
    }

    @Test
    void a_branch_that_fails_half_way_does_not_make_finality_look_nearer() {
        // Given a deep branch that finality keeps out, and a shallow one with a bad block
        ChainHarness on = ChainHarness.withFinality(10);
        BlockEntry fork = on.branch(on.chain.genesis(), 2);
        BlockEntry ours = on.branch(fork, 14);
        on.advance();
        BlockEntry shallow = ours.ancestor(ours.height() - 8);
        BlockEntry bad = on.place(BlockBuilder.on(on.params, shallow).reward(6_000_000_000L).mined());
        on.branch(bad, 20);
        on.branch(fork, 20);
        on.advance();
        assertThat(on.chain.tip()).isSameAs(ours);
    }

    @Test
    void a_locator_is_short_and_finds_the_fork() {
        BlockEntry ours = at.branch(genesis(), 500);
        at.advance();
        List<BlockHash> locator = at.chain.locator(ours);
        assertThat(locator).hasSizeLessThan(20).startsWith(ours.hash()).endsWith(genesis().hash());
        assertThat(at.chain.forkOf(locator)).isSameAs(ours);

        BlockEntry stale = at.branch(ours.ancestor(400), 5);
        assertThat(at.chain.forkOf(at.chain.locator(stale)).height()).isBetween(395, 400);
        assertThat(at.chain.forkOf(List.of(new BlockHash(1, 2, 3, 4)))).isSameAs(genesis());
    }

    @Test
    void ancestors_and_forks_agree_with_walking() {
        BlockEntry main = at.branch(genesis(), 200);
        BlockEntry side = at.branch(main.ancestor(77), 100);
        for (int height = 0; height <= 177; height++) {
            BlockEntry walked = side;
            while (walked.height() > height)
                walked = java.util.Objects.requireNonNull(walked.parent());
            assertThat(side.ancestor(height)).isSameAs(walked);
        }
        assertThat(main.forkWith(side)).isSameAs(main.ancestor(77));
        assertThat(side.forkWith(main.ancestor(50))).isSameAs(main.ancestor(50));
        assertThat(side.descendsFrom(main.ancestor(77))).isTrue();
        assertThat(side.descendsFrom(main.ancestor(78))).isFalse();
        assertThatThrownBy(() -> main.ancestor(201)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> main.ancestor(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_header_below_a_passed_checkpoint_is_refused() {
        // Given the chain holds a checkpoint at height 3
        BlockEntry guarded = at.branch(genesis(), 4);
        var params = new org.jackblockchain.consensus.Checkpoint(3, guarded.ancestor(3).hash());
        ChainHarness on = withCheckpoint(params);
        Block first = at.chain.block(guarded.ancestor(1).hash()).orElseThrow();
        BlockEntry one = on.place(first);
        // Before the checkpoint is known, a fork may still turn out to be a dead end
        on.branch(one, 1);
        on.place(at.chain.block(guarded.ancestor(2).hash()).orElseThrow());
        on.place(at.chain.block(guarded.ancestor(3).hash()).orElseThrow());

        Block late = BlockBuilder.on(on.params, one).salt(77).mined();
        assertThat(ChainHarness.code(on.chain.placeBlock(late, ChainHarness.NOW)))
                .isEqualTo("bad-fork-prior-to-checkpoint");
        assertThat(on.chain.placeBlock(on.next(on.chain.find(params.hash()).orElseThrow()), ChainHarness.NOW))
                .isInstanceOf(Placement.Placed.class);
    }

    private static ChainHarness withCheckpoint(org.jackblockchain.consensus.Checkpoint checkpoint) {
        var p = org.jackblockchain.consensus.Networks.REGTEST;
        return new ChainHarness(new org.jackblockchain.consensus.ChainParams(p.name(), p.magic(), p.httpPort(),
                p.p2pPortOffset(), p.genesis(), p.easiest(), p.interval(), p.retarget(), p.subsidy(),
                p.coinbaseMaturity(), p.activations(), p.maxClockDrift(), p.finalityDepth(), p.addresses(),
                p.firstPeers(), List.of(checkpoint), p.minimumChainWork()));
    }

    /** Random placing in random order against the rule in one sentence: most work among complete valid chains. */
    @Test
    void agrees_with_a_naive_choice_over_random_trees() {
        for (int seed = 0; seed < 60; seed++) {
            var chance = new Random(seed);
            var builder = new ChainHarness();
            List<BlockEntry> grown = new ArrayList<>(List.of(builder.chain.genesis()));
            for (int i = 0; i < 40; i++) {
                BlockEntry parent = grown.get(Math.max(0, grown.size() - 1 - chance.nextInt(6)));
                grown.add(builder.place(builder.next(parent)));
            }
            var subject = new ChainHarness();
            List<BlockEntry> order = new ArrayList<>(grown.subList(1, grown.size()));
            order.forEach(entry -> subject.chain.placeHeader(entry.header(), ChainHarness.NOW));
            Collections.shuffle(order, chance);
            for (BlockEntry entry : order) {
                subject.place(builder.chain.block(entry.hash()).orElseThrow());
                subject.advance();
                if (chance.nextInt(8) == 0)
                    subject.reopen();
            }
            int best = grown.stream().mapToInt(BlockEntry::height).max().orElseThrow();
            assertThat(subject.chain.tip().height()).as("seed " + seed).isEqualTo(best);
            assertThat(subject.coins).as("seed " + seed).hasSize(best);
        }
    }

    @Test
    void a_store_whose_headers_make_no_tree_is_refused() {
        Block block = at.next(genesis());
        var orphan = new Block(new org.jackblockchain.primitives.BlockHeader(4, new BlockHash(1, 2, 3, 4),
                new MerkleRoot(0, 0, 0, 0), 1, block.header().bits(), 0), List.of());
        var stored = new StoredChain(java.util.Map.of(orphan.hash(),
                new StoredHeader(orphan.header(), Rung.HEADER, false, 0)), java.util.Optional.empty());
        assertThatThrownBy(() -> new Chain(at.params, at, at, stored)).hasMessageContaining("no parent");
    }
}
