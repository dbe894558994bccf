package org.jackblockchain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.Rung;
import org.jackblockchain.chain.StoredHeader;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final int ROUNDS = 500;
    private final Samples samples = new Samples(3);

    @Test
    void headers_come_back() {
        for (int i = 0; i < ROUNDS; i++) {
            StoredHeader header = samples.storedHeader();
            byte[] record = Records.header(header);

            assertThat(record).hasSize(90);
            assertThat(Records.header(header.header().hash(), record)).isEqualTo(header);
        }
    }

    @Test
    void blocks_come_back() {
        for (int i = 0; i < ROUNDS; i++) {
            Block block = samples.block(i);
            assertThat(Records.block(block.hash(), block.toBytes())).isEqualTo(block);
        }
    }

    @Test
    void coins_come_back() {
        for (int i = 0; i < ROUNDS; i++) {
            Coin coin = samples.coin();
            assertThat(Records.coin(Records.coin(coin))).isEqualTo(coin);
        }
    }

    @Test
    void coins_at_the_ends_of_their_ranges_come_back() {
        for (long value : new long[]{0, 1, 0xfc, 0xfd, 0xffff, 0x1_0000, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            for (int height : new int[]{0, 126, 127, Integer.MAX_VALUE}) {
                var coin = new Coin(new TxOut(value, Bytes.EMPTY), height, height % 2 == 0);
                assertThat(Records.coin(Records.coin(coin))).isEqualTo(coin);
            }
        }
    }

    @Test
    void undo_comes_back() {
        for (int i = 0; i < ROUNDS; i++) {
            BlockUndo undo = samples.undo();
            assertThat(Records.undo(Records.undo(undo))).isEqualTo(undo);
        }
    }

    @Test
    void keys_are_wire_bytes() {
        BlockHash hash = samples.hash();
        assertThat(Records.hash(Records.key(hash))).isEqualTo(hash);

        var outPoint = new OutPoint(Txid.of("00".repeat(31) + "01"), 0x0203);
        byte[] expected = new byte[36];
        expected[0] = 1;
        expected[32] = 3;
        expected[33] = 2;
        assertThat(Records.key(outPoint)).isEqualTo(expected);
    }

    /** Folders on users' disks hold these bytes: a change of them needs a new {@link Identity#FORMAT}. */
    @Test
    void the_format_stays_as_it_was() {
        var coin = new Coin(new TxOut(50, Bytes.ofHex("51")), 10, true);
        assertThat(Records.coin(coin)).isEqualTo(Bytes.ofHex("15320151").toArray());
        assertThat(Records.undo(new BlockUndo(List.of(List.of(coin), List.of()))))
                .isEqualTo(Bytes.ofHex("02" + "01" + "15320151" + "00").toArray());

        var header = new StoredHeader(samples.header(), Rung.CONNECTED, true, 0x0102);
        assertThat(Arrays.copyOf(Records.header(header), 80)).isEqualTo(header.header().toBytes());
        assertThat(Arrays.copyOfRange(Records.header(header), 80, 90))
                .isEqualTo(Bytes.ofHex("02" + "01" + "0201000000000000").toArray());
    }

    @Test
    void a_record_cut_short_or_too_long_is_malformed() {
        StoredHeader header = samples.storedHeader();
        refusesAllButTheWhole(Records.header(header), bytes -> Records.header(header.header().hash(), bytes));
        Block block = samples.block(20);
        refusesAllButTheWhole(block.toBytes(), bytes -> Records.block(block.hash(), bytes));
        refusesAllButTheWhole(Records.coin(samples.coin()), Records::coin);
        var undo = new BlockUndo(List.of(List.of(samples.coin()), List.of(samples.coin(), samples.coin())));
        refusesAllButTheWhole(Records.undo(undo), Records::undo);
        refusesAllButTheWhole(Records.key(samples.hash()), Records::hash);
    }

    private static void refusesAllButTheWhole(byte[] whole, Function<byte[], ?> reader) {
        assertThat(reader.apply(whole)).isNotNull();
        for (int length = 0; length < whole.length; length++)
            refuses(Arrays.copyOf(whole, length), reader);
        refuses(Arrays.copyOf(whole, whole.length + 1), reader);
    }

    private static void refuses(byte[] bytes, Function<byte[], ?> reader) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> reader.apply(bytes));
    }

    @Test
    void a_header_or_block_under_another_hash_is_malformed() {
        StoredHeader header = samples.storedHeader();
        refuses(Records.header(header), bytes -> Records.header(samples.hash(), bytes));
        refuses(samples.block(20).toBytes(), bytes -> Records.block(samples.hash(), bytes));
    }

    @Test
    void unknown_rungs_and_flags_are_malformed() {
        StoredHeader header = samples.storedHeader();
        BlockHash hash = header.header().hash();
        refuses(with(Records.header(header), 80, 3), bytes -> Records.header(hash, bytes));
        refuses(with(Records.header(header), 80, -1), bytes -> Records.header(hash, bytes));
        refuses(with(Records.header(header), 81, 2), bytes -> Records.header(hash, bytes));
    }

    @Test
    void a_coin_above_the_highest_height_is_malformed() {
        var high = new ByteWriter().compactLong(2L * Integer.MAX_VALUE + 2).compactLong(1).varBytes(Bytes.EMPTY);
        refuses(high.toArray(), Records::coin);
    }

    private static byte[] with(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) value;
        return bytes;
    }
}
