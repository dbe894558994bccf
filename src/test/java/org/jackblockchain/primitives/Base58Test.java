package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import org.jackblockchain.Vectors;
import org.junit.jupiter.api.Test;

class Base58Test {
    private static final int PLENTY = 256;

    @Test
    void known_bytes_have_known_texts() {
        assertThat(Base58.encode(Bytes.EMPTY)).isEmpty();
        assertThat(Base58.encode(Bytes.ofHex("61"))).isEqualTo("2g");
        assertThat(Base58.encode(Bytes.ofHex("00000000000000000000"))).isEqualTo("1111111111");
        assertThat(Base58.decode("1111111111", PLENTY)).contains(Bytes.ofHex("00000000000000000000"));
        assertThat(Base58.decode("a3gV", PLENTY)).contains(Bytes.ofHex("626262"));
    }

    @Test
    void encodes_and_decodes_what_core_does() {
        for (var pair : Vectors.json("base58_encode_decode.json")) {
            var bytes = Bytes.ofHex(pair.get(0).asText());
            String text = pair.get(1).asText();
            assertThat(Base58.encode(bytes)).isEqualTo(text);
            assertThat(Base58.decode(text, PLENTY)).contains(bytes);
        }
    }

    @Test
    void every_length_of_extreme_bytes_survives() {
        for (int length = 0; length <= 100; length++) {
            byte[] ones = new byte[length];
            java.util.Arrays.fill(ones, (byte) 0xff);
            var bytes = Bytes.of(ones);
            assertThat(Base58.decode(Base58.encode(bytes), length)).contains(bytes);
            var zeros = Bytes.of(new byte[length]);
            assertThat(Base58.decode(Base58.encode(zeros), length)).contains(zeros);
        }
    }

    @Test
    void accepts_exactly_as_many_bytes_as_are_allowed() {
        assertThat(Base58.decode("a3gV", 3)).isPresent();
        assertThat(Base58.decode("111", 3)).isPresent();
    }

    @Test
    void refuses_one_byte_more_than_allowed() {
        assertThat(Base58.decode("a3gV", 2)).isEmpty();
        assertThat(Base58.decode("111", 2)).isEmpty();
        assertThat(Base58.decode("z".repeat(1_000_000), 100)).isEmpty();
    }

    @Test
    void the_least_number_that_needs_one_byte_more_is_refused() {
        for (int length = 1; length <= 60; length++) {
            byte[] power = new byte[length + 1];
            power[0] = 1;
            String text = Base58.encode(Bytes.of(power));
            assertThat(Base58.decode(text, length)).as("%d bytes", length).isEmpty();
            assertThat(Base58.decode(text, length + 1)).contains(Bytes.of(power));
        }
    }

    @Test
    void refuses_letters_that_look_like_others() {
        for (String bad : new String[]{"0", "O", "I", "l", " ", "2g ", "+", "2g\u0000", "\u0661", "é"}) {
            assertThat(Base58.decode(bad, PLENTY)).as(bad).isEmpty();
        }
    }

    @Test
    void the_checksum_finds_one_wrong_letter() {
        String address = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
        assertThat(Base58.decodeChecked(address, 21))
                .contains(Bytes.ofHex("0062e907b15cbf27d5425399ebf6f0fb50ebb88f18"));
        assertThat(Base58.decodeChecked(address.replace('Q', 'R'), 21)).isEmpty();
        assertThat(Base58.decodeChecked(address, 20)).isEmpty();
        assertThat(Base58.decodeChecked("", 21)).isEmpty();
        assertThat(Base58.decodeChecked("2g", 21)).isEmpty();
    }
}
