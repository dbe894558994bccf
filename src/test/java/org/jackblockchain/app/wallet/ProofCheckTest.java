package org.jackblockchain.app.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.PartialMerkleTree;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that a proof of one block has to hold, wrong by itself. */
class ProofCheckTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final BlockHeader GENESIS = PARAMS.genesis().header();
    private static final Instant NOW = GENESIS.instant().plusSeconds(1_000_000);
    private static final CompactTarget EASIEST = PARAMS.easiest();

    @TempDir
    private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("file"), "hi!");
    }

    private static Transaction carrying(String text) {
        var input = new TxIn(new OutPoint(new Txid(1, 2, 3, 4), 0), Bytes.EMPTY, TxIn.FINAL, List.of());
        return new Transaction(2, List.of(input), List.of(new TxOut(0, DataOutput.script(FileData.ofText(text)))), 0);
    }

    private static BlockHeader header(Transaction tx, Instant time, CompactTarget bits) {
        Txid id = tx.txid();
        return new BlockHeader(0x2000_0000, GENESIS.hash(), new MerkleRoot(id.w0(), id.w1(), id.w2(), id.w3()),
                time.getEpochSecond(), bits, 0);
    }

    /** @param meets whether its hash is to prove the work that regtest asks for */
    private static BlockHeader solved(BlockHeader header, boolean meets) {
        BlockHeader tried = header;
        while (EASIEST.target().orElseThrow().isMetBy(tried.hash()) != meets)
            tried = tried.withNonce(tried.nonce() + 1);
        return tried;
    }

    private static Proof proof(Transaction tx, BlockHeader block, boolean whole) {
        return new Proof("regtest", GENESIS.hash(), tx, PartialMerkleTree.of(List.of(tx.txid()), _ -> true),
                whole ? Optional.of(1) : Optional.empty(), whole ? List.of(GENESIS, block) : List.of(block));
    }

    private void refused(String why, Proof proof) {
        assertThatThrownBy(() -> new ProofCheck(proof, PARAMS, NOW).check(file)).isInstanceOf(UserError.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_good_proof_is_good_from_genesis_and_by_itself() {
        Transaction tx = carrying("hi!");
        BlockHeader block = solved(header(tx, NOW, EASIEST), true);

        for (boolean whole : new boolean[]{true, false}) {
            ProofCheck.Verdict verdict = new ProofCheck(proof(tx, block, whole), PARAMS, NOW).check(file);

            assertThat(verdict.asHash()).isFalse();
            assertThat(verdict.above()).isZero();
            assertThat(verdict.work().hashes()).isEqualTo(2);
            assertThat(verdict.height()).isEqualTo(whole ? Optional.of(1) : Optional.empty());
        }
    }

    @Test
    void work_counts_and_time_and_target_from_genesis_and_by_itself() {
        Transaction tx = carrying("hi!");
        Instant latest = NOW.plus(PARAMS.maxClockDrift());

        for (boolean whole : new boolean[]{true, false}) {
            refused("high-hash", proof(tx, solved(header(tx, NOW, EASIEST), false), whole));
            refused(whole ? "time-too-new" : "from the future",
                    proof(tx, solved(header(tx, latest.plusSeconds(1), EASIEST), true), whole));
            assertThat(new ProofCheck(proof(tx, solved(header(tx, latest, EASIEST), true), whole), PARAMS, NOW)
                    .check(file).above()).isZero();
        }
        refused("time-too-old", proof(tx, solved(header(tx, GENESIS.instant(), EASIEST), true), true));
        refused("bad-diffbits", proof(tx, solved(header(tx, NOW, CompactTarget.of("207ffffe")), true), true));
        refused("bad-version", proof(tx, solved(header(tx, NOW, EASIEST).withVersion(1), true), true));
    }

    @Test
    void the_branch_leads_from_this_transaction_alone_to_this_block() {
        Transaction tx = carrying("hi!");
        Transaction other = carrying("ho!");
        BlockHeader block = solved(header(tx, NOW, EASIEST), true);
        Proof good = proof(tx, block, true);

        refused("that of another transaction", new Proof("regtest", GENESIS.hash(), tx,
                PartialMerkleTree.of(List.of(other.txid()), _ -> true), Optional.of(1), good.headers()));
        refused("does not lead to block", new Proof("regtest", GENESIS.hash(), other,
                PartialMerkleTree.of(List.of(other.txid()), _ -> true), Optional.of(1), good.headers()));
        refused("leads nowhere", new Proof("regtest", GENESIS.hash(), tx,
                new PartialMerkleTree(2, good.branch().hashes(), good.branch().flags()), Optional.of(1),
                good.headers()));
    }

    @Test
    void sixty_four_bytes_may_be_two_hashes() {
        Transaction tx = carrying("hi");
        assertThat(tx.size()).isEqualTo(64);

        refused("64 bytes", proof(tx, solved(header(tx, NOW, EASIEST), true), true));
    }

    @Test
    void the_file_is_the_data_or_hashes_to_it_with_our_prefix_or_without() throws IOException {
        Bytes ours = FileData.ofFile(file);

        assertThat(ours.hex()).startsWith("4a424301").hasSize(72);
        assertThat(FileData.match(ours, file)).isEqualTo(FileData.Match.HASH);
        assertThat(FileData.match(ours.slice(4, 36), file)).isEqualTo(FileData.Match.HASH);
        assertThat(FileData.match(FileData.ofText("hi!"), file)).isEqualTo(FileData.Match.BYTES);
        assertThat(FileData.match(FileData.ofText("hi"), file)).isEqualTo(FileData.Match.NONE);
        Files.writeString(file, "hi?");
        assertThat(FileData.match(ours, file)).isEqualTo(FileData.Match.NONE);
        refused("neither its bytes nor its SHA-256",
                proof(carrying("hi!"), solved(header(carrying("hi!"), NOW, EASIEST), true), true));
    }
}
