package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {
    @ParameterizedTest
    @CsvSource({"00, 0", "fc, 252", "fdfd00, 253", "fdffff, 65535", "fe00000100, 65536", "feffffffff, 4294967295",
            "ff0000000001000000, 4294967296", "ffffffffffffffff7f, 9223372036854775807"})
    void a_size_has_one_form_the_shortest(String hex, long size) {
        assertThat(new ByteReader(Hex.parse(hex)).compactSize()).isEqualTo(size);
        assertThat(new ByteWriter().compactSize(size).toBytes()).hasToString(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd0000", "fdfc00", "fe00000000", "feffff0000", "ff0000000000000000",
            "ffffffffff00000000"})
    void a_longer_form_is_malformed(String hex) {
        assertThatThrownBy(() -> new ByteReader(Hex.parse(hex)).compactSize()).isInstanceOf(MalformedException.class)
                .hasMessage("non-canonical ReadCompactSize()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fd", "fdff", "fe", "feffffff", "ff", "ffffffffffffff"})
    void a_size_cut_short_is_malformed(String hex) {
        assertThatThrownBy(() -> new ByteReader(Hex.parse(hex)).compactSize()).isInstanceOf(MalformedException.class);
    }

    @Test
    void a_size_is_not_negative_but_other_64_bits_may_be() {
        byte[] bytes = Hex.parse("ff0000000000000080");
        assertThatThrownBy(() -> new ByteReader(bytes).compactSize()).isInstanceOf(MalformedException.class);
        assertThat(new ByteReader(bytes).compactLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(new ByteWriter().compactLong(Long.MIN_VALUE).toArray()).isEqualTo(bytes);
        assertThatThrownBy(() -> new ByteWriter().compactSize(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_count_may_promise_exactly_what_is_there() {
        assertThat(new ByteReader(Hex.parse("020000000000000000")).count(4)).isEqualTo(2);
    }

    @Test
    void a_count_of_one_item_more_is_malformed() {
        assertThatThrownBy(() -> new ByteReader(Hex.parse("0200000000000000")).count(4))
                .isInstanceOf(MalformedException.class).hasMessage("2 items in 7 bytes");
    }

    @Test
    void reads_only_its_range() {
        var in = new ByteReader(Hex.parse("0102030405"), 1, 3);
        assertThat(in.peek()).isEqualTo((byte) 2);
        assertThat(in.bytes(3)).hasToString("020304");
        assertThat(in.remaining()).isZero();
        assertThatThrownBy(in::u8).isInstanceOf(MalformedException.class);
    }

    @Test
    void what_is_written_is_read() {
        var random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            long value = random.nextLong() >>> random.nextInt(64);
            var hash = new BlockHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            byte[] bytes = new ByteWriter(0).u8((int) value).u16((int) value).u16BigEndian((int) value)
                    .i32((int) value).u32(value).i64(value).compactLong(value).hash(hash).toArray();
            var in = new ByteReader(bytes);
            assertThat(in.u8()).isEqualTo((byte) value);
            assertThat(in.u16()).isEqualTo((int) (value & 0xffff));
            assertThat(in.u16BigEndian()).isEqualTo((int) (value & 0xffff));
            assertThat(in.i32()).isEqualTo((int) value);
            assertThat(in.u32()).isEqualTo(value & 0xffff_ffffL);
            assertThat(in.i64()).isEqualTo(value);
            assertThat(in.compactLong()).isEqualTo(value);
            assertThat(in.blockHash()).isEqualTo(hash);
            in.expectEnd();
        }
    }

    @Test
    void ports_are_in_network_order() {
        assertThat(new ByteWriter().u16BigEndian(0x13ec).toBytes()).hasToString("13ec");
        assertThat(new ByteWriter().u16(0x13ec).toBytes()).hasToString("ec13");
    }

    @Test
    void a_slice_beyond_the_end_is_refused() {
        var bytes = Bytes.ofHex("0102");
        assertThat(bytes.slice(1, 2)).hasToString("02");
        assertThatThrownBy(() -> bytes.slice(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
