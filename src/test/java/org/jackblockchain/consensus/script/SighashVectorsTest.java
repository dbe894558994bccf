package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jackblockchain.Vectors;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

/** What signatures sign, by the public vectors: Core's sighash, and those of BIP340 and BIP341. */
class SighashVectorsTest {
    private static Transaction tx(String hex) {
        return ByteReader.readAll(Hex.parse(hex), Transaction::read);
    }

    @Test
    void legacy_hashes_of_random_transactions_and_scripts() {
        int count = 0;
        for (JsonNode json : Vectors.json("sighash.json")) {
            if (json.size() < 5)
                continue;
            Transaction tx = tx(json.get(0).asText());
            List<Optional<TxOut>> unknown = Collections.nCopies(tx.inputs().size(), Optional.empty());
            byte[] hash = Sighash.legacy(SignedTransaction.partlyKnown(tx, unknown), json.get(2).asInt(),
                    Hex.parse(json.get(1).asText()), json.get(3).asInt());
            assertThat(Hex.of(reversed(hash))).as(json.toString()).isEqualTo(json.get(4).asText());
            count++;
        }
        assertThat(count).isEqualTo(500);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++)
            reversed[i] = bytes[bytes.length - 1 - i];
        return reversed;
    }

    @Test
    void schnorr_signatures_of_bip340() {
        List<String> lines = Vectors.text("bip340_test_vectors.csv").lines().skip(1).toList();
        assertThat(lines).hasSizeGreaterThan(14);
        for (String line : lines) {
            List<String> cells = Arrays.asList(line.split(",", -1));
            byte[] key = Hex.parse(cells.get(2).toLowerCase(Locale.ROOT));
            byte[] message = Hex.parse(cells.get(4).toLowerCase(Locale.ROOT));
            byte[] signature = Hex.parse(cells.get(5).toLowerCase(Locale.ROOT));
            if (message.length != Curve.BYTES)
                continue; // transactions sign 32 bytes
            assertThat(Curve.verifySchnorr(message, key, signature)).as(line).isEqualTo(cells.get(6).equals("TRUE"));
            if (!cells.get(1).isEmpty()) {
                byte[] secret = Hex.parse(cells.get(1).toLowerCase(Locale.ROOT));
                byte[] chance = Hex.parse(cells.get(3).toLowerCase(Locale.ROOT));
                assertThat(Curve.signSchnorr(secret, message, chance)).as(line).isEqualTo(signature);
            }
        }
    }

    @Test
    void taproot_outputs_of_bip341() {
        JsonNode cases = Vectors.json("bip341_wallet_vectors.json").get("scriptPubKey");
        assertThat(cases.size()).isEqualTo(7);
        for (JsonNode it : cases) {
            byte[] internal = Hex.parse(it.at("/given/internalPubkey").asText());
            JsonNode tree = it.at("/given/scriptTree");
            byte[] root = tree.isNull() ? new byte[0] : root(tree);
            byte[] tweak = Taproot.tweak(internal, root);
            assertThat(Hex.of(tweak)).isEqualTo(it.at("/intermediary/tweak").asText());
            byte[] output = Curve.add(internal, tweak).orElseThrow();
            String key = Hex.of(output).substring(2);
            assertThat(key).isEqualTo(it.at("/intermediary/tweakedPubkey").asText());
            assertThat("5120" + key).isEqualTo(it.at("/expected/scriptPubKey").asText());
            JsonNode controls = it.at("/expected/scriptPathControlBlocks");
            List<JsonNode> leaves = leaves(tree);
            for (JsonNode leaf : leaves) {
                byte[] control = Hex.parse(controls.get(leaf.get("id").asInt()).asText());
                assertThat(Taproot.hasControlLength(control)).isTrue();
                assertThat(Taproot.isCommitted(Hex.parse(key), control, leafHash(leaf))).isTrue();
                control[0] ^= 1;
                assertThat(Taproot.isCommitted(Hex.parse(key), control, leafHash(leaf))).as("parity").isFalse();
            }
        }
    }

    private static byte[] root(JsonNode tree) {
        return tree.isArray() ? Taproot.branchHash(root(tree.get(0)), root(tree.get(1))) : leafHash(tree);
    }

    private static byte[] leafHash(JsonNode leaf) {
        return Taproot.leafHash(leaf.get("leafVersion").asInt(), Hex.parse(leaf.get("script").asText()));
    }

    private static List<JsonNode> leaves(JsonNode tree) {
        var leaves = new ArrayList<JsonNode>();
        if (tree.isArray()) {
            tree.forEach(branch -> leaves.addAll(leaves(branch)));
        } else if (!tree.isNull()) {
            leaves.add(tree);
        }
        return leaves;
    }

    @Test
    void key_path_spends_of_bip341() {
        JsonNode it = Vectors.json("bip341_wallet_vectors.json").get("keyPathSpending").get(0);
        var spent = new ArrayList<TxOut>();
        for (JsonNode output : it.at("/given/utxosSpent"))
            spent.add(new TxOut(output.get("amountSats").asLong(), Bytes.ofHex(output.get("scriptPubKey").asText())));
        var signed = SignedTransaction.of(tx(it.at("/given/rawUnsignedTx").asText()), spent);
        assertThat(signed.hashes().previous()).isEqualTo(Hex.parse(it.at("/intermediary/hashPrevouts").asText()));
        assertThat(signed.spentHashes().amounts()).isEqualTo(Hex.parse(it.at("/intermediary/hashAmounts").asText()));
        assertThat(it.get("inputSpending").size()).isEqualTo(7);
        for (JsonNode input : it.get("inputSpending"))
            checkInput(signed, spent, input);
    }

    private static void checkInput(SignedTransaction signed, List<TxOut> spent, JsonNode json) {
        int input = json.at("/given/txinIndex").asInt();
        int type = json.at("/given/hashType").asInt();
        byte[] hash = Sighash.taproot(signed, input, type).orElseThrow();
        assertThat(Hex.of(hash)).isEqualTo(json.at("/intermediary/sigHash").asText());
        byte[] secret = Hex.parse(json.at("/given/internalPrivkey").asText());
        JsonNode root = json.at("/given/merkleRoot");
        byte[] internal = Arrays.copyOfRange(Curve.publicKey(secret), 1, 33);
        byte[] tweak = Taproot.tweak(internal, root.isNull() ? new byte[0] : Hex.parse(root.asText()));
        byte[] tweaked = Curve.tweakedSecret(secret, tweak);
        assertThat(Hex.of(tweaked)).isEqualTo(json.at("/intermediary/tweakedPrivkey").asText());
        String witness = json.at("/expected/witness").get(0).asText();
        String signature = Hex.of(Curve.signSchnorr(tweaked, hash, new byte[32]));
        assertThat(signature).isEqualTo(witness.substring(0, 128));
        Transaction unlocked = withWitness(signed.transaction(), input, Bytes.ofHex(witness));
        assertThat(ScriptCheck.verify(SignedTransaction.of(unlocked, spent), input, ScriptFlags.STANDARD,
                SignatureCache.NONE)).isEmpty();
    }

    private static Transaction withWitness(Transaction tx, int input, Bytes item) {
        var inputs = new ArrayList<TxIn>(tx.inputs());
        inputs.set(input, inputs.get(input).withWitness(List.of(item)));
        return new Transaction(tx.version(), inputs, tx.outputs(), tx.lockTime());
    }
}
