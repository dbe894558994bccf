package org.jackblockchain.app.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.AddressFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {
    private static final AddressFormat FORMAT = Networks.JBC.addresses();

    @TempDir
    private Path folder;

    @Test
    void the_phrase_is_made_once_for_its_owner_only() throws IOException {
        String first = KeyStore.in(folder, FORMAT).address();

        assertThat(KeyStore.in(folder, FORMAT).address()).isEqualTo(first).startsWith("jbc1q");
        assertThat(Files.readString(folder.resolve("phrase.txt"))).contains(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("phrase.txt"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_new_address_is_no_earlier_one_and_all_are_ours() {
        KeyStore keys = KeyStore.in(folder, FORMAT);
        String first = keys.address();
        String second = keys.newAddress();
        String third = keys.newAddress();

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(KeyStore.in(folder, FORMAT).address()).as("the last one given out").isEqualTo(third);
        assertThat(keys.keys()).extracting(SigningKey::script).contains(keys.payout(), keys.change());
    }

    @Test
    void change_goes_to_another_address_each_time() {
        KeyStore keys = KeyStore.in(folder, FORMAT);
        var before = keys.change();
        keys.useChange();

        assertThat(keys.change()).isNotEqualTo(before);
        assertThat(keys.keys()).extracting(SigningKey::script).contains(before, keys.change());
    }

    @Test
    void an_old_payout_key_is_one_of_the_keys() {
        PayoutKey old = PayoutKey.at(folder.resolve("payout.key"), FORMAT);

        assertThat(KeyStore.in(folder, FORMAT).keys()).extracting(SigningKey::script).contains(old.script());
    }

    @Test
    void a_file_without_a_good_phrase_is_named_and_left_alone() throws IOException {
        Path file = folder.resolve("phrase.txt");
        for (String text : List.of("", "abandon abandon\n", "abandon ".repeat(12) + "\n", "zoo\nzoo\n")) {
            Files.writeString(file, text);

            assertThatThrownBy(() -> KeyStore.in(folder, FORMAT)).isInstanceOf(UserError.class)
                    .hasMessageContaining("phrase.txt").hasMessageNotContaining("abandon abandon");
            assertThat(Files.readString(file)).isEqualTo(text);
        }
    }
}
