package org.jackblockchain.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Checkpoint;
import org.jackblockchain.consensus.Genesis;
import org.jackblockchain.consensus.Retarget;
import org.jackblockchain.consensus.Subsidy;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFileTest {
    private static final CompactTarget EASY = CompactTarget.of("207fffff");
    private static final Block GENESIS = Genesis.mine("lab", Instant.parse("2026-01-01T00:00:00Z"), EASY, 50);
    private static final ChainParams LAB = new ChainParams("lab", NetworkFile.magic(GENESIS), 6000, 50, GENESIS, EASY,
            Duration.ofMillis(2_500), new Retarget.Lwma(20), new Subsidy(12_5000_0000L, 210_000), 10,
            Activations.FROM_BLOCK_ONE, Duration.ofMinutes(1), OptionalInt.of(7),
            new AddressFormat("lab", OptionalInt.empty(), OptionalInt.empty()), List.of("example.org:5100"),
            List.of(new Checkpoint(0, GENESIS.hash())), new Work(BigInteger.valueOf(255)));

    @TempDir
    private Path folder;

    @Test
    void what_is_written_reads_back_the_same() throws IOException {
        Path file = folder.resolve("lab.json");
        Files.writeString(file, NetworkFile.write(LAB));

        assertThat(NetworkFile.read(file)).isEqualTo(LAB);
    }

    @Test
    void the_magic_is_the_first_four_bytes_of_the_genesis_hash_on_the_wire() {
        BlockHash hash = GENESIS.hash();
        assertThat("%08x".formatted(NetworkFile.magic(GENESIS)))
                .isEqualTo(hash.hex().substring(62) + hash.hex().substring(60, 62) + hash.hex().substring(58, 60)
                        + hash.hex().substring(56, 58));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "name | \"JBC lab\" | a-z", "name | \"jbc\" | built in", "name | 5 | text in quotes",
            "interval | \"0ms\" | 100ms", "interval | \"5\" | no duration", "interval | 5 | text in quotes",
            "easiest | \"20ffffff\" | no target", "easiest | \"21007fff\" | usual form", "easiest | \"x\" | eight hex",
            "easiest | \"1e00ffff\" | genesis", "lwma_window | 0 | from 1 to", "lwma_window | 1.5 | whole number",
            "subsidy | \"-1\" | no amount", "subsidy | 50 | text in quotes", "halving | 0 | from 1",
            "maturity | -1 | from 0", "max_clock_drift | \"0ms\" | from 1s", "finality | 0 | from 1",
            "finality | \"none\" | whole number", "prefix | \"LAB\" | a-z", "http_port | 70000 | 65535",
            "p2p_port_offset | 0 | from 1", "first_peers | [\"example.org\"] | host:port",
            "first_peers | \"a:1\" | list", "checkpoints | [{\"height\": 1}] | height",
            "checkpoints | [{\"height\": 1, \"hash\": \"00\"}] | 64 hex digits",
            "minimum_chain_work | \"0x1\" | hex digits", "genesis | \"00\" | not a block in hex",
            "genesis | \"zz\" | not a block in hex"})
    void each_wrong_field_is_named(String field, String value, String why) throws JsonProcessingException {
        ObjectNode json = good();
        json.set(field, new ObjectMapper().readTree(value));

        assertThatThrownBy(() -> NetworkFile.parse("lab.json", json.toString())).isInstanceOf(UserError.class)
                .hasMessageStartingWith("lab.json: field \"" + (why.equals("genesis") ? "genesis" : field) + "\"")
                .hasMessageContaining(why);
    }

    @Test
    void a_field_that_decides_what_is_valid_must_be_there() throws JsonProcessingException {
        ObjectNode json = good();
        json.remove("subsidy");

        assertThatThrownBy(() -> NetworkFile.parse("lab.json", json.toString()))
                .hasMessage("lab.json: the field \"subsidy\" is missing");
    }

    @Test
    void an_unknown_field_is_named_with_the_nearest_known() throws JsonProcessingException {
        ObjectNode json = good().put("halvings", 1);

        assertThatThrownBy(() -> NetworkFile.parse("lab.json", json.toString()))
                .hasMessage("lab.json: unknown field \"halvings\" (did you mean \"halving\"?)");
    }

    @Test
    void a_field_said_twice_or_json_that_breaks_off_is_named_with_its_line() {
        assertThatThrownBy(() -> NetworkFile.parse("lab.json", "{\n\"name\": \"a\",\n\"name\": \"b\"}"))
                .isInstanceOf(UserError.class).hasMessageContaining("not valid JSON").hasMessageContaining("line 3");
        assertThatThrownBy(() -> NetworkFile.parse("lab.json", "{\"name\": ")).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> NetworkFile.parse("lab.json", "[]")).hasMessageContaining("one JSON object");
    }

    @Test
    void a_genesis_that_was_tampered_with_is_refused() throws JsonProcessingException {
        // Given a coinbase that the header does not commit to
        byte[] bytes = GENESIS.toBytes();
        bytes[bytes.length - 1] ^= 1;
        ObjectNode json = good().put("genesis", Hex.of(bytes));

        assertThatThrownBy(() -> NetworkFile.parse("lab.json", json.toString()))
                .hasMessageContaining("does not commit to its coinbase");
    }

    @Test
    void a_file_that_is_not_there_says_what_networks_there_are() {
        assertThatThrownBy(() -> NetworkFile.read(folder.resolve("nowhere"))).isInstanceOf(UserError.class)
                .hasMessageContaining("neither jbc, nor regtest, nor a file");
    }

    private static ObjectNode good() throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(NetworkFile.write(LAB));
    }
}
