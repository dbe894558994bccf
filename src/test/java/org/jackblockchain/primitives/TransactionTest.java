package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.jackblockchain.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {
    private static final String INPUT = "11".repeat(32) + "02000000" + "0151" + "feffffff";
    private static final String OUTPUT = "0100000000000000" + "0152";

    private static Transaction parse(String hex) {
        return ByteReader.readAll(Hex.parse(hex), Transaction::read);
    }

    /** The example of BIP143 for a witness of a public key hash, as its authors signed it. */
    private static final String BIP143 = "01000000" + "0001" + "02"
            + "fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f" + "00000000" + "49"
            + "4830450221008b9d1dc26ba6a9cb62127b02742fa9d754cd3bebf337f7a55d114c8e5cdd30be022040529b194ba3f9281a99"
            + "f2b1c0a19c0489bc22ede944ccf4ecbab4cc618ef3ed01" + "eeffffff"
            + "ef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a" + "01000000" + "00" + "ffffffff" + "02"
            + "202cb20600000000" + "1976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac" + "9093510d00000000"
            + "1976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac" + "00" + "02"
            + "47304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a954c4518331561406f90"
            + "300e8f3358f51928d43c212a8caed02de67eebee01"
            + "21025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253f62fc70f07aeee6357" + "11000000";

    @Test
    void reads_the_original_format() {
        var transaction = parse("02000000" + "01" + INPUT + "01" + OUTPUT + "07000000");
        assertThat(transaction.version()).isEqualTo(2);
        assertThat(transaction.lockTime()).isEqualTo(7);
        assertThat(transaction.hasWitness()).isFalse();
        assertThat(transaction.inputs()).containsExactly(new TxIn(new OutPoint(Txid.of("11".repeat(32)), 2),
                Bytes.ofHex("51"), 0xffff_fffe, List.of()));
        assertThat(transaction.outputs()).containsExactly(new TxOut(1, Bytes.ofHex("52")));
        assertThat(transaction.txid().hex()).isEqualTo(transaction.wtxid().hex());
    }

    @Test
    void reads_the_format_with_witnesses() {
        var transaction = parse(BIP143);
        assertThat(transaction.txid()).hasToString("e8151a2af31c368a35053ddd4bdb285a8595c769a3ad83e0fa02314a602d4609");
        assertThat(transaction.wtxid()).hasToString("c36c38370907df2324d9ce9d149d191192f338b37665a82e78e76a12c909b762");
        assertThat(transaction.inputs().get(0).witness()).isEmpty();
        assertThat(transaction.inputs().get(1).witness()).hasSize(2);
        assertThat(Hex.of(transaction.toBytes())).isEqualTo(BIP143);
        assertThat(transaction.size()).isEqualTo(343);
        assertThat(transaction.strippedSize()).isEqualTo(343 - 2 - 1 - 1 - 72 - 34);
        assertThat(transaction.weight()).isEqualTo(3 * transaction.strippedSize() + 343);
    }

    @Test
    void stripping_keeps_the_txid_and_changes_the_wtxid() {
        var transaction = parse(BIP143);
        assertThat(transaction.stripped().txid()).isEqualTo(transaction.txid());
        assertThat(transaction.stripped().wtxid()).isNotEqualTo(transaction.wtxid());
        assertThat(transaction.stripped().toBytes()).hasSize(transaction.strippedSize());
    }

    @Test
    void a_witness_record_without_witnesses_is_superfluous() {
        assertThatThrownBy(() -> parse("02000000" + "0001" + "01" + INPUT + "01" + OUTPUT + "00" + "00000000"))
                .isInstanceOf(MalformedException.class).hasMessage("Superfluous witness record");
    }

    @Test
    void a_witness_of_one_empty_item_is_a_witness() {
        var transaction = parse("02000000" + "0001" + "01" + INPUT + "01" + OUTPUT + "0100" + "00000000");
        assertThat(transaction.inputs().getFirst().witness()).containsExactly(Bytes.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"02, ''", "03, 0100", "80, ''", "ff, 0100"})
    void flags_we_do_not_know_are_refused(String flags, String witness) {
        assertThatThrownBy(() -> parse("02000000" + "00" + flags + "01" + INPUT + "01" + OUTPUT + witness + "00000000"))
                .isInstanceOf(MalformedException.class).hasMessage("Unknown transaction optional data");
    }

    @Test
    void a_transaction_of_nothing_is_read_and_written() {
        var transaction = parse("01000000" + "0000" + "00000000");
        assertThat(transaction.inputs()).isEmpty();
        assertThat(transaction.outputs()).isEmpty();
        assertThat(transaction.size()).isEqualTo(Transaction.MIN_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01000000 fd0100 INPUT 01 OUTPUT 00000000", "01000000 01 INPUT fe01000000 OUTPUT 00000000",
            "01000000 feffffff7f", "01000000", "", "01000000 01 INPUT 01 OUTPUT 000000"})
    void long_forms_false_promises_and_early_ends_are_malformed(String text) {
        String hex = text.replace("INPUT", INPUT).replace("OUTPUT", OUTPUT).replace(" ", "");
        assertThatThrownBy(() -> parse(hex)).isInstanceOf(MalformedException.class);
    }

    @Test
    void only_one_input_that_spends_nothing_makes_a_coinbase() {
        var nothing = new TxIn(OutPoint.COINBASE, Bytes.ofHex("5151"), 0, List.of());
        var almost = new TxIn(new OutPoint(Txid.ZERO, 0), Bytes.ofHex("5151"), 0, List.of());
        assertThat(new Transaction(1, List.of(nothing), List.of(), 0).isCoinbase()).isTrue();
        assertThat(new Transaction(1, List.of(nothing, nothing), List.of(), 0).isCoinbase()).isFalse();
        assertThat(new Transaction(1, List.of(almost), List.of(), 0).isCoinbase()).isFalse();
        assertThat(new Transaction(1, List.of(), List.of(), 0).isCoinbase()).isFalse();
    }

    @Test
    void mutated_bytes_are_refused_or_survive_a_second_reading() {
        byte[] original = Hex.parse(BIP143);
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            byte[] bytes = original.clone();
            for (int i = random.nextInt(3); i >= 0; i--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                var transaction = ByteReader.readAll(bytes, Transaction::read);
                assertThat(transaction.toBytes()).as("seed %d", seed).isEqualTo(bytes);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tx_valid.json", "tx_invalid.json"})
    void the_transactions_of_core_are_written_as_they_were_read(String file) {
        int tested = 0;
        for (var entry : Vectors.json(file)) {
            if (entry.size() != 3)
                continue;
            tested++;
            assertSurvives(entry.get(1).asText());
        }
        assertThat(tested).isGreaterThan(80);
    }

    @Test
    void the_random_transactions_of_core_are_written_as_they_were_read() {
        int tested = 0;
        for (var entry : Vectors.json("sighash.json")) {
            if (entry.size() != 5)
                continue;
            tested++;
            assertSurvives(entry.get(0).asText());
        }
        assertThat(tested).isEqualTo(500);
    }

    private static void assertSurvives(String hex) {
        var transaction = parse(hex);
        assertThat(Hex.of(transaction.toBytes())).isEqualTo(hex);
        assertThat(transaction.size()).isEqualTo(hex.length() / 2);
        assertThat(transaction.stripped().toBytes()).hasSize(transaction.strippedSize());
    }
}
