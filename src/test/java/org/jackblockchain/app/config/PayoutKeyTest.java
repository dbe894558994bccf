package org.jackblockchain.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jackblockchain.Vectors;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayoutKeyTest {
    private static final AddressFormat FORMAT = Networks.JBC.addresses();

    @TempDir
    private Path folder;

    @Test
    void a_key_is_made_once_and_then_kept() throws IOException {
        // Given
        Path file = folder.resolve("payout.key");
        var made = PayoutKey.at(file, FORMAT);
        String text = Files.readString(file);

        // When
        var read = PayoutKey.at(file, FORMAT);

        // Then
        assertThat(read.script()).isEqualTo(made.script());
        assertThat(file).hasContent(text);
        assertThat(text).contains("# Address: " + Address.of(made.script(), FORMAT).orElseThrow()).contains("jbc1p");
        assertThat(folder).isDirectoryContaining(found -> found.equals(file)).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void two_nodes_have_different_keys() {
        assertThat(PayoutKey.at(folder.resolve("a"), FORMAT).script())
                .isNotEqualTo(PayoutKey.at(folder.resolve("b"), FORMAT).script());
    }

    @Test
    void only_the_owner_can_read_it() throws IOException {
        Path file = folder.resolve("payout.key");
        PayoutKey.at(file, FORMAT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void the_output_is_the_tweaked_key_of_bip86() {
        byte[] internal = Hex.parse("cc8a4bc64d897bddc5fbc2f670f7a8ba0b386779106cf1223c6fc5d7cd6fc115");

        assertThat(Hex.of(PayoutKey.tweaked(internal)))
                .isEqualTo("a60869f0dbcf1dc659c9cecbaf8050135ea9e8cdc487053f1dc6880949dc684c");
    }

    @Test
    void the_tweak_is_that_of_bip341() {
        int checked = 0;
        for (JsonNode vector : Vectors.json("bip341_wallet_vectors.json").get("scriptPubKey")) {
            if (vector.at("/given/scriptTree").isNull()) {
                byte[] internal = Hex.parse(vector.at("/given/internalPubkey").textValue());
                assertThat("5120" + Hex.of(PayoutKey.tweaked(internal)))
                        .isEqualTo(vector.at("/expected/scriptPubKey").textValue());
                checked++;
            }
        }
        assertThat(checked).isPositive();
    }

    @Test
    void a_file_without_a_key_is_refused_and_left_alone() throws IOException {
        Path file = folder.resolve("payout.key");
        Files.writeString(file, "# nothing here\n");

        assertThatThrownBy(() -> PayoutKey.at(file, FORMAT)).isInstanceOf(UserError.class)
                .hasMessageContaining("does not hold one key");
        assertThat(file).hasContent("# nothing here\n");

        Files.writeString(file, "0".repeat(64));
        assertThatThrownBy(() -> PayoutKey.at(file, FORMAT)).isInstanceOf(UserError.class)
                .hasMessageContaining("no secret key");
    }
}
