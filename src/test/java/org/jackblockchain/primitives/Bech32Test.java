package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Bech32Test {
    @ParameterizedTest
    @ValueSource(strings = {"A12UEL5L", "a12uel5l",
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
            "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
            "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
            "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "?1ezyfcl"})
    void reads_the_examples_of_bip173(String text) {
        assertThat(variantOf(text)).isEqualTo(Bech32.Variant.BECH32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1LQFN3A", "a1lqfn3a",
            "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
            "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
            "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
            "split1checkupstagehandshakeupstreamerranterredcaperredlc445v", "?1v759aa"})
    void reads_the_examples_of_bip350(String text) {
        assertThat(variantOf(text)).isEqualTo(Bech32.Variant.BECH32M);
    }

    private static Bech32.Variant variantOf(String text) {
        var parts = (Bech32.Decoded.Parts) Bech32.decode(text);
        assertThat(Bech32.encode(parts.variant(), parts.prefix(), parts.values())).isEqualToIgnoringCase(text);
        return parts.variant();
    }

    @ParameterizedTest
    @ValueSource(strings = {" 1nwldj5", "\u007f1axkwrx", "\u00801eym55h",
            "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
            "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "de1lg7wt\u00ff", "A1G7SGD8", "10a06t8",
            "1qzzfhee",
            "a12UEL5L", "A12uEL5L", "", "1", " 1xj0phk", "\u007f1g6xzxy", "\u00801vctc34", "qyrz8wqd2c9m",
            "1qyrz8wqd2c9m", "y1b0jsk6g", "lt1igcx5c0", "in1muywd", "mm1crxm3i", "au1s5cgom", "M1VUXWEZ", "16plkw9",
            "1p2gdwpf"})
    void refuses_the_bad_examples_of_both(String text) {
        assertThat(Bech32.decode(text)).isInstanceOf(Bech32.Decoded.Broken.class);
    }

    @Test
    void every_single_wrong_letter_is_found_and_its_place_told() {
        String text = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
        for (int at = 3; at < text.length(); at++) {
            for (char letter : "qpzry9x8gf2tvdw0s3jn54khce6mua7l".toCharArray()) {
                if (letter == text.charAt(at))
                    continue;
                String wrong = text.substring(0, at) + letter + text.substring(at + 1);
                assertThat(Bech32.decode(wrong)).as(wrong)
                        .isEqualTo(new Bech32.Decoded.Broken("Invalid Bech32 checksum", List.of(at)));
            }
        }
    }

    @Test
    void the_places_of_two_wrong_letters_are_told_and_of_three_none() {
        assertThat(places("bcrt1qax9suht3qv95sw33xavx8crpxduefdrsvgsklu")).containsExactly(22, 43);
        assertThat(places("bcrt1qdg3myrgvzw7ml8q0ejxhlkyxn7vl9r56yzkfgvzclrf4hkpx9yfqhpsuks")).containsExactly(19, 30);
        assertThat(Bech32.decode("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8fqqq"))
                .isEqualTo(new Bech32.Decoded.Broken("Invalid checksum", List.of()));
    }

    @Test
    void what_needs_no_arithmetic_is_told_too() {
        String longest = "bc1" + "q".repeat(87);
        assertThat(places(longest + "qq")).containsExactly(90, 91);
        assertThat(places(longest)).doesNotContain(90);
        assertThat(places("bc1qW508d6qEjx\u00ff")).containsExactly(4, 11, 14);
        assertThat(places("1qqqqqqqqqq")).containsExactly(0);
        assertThat(places("bcqqqqqqqqqq")).isEmpty();
        assertThat(places("bc1qo08d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")).containsExactly(4);
    }

    private static List<Integer> places(String text) {
        return ((Bech32.Decoded.Broken) Bech32.decode(text)).places();
    }

    @Test
    void does_not_write_what_it_could_not_read() {
        Bytes tooMany = Bytes.of(new byte[82]);
        assertThatThrownBy(() -> Bech32.encode(Bech32.Variant.BECH32, "bc", tooMany))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bech32.encode(Bech32.Variant.BECH32, "BC", Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytes_of_every_length_survive_as_fives() {
        for (int length = 0; length < 50; length++) {
            var bytes = new byte[length];
            java.util.Arrays.fill(bytes, (byte) 0xb5);
            assertThat(Bech32.toEights(Bech32.toFives(Bytes.of(bytes)))).contains(Bytes.of(bytes));
        }
    }

    @Test
    void a_whole_five_left_over_is_not_padding() {
        assertThat(Bech32.toEights(Bytes.ofHex("0000"))).contains(Bytes.ofHex("00"));
        assertThat(Bech32.toEights(Bytes.ofHex("000000"))).isEmpty();
        assertThat(Bech32.toEights(Bytes.ofHex("0001"))).isEmpty();
    }
}
