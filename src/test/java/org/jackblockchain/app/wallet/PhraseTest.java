package org.jackblockchain.app.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.acinq.bitcoin.MnemonicCode;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Hex;
import org.junit.jupiter.api.Test;

/** BIP39's and BIP84's own vectors. */
class PhraseTest {
    private static final String ABANDON = "abandon ".repeat(11) + "about";
    private static final AddressFormat BITCOIN = new AddressFormat("bc", OptionalInt.of(0), OptionalInt.of(5));

    @Test
    void words_become_the_seed_of_BIP39() {
        assertThat(Hex.of(MnemonicCode.toSeed(ABANDON, "TREZOR"))).isEqualTo(
                "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d182"
                        + "64c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04");
    }

    @Test
    void keys_have_the_addresses_of_BIP84() {
        Phrase phrase = Phrase.of(ABANDON, 0);

        assertThat(address(phrase, Phrase.Row.RECEIVE, 0)).isEqualTo("bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu");
        assertThat(address(phrase, Phrase.Row.RECEIVE, 1)).isEqualTo("bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g");
        assertThat(address(phrase, Phrase.Row.CHANGE, 0)).isEqualTo("bc1q8c6fshw2dlwun7ekn9qwf37cu2rn755upcp6el");
    }

    @Test
    void the_coins_number_is_part_of_the_path() {
        assertThat(address(Phrase.of(ABANDON, 1), Phrase.Row.RECEIVE, 0))
                .isNotEqualTo(address(Phrase.of(ABANDON, 0), Phrase.Row.RECEIVE, 0));
    }

    @Test
    void refuses_a_wrong_checksum_and_a_word_that_is_none() {
        assertThatThrownBy(() -> Phrase.of("abandon ".repeat(11) + "abandon", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Phrase.of("abandon ".repeat(11) + "bitcoin", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void two_phrases_by_chance_differ_and_are_of_twelve_words() {
        var both = Stream.generate(Phrase::words).limit(2).toList();

        assertThat(both).doesNotHaveDuplicates().allMatch(words -> words.matches("([a-z]+ ){11}[a-z]+"));
        assertThat(Phrase.of("  " + both.getFirst().toUpperCase(Locale.ROOT), 1)).isNotNull();
    }

    private static String address(Phrase phrase, Phrase.Row row, int index) {
        return Address.of(phrase.key(row, index).script(), BITCOIN).orElseThrow();
    }
}
