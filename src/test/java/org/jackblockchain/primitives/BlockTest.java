package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final String GENESIS_HEADER = "01000000" + "00".repeat(32)
            + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a" + "29ab5f49" + "ffff001d"
            + "1dac2b7c";
    private static final String GENESIS_COINBASE = "01000000" + "01" + "00".repeat(32) + "ffffffff" + "4d"
            + "04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b20"
            + "6f66207365636f6e64206261696c6f757420666f722062616e6b73" + "ffffffff" + "01" + "00f2052a01000000" + "43"
            + "4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de"
            + "5c384df7ba0b8d578a4c702b6bf11d5fac" + "00000000";
    private static final Block GENESIS = Block.of(Hex.parse(GENESIS_HEADER + "01" + GENESIS_COINBASE));

    @Test
    void the_genesis_block_of_bitcoin_has_its_hash() {
        assertThat(GENESIS.hash()).hasToString("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
        assertThat(GENESIS.header().bits().target().orElseThrow().isMetBy(GENESIS.hash())).isTrue();
        assertThat(GENESIS.header().instant()).hasToString("2009-01-03T18:15:05Z");
    }

    @Test
    void its_only_transaction_is_a_coinbase_whose_txid_is_the_merkle_root() {
        var coinbase = GENESIS.transactions().getFirst();
        assertThat(coinbase.isCoinbase()).isTrue();
        assertThat(coinbase.txid().hex()).isEqualTo(GENESIS.header().merkleRoot().hex());
        assertThat(coinbase.wtxid().hex()).isEqualTo(coinbase.txid().hex());
        assertThat(coinbase.outputs()).extracting(TxOut::value).containsExactly(50_0000_0000L);
    }

    @Test
    void is_written_as_it_was_read() {
        assertThat(Hex.of(GENESIS.toBytes())).isEqualTo(GENESIS_HEADER + "01" + GENESIS_COINBASE);
        assertThat(GENESIS.size()).isEqualTo(285);
        assertThat(GENESIS.strippedSize()).isEqualTo(285);
        assertThat(GENESIS.weight()).isEqualTo(4 * 285);
    }

    @Test
    void another_nonce_is_another_hash() {
        var header = GENESIS.header();
        assertThat(header.withNonce(header.nonce() + 1).hash()).isNotEqualTo(header.hash());
        assertThat(header.withNonce(-1).toBytes()).endsWith(0xff, 0xff, 0xff, 0xff);
    }

    @Test
    void fields_that_are_unsigned_on_the_wire_stay_so() {
        byte[] all = new byte[BlockHeader.BYTES];
        java.util.Arrays.fill(all, (byte) 0xff);
        var header = ByteReader.readAll(all, BlockHeader::read);
        assertThat(header.version()).isEqualTo(-1);
        assertThat(header.time()).isEqualTo(0xffff_ffffL);
        assertThat(header.toBytes()).isEqualTo(all);
    }

    @Test
    void stripping_takes_the_witnesses_and_leaves_the_hash() {
        var input = new TxIn(OutPoint.COINBASE, Bytes.ofHex("5151"), TxIn.FINAL, List.of(Bytes.of(new byte[32])));
        var coinbase = new Transaction(2, List.of(input), List.of(new TxOut(1, Bytes.EMPTY)), 0);
        var block = new Block(GENESIS.header(), List.of(coinbase));
        var stripped = block.stripped();
        assertThat(stripped.hash()).isEqualTo(block.hash());
        assertThat(stripped.size()).isEqualTo(block.strippedSize()).isEqualTo(block.size() - 2 - 34);
        assertThat(stripped.transactions().getFirst().txid()).isEqualTo(coinbase.txid());
        assertThat(block.weight()).isEqualTo(4 * block.strippedSize() + 36);
    }

    @Test
    void bytes_too_many_and_bytes_too_few_are_malformed() {
        assertThatThrownBy(() -> Block.of(Hex.parse(GENESIS_HEADER + "01" + GENESIS_COINBASE + "00")))
                .isInstanceOf(MalformedException.class).hasMessage("1 bytes left over");
        String whole = GENESIS_HEADER + "01" + GENESIS_COINBASE;
        for (int end = 0; end < whole.length(); end += 2) {
            byte[] part = Hex.parse(whole.substring(0, end));
            assertThatThrownBy(() -> Block.of(part)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void a_count_that_promises_more_than_there_is_allocates_nothing() {
        assertThatThrownBy(() -> Block.of(Hex.parse(GENESIS_HEADER + "feffffffff" + GENESIS_COINBASE)))
                .isInstanceOf(MalformedException.class).hasMessageContaining("4294967295 items");
    }
}
