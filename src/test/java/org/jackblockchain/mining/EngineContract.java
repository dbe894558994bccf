package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Target;
import org.junit.jupiter.api.Test;

/** What every engine owes: exactly the nonces whose hash meets the target. Each engine's test extends this. */
public abstract class EngineContract {
    private static final BlockHeader BITCOIN_GENESIS = new BlockHeader(1, BlockHash.ZERO,
            MerkleRoot.of("4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"), 1231006505L,
            CompactTarget.of("1d00ffff"), 0);
    private static final long BITCOIN_NONCE = 2083236893L;
    private static final Target EASIEST = Target.of(BigInteger.TWO.pow(256).subtract(BigInteger.ONE));

    protected abstract Engine engine();

    @Test
    void finds_the_nonce_of_Bitcoin_s_genesis_block_and_no_other_near_it() {
        assertThat(hits(BITCOIN_GENESIS, BITCOIN_NONCE - 30_000, 60_000)).containsExactly((int) BITCOIN_NONCE);
    }

    @Test
    void finds_the_nonce_of_regtest_s_genesis_block() {
        var regtest = new BlockHeader(1, BlockHash.ZERO, BITCOIN_GENESIS.merkleRoot(), 1296688602L,
                CompactTarget.of("207fffff"), 0);

        assertThat(hits(regtest, 2, 1)).containsExactly(2);
    }

    @Test
    void finds_a_hit_at_the_start_of_a_range_but_not_one_before_it() {
        assertThat(hits(BITCOIN_GENESIS, BITCOIN_NONCE, 1_000)).containsExactly((int) BITCOIN_NONCE);
        assertThat(hits(BITCOIN_GENESIS, BITCOIN_NONCE + 1, 1_000)).isEmpty();
    }

    @Test
    void finds_a_hit_at_the_end_of_a_range_but_not_one_behind_it() {
        assertThat(hits(BITCOIN_GENESIS, BITCOIN_NONCE - 999, 1_000)).containsExactly((int) BITCOIN_NONCE);
        assertThat(hits(BITCOIN_GENESIS, BITCOIN_NONCE - 1_000, 1_000)).isEmpty();
    }

    @Test
    void a_hash_equal_to_the_target_is_a_hit_and_one_above_is_not() {
        var hash = new BigInteger(BITCOIN_GENESIS.withNonce((int) BITCOIN_NONCE).hash().hex(), 16);

        assertThat(hits(BITCOIN_GENESIS, Target.of(hash), BITCOIN_NONCE, 1)).hasSize(1);
        assertThat(hits(BITCOIN_GENESIS, Target.of(hash.subtract(BigInteger.ONE)), BITCOIN_NONCE, 1)).isEmpty();
    }

    @Test
    void the_nonce_that_stands_in_the_header_does_not_matter() {
        assertThat(hits(BITCOIN_GENESIS.withNonce(77), BITCOIN_NONCE, 1)).hasSize(1);
    }

    @Test
    void an_empty_range_has_no_hits() {
        assertThat(hits(BITCOIN_GENESIS, EASIEST, 0, 0)).isEmpty();
        assertThat(hits(BITCOIN_GENESIS, EASIEST, Engine.NONCES, 0)).isEmpty();
    }

    @Test
    void searches_up_to_the_very_last_nonce() {
        assertThat(hits(BITCOIN_GENESIS, EASIEST, Engine.NONCES - 20, 20)).hasSize(20).endsWith(-2, -1);
    }

    @Test
    void a_range_on_both_sides_of_2_to_the_31_counts_on() {
        assertThat(hits(BITCOIN_GENESIS, EASIEST, (1L << 31) - 2, 4)).containsExactly(Integer.MAX_VALUE - 1,
                Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1);
    }

    @Test
    void refuses_a_range_that_would_wrap_around_or_is_negative() {
        assertThatThrownBy(() -> hits(BITCOIN_GENESIS, EASIEST, Engine.NONCES - 20, 21))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hits(BITCOIN_GENESIS, EASIEST, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hits(BITCOIN_GENESIS, EASIEST, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_to_search_before_it_has_a_header() {
        assertThatThrownBy(() -> engine().search(0, 1, new Hits())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refuses_what_is_no_header() {
        assertThatThrownBy(() -> engine().aim(new byte[79], EASIEST)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> engine().aim(new byte[81], EASIEST)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void does_not_keep_the_bytes_of_the_header() {
        Engine engine = engine();
        byte[] header = BITCOIN_GENESIS.toBytes();
        engine.aim(header, BITCOIN_GENESIS.bits().target().orElseThrow());
        Arrays.fill(header, (byte) 0);
        var hits = new Hits();
        engine.search(BITCOIN_NONCE, 1, hits);

        assertThat(hits.toArray()).hasSize(1);
    }

    @Test
    void adds_to_the_hits_of_earlier_rounds() {
        Engine engine = engine();
        engine.aim(BITCOIN_GENESIS.toBytes(), EASIEST);
        var hits = new Hits();
        engine.search(0, 2, hits);
        engine.search(2, 3, hits);

        assertThat(hits.toArray()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void agrees_with_a_naive_model_on_a_thousand_headers_and_targets() {
        var chance = new Random(20261122);
        Engine engine = engine();
        int several = 0;
        for (int i = 0; i < 1_000; i++) {
            BlockHeader header = header(chance);
            var target = Target.of(BigInteger.TWO.pow(245 + chance.nextInt(12)).subtract(BigInteger.ONE));
            int count = chance.nextInt(200);
            long start = chance.nextLong(Engine.NONCES - count + 1);
            var hits = new Hits();
            engine.aim(header.toBytes(), target);
            engine.search(start, count, hits);

            assertThat(hits.toArray()).as("header %d %s", i, header).isEqualTo(naive(header, target, start, count));
            several += hits.size() > 1 ? 1 : 0;
        }
        assertThat(several).isGreaterThan(100);
    }

    private int[] hits(BlockHeader header, long start, int count) {
        return hits(header, header.bits().target().orElseThrow(), start, count);
    }

    private int[] hits(BlockHeader header, Target target, long start, int count) {
        Engine engine = engine();
        var hits = new Hits();
        engine.aim(header.toBytes(), target);
        engine.search(start, count, hits);
        return hits.toArray();
    }

    private static int[] naive(BlockHeader header, Target target, long start, int count) {
        List<Integer> hits = new ArrayList<>();
        for (long nonce = start; nonce < start + count; nonce++) {
            if (target.isMetBy(header.withNonce((int) nonce).hash()))
                hits.add((int) nonce);
        }
        return hits.stream().mapToInt(Integer::intValue).toArray();
    }

    private static BlockHeader header(RandomGenerator chance) {
        byte[] bytes = new byte[64];
        chance.nextBytes(bytes);
        return new BlockHeader(chance.nextInt(), BlockHash.fromWire(bytes, 0), MerkleRoot.fromWire(bytes, 32),
                chance.nextLong(BlockHeader.MAX_TIME + 1), new CompactTarget(chance.nextInt()), chance.nextInt());
    }
}
