package org.jackblockchain.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jackblockchain.Vectors;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

/** Compact filters against the vectors of BIP158. */
class BlockFilterTest {
    @Test
    void is_as_the_vectors_have_it() {
        int seen = 0;
        for (JsonNode row : Vectors.json("blockfilters.json")) {
            if (row.size() < 2)
                continue;
            Block block = ByteReader.readAll(Bytes.ofHex(row.path(2).textValue()).toArray(), Block::read);
            BlockFilter filter = BlockFilter.of(block, undo(row.path(3)));

            assertThat(filter.block().hex()).isEqualTo(row.path(1).textValue());
            assertThat(filter.bytes().hex()).as(row.path(7).textValue()).isEqualTo(row.path(5).textValue());
            assertThat(filter.header(FilterHash.of(row.path(4).textValue())).hex())
                    .isEqualTo(row.path(6).textValue());
            assertFinds(filter, block);
            seen++;
        }
        assertThat(seen).isEqualTo(10);
    }

    private static BlockUndo undo(JsonNode scripts) {
        List<Coin> coins = new ArrayList<>();
        scripts.forEach(script -> coins.add(new Coin(new TxOut(1, Bytes.ofHex(script.textValue())), 1, false)));
        return new BlockUndo(List.of(coins));
    }

    private static void assertFinds(BlockFilter filter, Block block) {
        for (Transaction transaction : block.transactions()) {
            for (TxOut output : transaction.outputs()) {
                boolean counts = output.script().length() > 0 && output.script().at(0) != 0x6a;
                assertThat(filter.matchesAny(List.of(output.script()))).isEqualTo(counts);
            }
        }
    }

    @Test
    void finds_one_of_many_scripts_and_none_that_is_not_there() {
        List<TxOut> outputs = IntStream.range(0, 300).mapToObj(i -> new TxOut(1, script(i))).toList();
        var undo = new BlockUndo(
                List.of(outputs.stream().map(output -> new Coin(output, 1, false)).toList()));
        BlockFilter filter = BlockFilter.of(new Block(Networks.REGTEST.genesis().header(), List.of()), undo);

        for (int i = 0; i < 300; i++)
            assertThat(filter.matchesAny(List.of(script(i), script(1_000 + i)))).isTrue();
        for (int i = 300; i < 600; i++)
            assertThat(filter.matchesAny(List.of(script(i)))).isFalse();
        assertThat(filter.matchesAny(List.of())).isFalse();
    }

    @Test
    void of_nothing_is_a_zero_and_matches_nothing() {
        BlockFilter filter = BlockFilter.of(new Block(Networks.REGTEST.genesis().header(), List.of()),
                BlockUndo.NOTHING);

        assertThat(filter.bytes()).isEqualTo(Bytes.ofHex("00"));
        assertThat(filter.matchesAny(List.of(script(1)))).isFalse();
    }

    @Test
    void bytes_that_end_too_early_are_no_filter() {
        var filter = new BlockFilter(BlockHash.ZERO, Bytes.ofHex("02ffff"));

        assertThatThrownBy(() -> filter.matchesAny(List.of(script(1)))).isInstanceOf(MalformedException.class);
    }

    private static Bytes script(int number) {
        return Bytes.of((byte) 2, (byte) number, (byte) (number >> 8));
    }
}
