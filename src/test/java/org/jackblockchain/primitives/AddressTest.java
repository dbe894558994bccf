package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jackblockchain.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    private static final AddressFormat MAIN = format("bc", 0, 5);
    private static final AddressFormat TEST = format("tb", 111, 196);
    private static final AddressFormat REGTEST = format("bcrt", 111, 196);
    private static final AddressFormat JBC = new AddressFormat("jbc", OptionalInt.empty(), OptionalInt.empty());
    private static final Map<String, AddressFormat> FORMATS = Map.of("main", MAIN, "test", TEST, "signet", TEST,
            "regtest", REGTEST);

    private static AddressFormat format(String hrp, int p2pkh, int p2sh) {
        return new AddressFormat(hrp, OptionalInt.of(p2pkh), OptionalInt.of(p2sh));
    }

    @ParameterizedTest
    @CsvSource({"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, 76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac",
            "3P14159f73E4gFr7JterCCQh9QjiTjiZrG, a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, 0014751e76e8199196d454941c45d1b3a323f1433bd6",
            "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y,"
                    + "5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6",
            "bc1sw50qgdz25j, 6002751e",
            "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs, 5210751e76e8199196d454941c45d1b3a323",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0,"
                    + "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
            "bc1pfeessrawgf, 51024e73"})
    void known_addresses_lock_known_scripts(String address, String script) {
        assertThat(Address.parse(address, MAIN)).isEqualTo(new Address.Parsed.Locking(Bytes.ofHex(script)));
        assertThat(Address.of(Bytes.ofHex(script), MAIN)).contains(address);
    }

    @Test
    void bech32_may_be_all_upper_case() {
        assertThat(Address.parse("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", MAIN)).isEqualTo(
                new Address.Parsed.Locking(Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut"
                    + "| Invalid or unsupported Segwit (Bech32) or Base58 encoding.",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd"
                    + "| Version 1+ witness address must use Bech32m checksum",
            "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL"
                    + "| Version 1+ witness address must use Bech32m checksum",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh | Version 0 witness address must use Bech32 checksum",
            "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4 | Invalid Base 32 character",
            "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R"
                    + "| Invalid Bech32 address witness version",
            "bc1pw5dgrnzv | Invalid Bech32 address program size (1 byte)",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav"
                    + "| Invalid Bech32 address program size (41 bytes)",
            "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P"
                    + "| Invalid Bech32 v0 address program size (16 bytes), per BIP141",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf"
                    + "| Invalid padding in Bech32 data section",
            "bc1gmk9yu | Empty Bech32 data section",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5 | Invalid Bech32 checksum",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4 | Invalid character or mixed case",
            "bcqw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 | Missing separator",
            "bc1qqqqq | Invalid separator position",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb | Invalid checksum or length of Base58 address (P2PKH or P2SH)",
            "mzK2FFDEhxqHcmrJw1ysqFkVyhUULo45hZ | Invalid or unsupported Base58-encoded address."})
    void a_bad_address_is_refused_in_cores_words(String address, String why) {
        assertThat(Address.parse(address, MAIN)).isInstanceOfSatisfying(Address.Parsed.Invalid.class,
                invalid -> assertThat(invalid.why()).isEqualTo(why));
    }

    @Test
    void padding_that_is_not_zero_is_refused() {
        assertThat(Address.parse("tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j", TEST))
                .isEqualTo(new Address.Parsed.Invalid("Invalid padding in Bech32 data section"));
    }

    @Test
    void a_longer_prefix_that_begins_like_ours_is_refused() {
        String regtest = Address.of(Bytes.ofHex("51024e73"), REGTEST).orElseThrow();
        assertThat(Address.parse(regtest, MAIN)).isEqualTo(new Address.Parsed.Invalid(
                "Invalid or unsupported prefix for Segwit (Bech32) address (expected bc, got bcrt)."));
    }

    @Test
    void a_network_without_base58_neither_writes_nor_reads_it() {
        assertThat(Address.of(Bytes.ofHex("76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac"), JBC)).isEmpty();
        assertThat(Address.of(Bytes.ofHex("a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87"), JBC)).isEmpty();
        assertThat(Address.parse("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", JBC))
                .isEqualTo(new Address.Parsed.Invalid("Invalid or unsupported Base58-encoded address."));
    }

    @Test
    void a_prefix_of_ones_own_works() {
        var script = Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
        String address = Address.of(script, JBC).orElseThrow();
        assertThat(address).startsWith("jbc1q");
        assertThat(Address.parse(address, JBC)).isEqualTo(new Address.Parsed.Locking(script));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "51", "0013751e76e8199196d454941c45d1b3a323f1433b", "510151",
            "0001", "6114751e76e8199196d454941c45d1b3a323f1433bd6", "5015751e76e8199196d454941c45d1b3a323f1433bd6",
            "4f14751e76e8199196d454941c45d1b3a323f1433bd6", "0015751e76e8199196d454941c45d1b3a323f1433bd6",
            "6a026869", "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ad"})
    void other_scripts_have_no_address(String script) {
        assertThat(Address.of(Bytes.ofHex(script), MAIN)).isEmpty();
    }

    @Test
    void programs_of_2_and_40_bytes_have_addresses_and_41_have_none() {
        for (int length = 2; length <= 41; length++) {
            var script = new ByteWriter().u8(0x52).u8(length).array(new byte[length]).toBytes();
            var address = Address.of(script, MAIN);
            assertThat(address.isPresent()).as("%d bytes", length).isEqualTo(length <= 40);
            address.ifPresent(text -> assertThat(Address.parse(text, MAIN))
                    .isEqualTo(new Address.Parsed.Locking(script)));
        }
    }

    @Test
    void valid_addresses_of_core_are_valid_here() {
        int tested = 0;
        for (var entry : Vectors.json("key_io_valid.json")) {
            if (entry.get(2).get("isPrivkey").asBoolean())
                continue;
            tested++;
            String address = entry.get(0).asText();
            var script = Bytes.ofHex(entry.get(1).asText());
            AddressFormat format = Objects.requireNonNull(FORMATS.get(entry.get(2).get("chain").asText()));
            assertThat(Address.parse(address, format)).as(address).isEqualTo(new Address.Parsed.Locking(script));
            assertThat(Address.of(script, format)).contains(address);
            boolean canFlip = entry.get(2).path("tryCaseFlip").asBoolean(false);
            if (canFlip) {
                assertThat(Address.parse(flipped(address), format)).isEqualTo(new Address.Parsed.Locking(script));
            }
        }
        assertThat(tested).isPositive();
    }

    private static String flipped(String text) {
        var flipped = new StringBuilder();
        text.chars().map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .forEach(c -> flipped.append((char) c));
        return flipped.toString();
    }

    @Test
    void invalid_addresses_of_core_are_invalid_everywhere() {
        for (var entry : Vectors.json("key_io_invalid.json")) {
            String address = entry.get(0).asText();
            for (AddressFormat format : FORMATS.values()) {
                assertThat(Address.parse(address, format)).as(address).isInstanceOf(Address.Parsed.Invalid.class);
            }
        }
    }
}
