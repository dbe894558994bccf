package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jackblockchain.Blocks;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainOptions;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.store.MemoryStore;
import org.jackblockchain.store.Rebuild;
import org.junit.jupiter.api.Test;

/** Coins and verdicts are made again from the stored blocks. */
class RebuildingTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    private final MemoryStore store = new MemoryStore();

    private Chain chain(ChainParams params) {
        return new Chain(params, store, store, store.load());
    }

    private void grow(int length) {
        Chain chain = chain(PARAMS);
        for (Block block : Blocks.chain(PARAMS, List.of(), length, "ours"))
            Blocks.extend(chain, store, block);
    }

    private Map<OutPoint, Coin> coins() {
        Map<OutPoint, Coin> coins = new HashMap<>();
        store.forEachCoin(coins::put);
        return coins;
    }

    private void rebuild(ChainParams params, Rebuild wish) {
        Rebuilding.run(store, params, ChainOptions.DEFAULT, wish, LATER);
    }

    @Test
    void the_tip_and_the_coins_are_as_before() {
        grow(450);
        var tip = store.load().tip();
        Map<OutPoint, Coin> before = coins();
        for (Rebuild what : List.of(Rebuild.COINS, Rebuild.ALL)) {
            rebuild(PARAMS, what);

            assertThat(store.load().tip()).isEqualTo(tip);
            assertThat(coins()).isEqualTo(before);
            assertThat(store.underway()).isEqualTo(Rebuild.NOTHING);
        }
    }

    @Test
    void what_was_interrupted_goes_on_without_being_wished_again() {
        grow(250);
        var tip = store.load().tip();
        Map<OutPoint, Coin> before = coins();
        store.beginRebuild(Rebuild.ALL);
        Chain half = chain(PARAMS);
        half.advance(100);
        store.write(half.takeBatch());
        assertThat(chain(PARAMS).tip().height()).isEqualTo(100);

        rebuild(PARAMS, Rebuild.NOTHING);

        assertThat(store.load().tip()).isEqualTo(tip);
        assertThat(coins()).isEqualTo(before);
    }

    @Test
    void a_block_that_was_declared_invalid_is_pardoned_with_all_and_stays_so_with_the_coins_alone() {
        for (Rebuild what : List.of(Rebuild.COINS, Rebuild.ALL)) {
            var fresh = new RebuildingTest();
            fresh.grow(5);
            Chain chain = fresh.chain(PARAMS);
            chain.invalidate(chain.activeAt(3).orElseThrow());
            fresh.store.write(chain.takeBatch());

            fresh.rebuild(PARAMS, what);

            assertThat(fresh.chain(PARAMS).tip().height()).isEqualTo(what == Rebuild.ALL ? 5 : 2);
        }
    }

    @Test
    void a_stored_block_that_breaks_a_rule_now_is_condemned_with_what_stands_on_it() {
        // Given blocks that a clock far behind thinks are from the future
        grow(5);
        store.beginRebuild(Rebuild.ALL);
        Chain chain = chain(PARAMS);

        // When
        var fault = chain.rejudge(chain.bestHeader().ancestor(3), Instant.EPOCH);

        // Then
        assertThat(fault).hasValueSatisfying(found -> assertThat(found.code()).isEqualTo("time-too-new"));
        chain.advance();
        assertThat(chain.tip().height()).isEqualTo(2);
        assertThat(chain.bestHeader().height()).isEqualTo(2);
    }
}
