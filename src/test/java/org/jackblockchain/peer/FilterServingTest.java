package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.Blocks;
import org.jackblockchain.chain.BlockFilter;
import org.jackblockchain.chain.BlockFilters;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.Test;

/** What light clients may ask of compact filters, and what they get. */
class FilterServingTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final List<Block> CHAIN = Blocks.chain(PARAMS, List.of(), 2_001, "ours");

    private final Made made = new Made();
    private final Stage stage = new Stage(PARAMS, Stage.CONFIG.withRelaying(Relaying.ALL.withBlockFilters(made)),
            List.of());

    /** Coinbases spend nothing, so nothing else is needed. */
    private static final class Made implements BlockFilters {
        private final Map<BlockHash, BlockFilter> filters = new HashMap<>();
        private final Map<BlockHash, Commitment> commitments = new HashMap<>();

        private Made() {
            FilterHash header = add(PARAMS.genesis(), FilterHash.ZERO);
            for (Block block : CHAIN)
                header = add(block, header);
        }

        private FilterHash add(Block block, FilterHash previous) {
            BlockFilter filter = BlockFilter.of(block, BlockUndo.NOTHING);
            filters.put(block.hash(), filter);
            commitments.put(block.hash(), new Commitment(filter.hash(), filter.header(previous)));
            return filter.header(previous);
        }

        @Override
        public Optional<Bytes> filter(BlockHash block) {
            return Optional.ofNullable(filters.get(block)).map(BlockFilter::bytes);
        }

        @Override
        public Optional<Commitment> commitment(BlockHash block) {
            return Optional.ofNullable(commitments.get(block));
        }
    }

    private Stage.Stranger client() {
        stage.node().hold(CHAIN);
        return stage.caller("1.2.3.4:1").greets();
    }

    private static BlockHash at(int height) {
        return CHAIN.get(height - 1).hash();
    }

    @Test
    void filters_come_one_by_one_from_the_first_block_to_the_last() {
        var client = client();

        client.say(new Message.GetCFilters(0, 3, at(5)));

        assertThat(client.hears()).containsExactly(
                new Message.CFilter(0, at(3), made.filter(at(3)).orElseThrow()),
                new Message.CFilter(0, at(4), made.filter(at(4)).orElseThrow()),
                new Message.CFilter(0, at(5), made.filter(at(5)).orElseThrow()));
    }

    @Test
    void hashes_come_with_the_header_before_them() {
        var client = client();
        client.say(new Message.GetCFHeaders(0, 0, PARAMS.genesis().hash()), new Message.GetCFHeaders(0, 2, at(3)));

        assertThat(client.hears()).containsExactly(
                new Message.CFHeaders(0, PARAMS.genesis().hash(), FilterHash.ZERO,
                        List.of(made.commitment(PARAMS.genesis().hash()).orElseThrow().hash())),
                new Message.CFHeaders(0, at(3), made.commitment(at(1)).orElseThrow().header(),
                        List.of(made.commitment(at(2)).orElseThrow().hash(),
                                made.commitment(at(3)).orElseThrow().hash())));
    }

    @Test
    void there_is_a_checkpoint_at_each_thousandth_block() {
        var client = client();
        client.say(new Message.GetCFCheckpoints(0, at(999)), new Message.GetCFCheckpoints(0, at(2_000)));

        assertThat(client.hears()).containsExactly(new Message.CFCheckpoints(0, at(999), List.of()),
                new Message.CFCheckpoints(0, at(2_000), List.of(made.commitment(at(1_000)).orElseThrow().header(),
                        made.commitment(at(2_000)).orElseThrow().header())));
    }

    @Test
    void a_thousand_filters_or_two_thousand_hashes_may_be_asked_for_and_no_more() {
        var client = client();
        client.say(new Message.GetCFilters(0, 1, at(1_000)));
        client.say(new Message.GetCFHeaders(0, 1, at(2_000)));
        assertThat(client.hears(Message.CFHeaders.class)).singleElement()
                .satisfies(answer -> assertThat(answer.hashes()).hasSize(2_000));

        client.say(new Message.GetCFHeaders(0, 1, at(2_001)));
        assertThat(client.isConnected()).isFalse();
        var greedy = stage.caller("1.2.3.5:1").greets();
        greedy.say(new Message.GetCFilters(0, 1, at(1_001)));
        assertThat(greedy.goodbye()).contains("too many cfilters/cfheaders: 1001 / 1000");
    }

    @Test
    void filters_are_sent_at_the_askers_pace_and_the_pong_comes_after_them() {
        made.filters.replaceAll((hash, _) -> new BlockFilter(hash, Bytes.of(new byte[Serving.MAX_UNSENT_BYTES / 3])));
        stage.slow();
        var client = client();
        client.take();
        client.hears();

        client.say(new Message.GetCFilters(0, 1, at(10)), new Message.Ping(7));
        int atOnce = client.hears().size();
        assertThat(atOnce).isBetween(1, 4);
        int more = 0;
        for (int i = 0; i < 10; i++) {
            client.take();
            more += client.hears(Message.CFilter.class).size();
        }

        assertThat(atOnce + more).isEqualTo(10);
        assertThat(stage.said(client, Message.Pong.class)).containsExactly(new Message.Pong(7));
    }

    @Test
    void who_asks_nonsense_is_cut_off() {
        stage.node().hold(CHAIN);
        for (Message nonsense : List.of(new Message.GetCFilters(1, 1, at(1)), new Message.GetCFilters(0, 2, at(1)),
                new Message.GetCFHeaders(0, -1, at(1)), new Message.GetCFCheckpoints(0, new BlockHash(1, 2, 3, 4)))) {
            var client = stage.caller("1.2.3.4:1").greets().say(nonsense);
            assertThat(client.isConnected()).as(nonsense.toString()).isFalse();
        }
    }

    @Test
    void a_node_without_filters_says_so_by_hanging_up() {
        var plain = new Stage(PARAMS);
        var client = plain.caller("1.2.3.4:1").greets();

        client.say(new Message.GetCFCheckpoints(0, PARAMS.genesis().hash()));

        assertThat(client.goodbye()).startsWith("peer requested unsupported block filter type");
    }

    @Test
    void what_is_not_made_yet_is_not_answered() {
        var client = client();
        made.commitments.remove(at(2));
        made.filters.remove(at(2));

        client.say(new Message.GetCFilters(0, 2, at(2)), new Message.GetCFHeaders(0, 1, at(3)),
                new Message.GetCFHeaders(0, 3, at(3)));

        assertThat(client.hears()).isEmpty();
        assertThat(client.isConnected()).isTrue();
    }
}
