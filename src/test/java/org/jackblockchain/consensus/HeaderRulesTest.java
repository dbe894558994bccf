package org.jackblockchain.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Work;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final Placed GENESIS = Placed.genesis(PARAMS);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static Optional<HeaderFault> faultOf(BlockHeader header, PlacedHeader parent) {
        return HeaderRules.proofOfWorkFault(header, header.hash(), PARAMS)
                .or(() -> HeaderRules.placeFault(header, header.hash(), parent, PARAMS, NOON));
    }

    private static Optional<String> codeOf(Block block) {
        return faultOf(block.header(), GENESIS).map(HeaderFault::code);
    }

    @Test
    void accepts_a_plain_header() {
        assertThat(codeOf(BlockBuilder.on(PARAMS, GENESIS).mined())).isEmpty();
    }

    @Test
    void rejects_a_hash_above_the_target() {
        assertThat(codeOf(BlockBuilder.on(PARAMS, GENESIS).missed())).contains("high-hash");
    }

    @Test
    void rejects_bits_that_have_no_target_or_are_too_easy() {
        for (String bits : List.of("00000000", "01003456", "04923456", "ff123456", "21008000")) {
            Block block = BlockBuilder.on(PARAMS, GENESIS).bits(CompactTarget.of(bits)).unproven();
            assertThat(codeOf(block)).as(bits).contains("high-hash");
        }
    }

    @Test
    void rejects_other_bits_than_required_even_if_they_are_harder() {
        Block block = BlockBuilder.on(PARAMS, GENESIS).bits(CompactTarget.of("207ffffe")).mined();
        assertThat(faultOf(block.header(), GENESIS)).contains(
                new HeaderFault.WrongTarget(CompactTarget.of("207ffffe"), CompactTarget.of("207fffff")));
    }

    @Test
    void accepts_a_time_one_second_after_the_median_and_rejects_the_median_itself() {
        PlacedHeader tip = chainOf(12);
        long median = MedianTime.past(tip);

        Block justLater = BlockBuilder.on(PARAMS, tip).time(median + 1).mined();
        assertThat(faultOf(justLater.header(), tip)).isEmpty();

        Block same = BlockBuilder.on(PARAMS, tip).time(median).mined();
        assertThat(faultOf(same.header(), tip)).contains(
                new HeaderFault.TooOld(Instant.ofEpochSecond(median), Instant.ofEpochSecond(median)));
    }

    @Test
    void accepts_a_header_dated_exactly_at_the_allowed_drift_and_rejects_a_second_more() {
        Instant latest = NOON.plus(Duration.ofHours(2));
        assertThat(codeOf(BlockBuilder.on(PARAMS, GENESIS).time(latest.getEpochSecond()).mined())).isEmpty();

        Block later = BlockBuilder.on(PARAMS, GENESIS).time(latest.getEpochSecond() + 1).mined();
        assertThat(faultOf(later.header(), GENESIS))
                .contains(new HeaderFault.TooNew(latest.plusSeconds(1), latest));
        assertThat(faultOf(later.header(), GENESIS).orElseThrow().isFinal()).isFalse();
    }

    @Test
    void rejects_versions_below_four_where_bip65_binds() {
        assertThat(codeOf(BlockBuilder.on(PARAMS, GENESIS).version(4).mined())).isEmpty();
        assertThat(codeOf(BlockBuilder.on(PARAMS, GENESIS).version(3).mined())).contains("bad-version(0x00000003)");
        assertThat(codeOf(BlockBuilder.on(PARAMS, GENESIS).version(-1).mined())).contains("bad-version(0xffffffff)");
    }

    @Test
    void each_version_is_refused_from_its_rules_height_on() {
        var rules = new Activations(2, 4, 3, 1, 0);
        for (int height = 1; height <= 5; height++) {
            PlacedHeader parent = chainOf(height - 1);
            int least = Math.min(height, 4);
            for (int version = 1; version <= 4; version++) {
                BlockHeader header = BlockBuilder.on(PARAMS, parent).version(version).mined().header();
                assertThat(HeaderRules.placeFault(header, header.hash(), parent, with(rules), NOON).isEmpty())
                        .as("version %d at height %d", version, height).isEqualTo(version >= least);
            }
        }
    }

    private static ChainParams with(Activations activations) {
        return new ChainParams(PARAMS.name(), PARAMS.magic(), PARAMS.httpPort(), PARAMS.p2pPortOffset(),
                PARAMS.genesis(), PARAMS.easiest(), PARAMS.interval(), PARAMS.retarget(), PARAMS.subsidy(),
                PARAMS.coinbaseMaturity(), activations, PARAMS.maxClockDrift(), PARAMS.finalityDepth(),
                PARAMS.addresses(), List.of(), List.of(), Work.ZERO);
    }

    @Test
    void rejects_another_block_at_the_height_of_a_checkpoint() {
        Block right = BlockBuilder.on(PARAMS, GENESIS).mined();
        Block wrong = BlockBuilder.on(PARAMS, GENESIS).salt(1).mined();
        ChainParams guarded = withCheckpoint(1, right.hash());

        assertThat(HeaderRules.placeFault(right.header(), right.hash(), GENESIS, guarded, NOON)).isEmpty();
        assertThat(HeaderRules.placeFault(wrong.header(), wrong.hash(), GENESIS, guarded, NOON)).contains(
                new HeaderFault.NotTheCheckpoint(wrong.hash(), new Checkpoint(1, right.hash())));
    }

    @Test
    void names_the_first_fault_in_cores_order() {
        // Given a header that is wrong in every way
        long old = GENESIS.header().time();
        BlockBuilder wrong = BlockBuilder.on(PARAMS, GENESIS).version(1).time(old);

        // Then proof of work comes first, then bits, then time, then version
        assertThat(codeOf(wrong.bits(CompactTarget.of("207ffffe")).missed())).contains("high-hash");
        assertThat(codeOf(wrong.bits(CompactTarget.of("207ffffe")).mined())).contains("bad-diffbits");
        assertThat(codeOf(wrong.bits(PARAMS.easiest()).mined())).contains("time-too-old");
        assertThat(codeOf(wrong.time(old + 1).mined())).contains("bad-version(0x00000001)");
    }

    @Test
    void median_time_past_looks_at_eleven_blocks_and_at_fewer_near_genesis() {
        // Given blocks 1, 2, 3 … seconds after genesis
        long start = GENESIS.header().time();
        assertThat(MedianTime.past(GENESIS)).isEqualTo(start);
        assertThat(MedianTime.past(chainOf(1))).isEqualTo(start + 1);
        assertThat(MedianTime.past(chainOf(2))).isEqualTo(start + 1);
        assertThat(MedianTime.past(chainOf(10))).isEqualTo(start + 5);
        assertThat(MedianTime.past(chainOf(11))).isEqualTo(start + 6);
        assertThat(MedianTime.past(chainOf(30))).isEqualTo(start + 25);
    }

    private static Placed chainOf(int blocks) {
        Placed tip = GENESIS;
        for (int i = 0; i < blocks; i++)
            tip = tip.child(BlockBuilder.on(PARAMS, tip).mined().header());
        return tip;
    }

    private static ChainParams withCheckpoint(int height, BlockHash hash) {
        return new ChainParams(PARAMS.name(), PARAMS.magic(), PARAMS.httpPort(), PARAMS.p2pPortOffset(),
                PARAMS.genesis(), PARAMS.easiest(), PARAMS.interval(), PARAMS.retarget(), PARAMS.subsidy(),
                PARAMS.coinbaseMaturity(), PARAMS.activations(), PARAMS.maxClockDrift(), PARAMS.finalityDepth(),
                PARAMS.addresses(), List.of(), List.of(new Checkpoint(height, hash)), Work.ZERO);
    }
}
