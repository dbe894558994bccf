package org.jackblockchain.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.Sigops;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

class BlockRulesTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final Placed GENESIS = Placed.genesis(PARAMS);
    private static final Transaction SPEND = spend(new TxOut(1, BlockBuilder.ANYONE));

    private static Transaction spend(TxOut... outputs) {
        var from = new OutPoint(new Txid(1, 2, 3, 4), 0);
        return new Transaction(2, List.of(new TxIn(from, Bytes.EMPTY, TxIn.FINAL, List.of())), List.of(outputs), 0);
    }

    private static BlockBuilder block() {
        return BlockBuilder.on(PARAMS, GENESIS);
    }

    private static Optional<BlockFault> faultOf(Block block) {
        return BlockRules.firstFault(block, GENESIS, PARAMS);
    }

    private static Optional<String> codeOf(BlockBuilder block) {
        return faultOf(block.unproven()).map(BlockFault::code);
    }

    private static TxOut scriptOf(int bytes) {
        return new TxOut(0, Bytes.of(new byte[bytes]));
    }

    @Test
    void accepts_a_plain_coinbase_with_and_without_a_commitment() {
        assertThat(codeOf(block())).isEmpty();
        assertThat(codeOf(block().noCommitment().witness())).isEmpty();
    }

    @Test
    void rejects_transactions_that_the_header_does_not_commit_to() {
        Optional<BlockFault> fault = faultOf(block().root(new MerkleRoot(1, 2, 3, 4)).unproven());
        assertThat(fault).map(BlockFault::code).contains("bad-txnmrklroot");
        assertThat(fault.orElseThrow().isFinal()).as("another body may be right").isFalse();
    }

    @Test
    void rejects_a_repetition_that_leaves_the_merkle_root_as_it_was() {
        // Given three transactions, and the last one repeated
        Block honest = block().with(SPEND, spend(new TxOut(2, BlockBuilder.ANYONE))).unproven();
        var repeated = List.of(honest.transactions().get(0), honest.transactions().get(1),
                honest.transactions().get(2), honest.transactions().get(2));
        var mutated = new Block(honest.header(), repeated);

        // Then the root is the same, and the fault condemns only the body
        assertThat(faultOf(mutated)).contains(new BlockFault.DuplicateTransactions());
        assertThat(new BlockFault.DuplicateTransactions().isFinal()).isFalse();
        assertThat(faultOf(honest)).isEmpty();
    }

    @Test
    void rejects_a_block_without_transactions() {
        assertThat(codeOf(block().only())).contains("bad-blk-length");
    }

    @Test
    void accepts_a_million_bytes_without_witness_and_rejects_one_more() {
        int overhead = block().outputs(scriptOf(70_000)).unproven().strippedSize() - 70_000;
        int room = 1_000_000 - overhead - 2;
        // 65,536 and more take five bytes of length instead of three
        BlockBuilder largest = block().outputs(scriptOf(room + 2)).noCommitment().witness();
        int size = largest.unproven().strippedSize();
        int exact = room + 2 + (1_000_000 - size);

        assertThat(codeOf(block().noCommitment().witness().outputs(scriptOf(exact)))).isEmpty();
        assertThat(codeOf(block().noCommitment().witness().outputs(scriptOf(exact + 1)))).contains("bad-blk-length");
    }

    @Test
    void accepts_a_weight_of_four_million_and_rejects_one_more() {
        // Given stripped bytes that leave room for the coinbase's witness alone
        BlockBuilder probe = block().outputs(scriptOf(999_000));
        int weight = probe.unproven().weight();
        int spare = 4_000_000 - weight;
        int more = 999_000 + spare / 4;
        Block heavy = block().outputs(scriptOf(more)).unproven();
        assertThat(4_000_000 - heavy.weight()).isBetween(0, 3);
        assertThat(faultOf(heavy)).isEmpty();

        Block tooHeavy = block().outputs(scriptOf(more + 1)).unproven();
        assertThat(tooHeavy.strippedSize()).isLessThanOrEqualTo(1_000_000);
        assertThat(faultOf(tooHeavy)).map(BlockFault::code).contains("bad-blk-weight");
    }

    @Test
    void rejects_a_missing_and_a_second_coinbase() {
        assertThat(codeOf(block().only(SPEND))).contains("bad-cb-missing");
        assertThat(codeOf(block().with(SPEND, block().salt(7).coinbase()))).contains("bad-cb-multiple");
    }

    @Test
    void accepts_coinbase_scripts_of_2_and_100_bytes_and_rejects_1_and_101() {
        Bytes height = Scripts.pushNumber(1);
        assertThat(codeOf(block().script(padded(height, 2)))).isEmpty();
        assertThat(codeOf(block().script(padded(height, 100)))).isEmpty();
        assertThat(codeOf(block().script(padded(height, 1)))).contains("bad-cb-length");
        assertThat(codeOf(block().script(padded(height, 101)))).contains("bad-cb-length");
    }

    private static Bytes padded(Bytes start, int length) {
        return new ByteWriter().bytes(start).array(new byte[length - start.length()]).toBytes();
    }

    @Test
    void rejects_amounts_that_no_coin_can_have() {
        long max = Amounts.MAX_MONEY;
        assertThat(codeOf(block().reward(max))).as("the reward is judged when it is connected").isEmpty();
        assertThat(codeOf(block().reward(max + 1))).contains("bad-txns-vout-toolarge");
        assertThat(codeOf(block().reward(-1))).contains("bad-txns-vout-negative");
        var half = new TxOut(max / 2 + 1, BlockBuilder.ANYONE);
        assertThat(codeOf(block().outputs(half, half))).contains("bad-txns-txouttotal-toolarge");
        assertThat(codeOf(block().noCommitment().witness().outputs())).contains("bad-txns-vout-empty");
    }

    @Test
    void accepts_twenty_thousand_signature_operations_and_rejects_one_more() {
        assertThat(codeOf(block().outputs(sigops(20_000)))).isEmpty();
        assertThat(codeOf(block().outputs(sigops(20_001)))).contains("bad-blk-sigops");
    }

    private static TxOut sigops(int count) {
        byte[] script = new byte[count / 20 + count % 20];
        for (int i = 0; i < script.length; i++)
            script[i] = (byte) (i < count / 20 ? 0xae : 0xac);
        return new TxOut(0, Bytes.of(script));
    }

    @Test
    void rejects_a_coinbase_whose_lock_time_has_not_come() {
        assertThat(codeOf(block().lock(0, 0))).isEmpty();
        assertThat(codeOf(block().lock(1, 0))).as("locked until block 1 is past").contains("bad-txns-nonfinal");
        assertThat(codeOf(block().lock(1, TxIn.FINAL))).as("final inputs lift the lock").isEmpty();
        int median = (int) GENESIS.header().time();
        assertThat(codeOf(block().lock(median - 1, 0))).isEmpty();
        assertThat(codeOf(block().lock(median, 0))).contains("bad-txns-nonfinal");
    }

    @Test
    void rejects_a_coinbase_that_does_not_begin_with_the_height() {
        assertThat(faultOf(block().script(BlockBuilder.script(2, 0)).unproven()))
                .contains(new BlockFault.WrongHeight(1));
        assertThat(codeOf(block().script(Bytes.ofHex("0101aaaa")))).as("1 in a longer form").contains("bad-cb-height");
    }

    @Test
    void rejects_witness_faults_but_does_not_condemn_the_header() {
        assertThat(codeOf(block().witness(Bytes.of(new byte[31])))).contains("bad-witness-nonce-size");
        assertThat(codeOf(block().witness(BlockBuilder.RESERVED, Bytes.EMPTY))).contains("bad-witness-nonce-size");
        assertThat(codeOf(block().witness())).contains("bad-witness-nonce-size");
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(codeOf(block().witness(Bytes.of(other)))).contains("bad-witness-merkle-match");
        assertThat(codeOf(block().noCommitment())).contains("unexpected-witness");
        assertThat(new BlockFault.WitnessNonceSize().isFinal()).isFalse();
        assertThat(new BlockFault.WrongWitnessCommitment().isFinal()).isFalse();
        assertThat(new BlockFault.UnexpectedWitness().isFinal()).isFalse();
    }

    @Test
    void takes_the_last_of_several_commitments() {
        TxOut wrong = new TxOut(0, Bytes.ofHex("6a24aa21a9ed" + "00".repeat(32)));
        TxOut right = block().coinbase().outputs().getLast();
        TxOut pay = new TxOut(1, BlockBuilder.ANYONE);
        assertThat(codeOf(block().noCommitment().witness(BlockBuilder.RESERVED).outputs(pay, wrong, right))).isEmpty();
        assertThat(codeOf(block().noCommitment().witness(BlockBuilder.RESERVED).outputs(pay, right, wrong)))
                .contains("bad-witness-merkle-match");
    }

    @Test
    void a_commitment_hashes_the_root_and_then_the_reserved_value() {
        byte[] rootAndReserved = new byte[64];
        Arrays.fill(rootAndReserved, 32, 64, (byte) 7);

        Bytes script = WitnessCommitment.script(List.of(block().coinbase()),
                Bytes.of(Arrays.copyOfRange(rootAndReserved, 32, 64)));

        assertThat(script.hex()).isEqualTo("6a24aa21a9ed" + Hex.of(Sha256.twice(rootAndReserved)));
    }

    @Test
    void heights_are_pushed_as_core_pushes_numbers() {
        assertThat(Scripts.pushNumber(0).hex()).isEqualTo("00");
        assertThat(Scripts.pushNumber(1).hex()).isEqualTo("51");
        assertThat(Scripts.pushNumber(16).hex()).isEqualTo("60");
        assertThat(Scripts.pushNumber(17).hex()).isEqualTo("0111");
        assertThat(Scripts.pushNumber(127).hex()).isEqualTo("017f");
        assertThat(Scripts.pushNumber(128).hex()).isEqualTo("028000");
        assertThat(Scripts.pushNumber(255).hex()).isEqualTo("02ff00");
        assertThat(Scripts.pushNumber(256).hex()).isEqualTo("020001");
        assertThat(Scripts.pushNumber(32768).hex()).isEqualTo("03008000");
        assertThat(Scripts.pushNumber(-1).hex()).isEqualTo("4f");
        assertThat(Scripts.pushNumber(-255).hex()).isEqualTo("02ff80");
    }

    @Test
    void sigops_stop_where_a_script_breaks_off() {
        assertThat(Sigops.count(Bytes.ofHex("acad"), false)).isEqualTo(2);
        assertThat(Sigops.count(Bytes.ofHex("aeaf"), false)).isEqualTo(40);
        assertThat(Sigops.count(Bytes.ofHex("02acacac"), false)).as("pushed bytes are no code").isEqualTo(1);
        assertThat(Sigops.count(Bytes.ofHex("ac4c02acac"), false)).isEqualTo(1);
        assertThat(Sigops.count(Bytes.ofHex("ac4c03acac"), false)).as("cut off").isEqualTo(1);
        assertThat(Sigops.count(Bytes.ofHex("ac4effffffffac"), false)).as("4 GB announced").isEqualTo(1);
        assertThat(Sigops.count(Bytes.ofHex("4d"), false)).isZero();
    }
}
