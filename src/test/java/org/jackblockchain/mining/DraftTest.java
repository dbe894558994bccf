package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackblockchain.mining.TestChains.NOON;
import static org.jackblockchain.mining.TestChains.PAYOUT;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.HeaderRules;
import org.jackblockchain.consensus.Merkle;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.Subsidy;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

class DraftTest {
    private static final long TIME = NOON.getEpochSecond();

    @Test
    void mined_blocks_keep_all_rules_at_every_height() {
        List<Block> blocks = new ArrayList<>();
        BlockEntry tip = TestChains.mine(160, blocks::add);

        for (Block block : blocks) {
            BlockEntry parent = tip.ancestor(blocks.indexOf(block));
            BlockHash hash = block.hash();
            assertThat(HeaderRules.proofOfWorkFault(block.header(), hash, Networks.REGTEST)).isEmpty();
            assertThat(HeaderRules.placeFault(block.header(), hash, parent, Networks.REGTEST, NOON)).isEmpty();
            assertThat(BlockRules.firstFault(block, parent, Networks.REGTEST)).isEmpty();
        }
    }

    @Test
    void a_block_of_the_jackblockchain_keeps_all_rules_but_the_work() {
        var genesis = TestChains.genesis(Networks.JBC);
        Block block = Draft.of(Templates.next(Networks.JBC, genesis, PAYOUT, "")).job(0, TIME).solved(0);

        assertThat(BlockRules.firstFault(block, genesis, Networks.JBC)).isEmpty();
        assertThat(HeaderRules.placeFault(block.header(), block.hash(), genesis, Networks.JBC, NOON)).isEmpty();
        assertThat(HeaderRules.proofOfWorkFault(block.header(), block.hash(), Networks.JBC)).isPresent();
    }

    @Test
    void pays_the_subsidy_and_halves_it_when_its_time_has_come() {
        BlockEntry last = TestChains.mine(149, block -> assertThat(paid(block)).isEqualTo(50 * Subsidy.COIN));
        BlockTemplate first = Templates.next(Networks.REGTEST, last, PAYOUT, "");

        assertThat(first.height()).isEqualTo(150);
        assertThat(paid(Draft.of(first).job(0, TIME).solved(0))).isEqualTo(25 * Subsidy.COIN);
    }

    @Test
    void a_template_allows_the_second_after_the_median_time_past() {
        BlockEntry tip = TestChains.mine(20, _ -> {
        });
        BlockTemplate template = Templates.next(Networks.REGTEST, tip, PAYOUT, "");

        assertThat(template.minTime()).isEqualTo(tip.ancestor(15).header().time() + 1);
        Block earliest = Draft.of(template).job(0, template.minTime()).solved(0);
        assertThat(HeaderRules.placeFault(earliest.header(), earliest.hash(), tip, Networks.REGTEST, NOON)).isEmpty();
        assertThatThrownBy(() -> Draft.of(template).job(0, template.minTime() - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_solved_block_is_the_header_that_was_searched() {
        BlockJob job = Draft.of(TestChains.template("alice")).job(7, TIME);
        byte[] header = job.headerBytes();
        header[76] = (byte) 0xfe;
        header[79] = (byte) 0x80;

        assertThat(job.solved(0x800000fe).header().toBytes()).isEqualTo(header);
    }

    @Test
    void the_bare_coinbase_is_that_of_Core_s_generatetoaddress() {
        var genesis = TestChains.genesis(Networks.REGTEST);
        Bytes payout = Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
        Draft draft = Draft.of(Templates.next(Networks.REGTEST, genesis, payout, "mine"));

        Block block = draft.bareJob(TIME).solved(0);

        // as bitcoind v29.0 made it at height 1
        assertThat(block.transactions().getFirst().txid().hex())
                .isEqualTo("489302fc5c4a745271331149937222f40bd6bc98c414806255cab53d3473f70d");
        assertThat(BlockRules.firstFault(block, genesis, Networks.REGTEST)).isEmpty();
        assertThat(draft.job(0, TIME).solved(0).transactions().getFirst().txid())
                .isNotEqualTo(block.transactions().getFirst().txid());
    }

    @Test
    void another_extra_nonce_is_another_header() {
        Draft draft = Draft.of(TestChains.template(""));

        assertThat(draft.job(1, TIME).header()).isNotEqualTo(draft.job(2, TIME).header());
        assertThat(draft.job(1, TIME).header()).isEqualTo(draft.job(1, TIME).header());
    }

    @Test
    void commits_to_the_transactions_and_their_witnesses() {
        BlockTemplate empty = TestChains.template("");
        for (int count = 1; count <= 20; count++) {
            var template = new BlockTemplate(empty.parent(), empty.version(), empty.bits(), empty.target(),
                    empty.minTime(), empty.payout(), "", empty.reward(),
                    IntStream.range(0, count).mapToObj(DraftTest::transaction).toList());
            Block block = Draft.of(template).job(3, TIME).solved(0);

            assertThat(BlockRules.firstFault(block, template.parent(), Networks.REGTEST)).isEmpty();
        }
    }

    @Test
    void a_merkle_branch_leads_to_the_root_of_the_tree() {
        var chance = new Random(20261122);
        for (int others = 0; others <= 70; others++) {
            List<Txid> leaves = new ArrayList<>();
            List<byte[]> wire = new ArrayList<>();
            for (int i = 0; i <= others; i++) {
                byte[] bytes = new byte[32];
                chance.nextBytes(bytes);
                wire.add(bytes);
                leaves.add(Txid.fromWire(bytes, 0));
            }
            byte[] root = MerkleBranch.root(wire.getFirst(), MerkleBranch.ofFirst(wire.subList(1, wire.size())));

            assertThat(Txid.fromWire(root, 0).hex()).as(others + " others").isEqualTo(Merkle.root(leaves).hex());
        }
    }

    @Test
    void the_split_coinbase_is_the_coinbase_around_the_extra_nonce() {
        for (String tag : List.of("", "alice", "é".repeat(40))) {
            Draft draft = Draft.of(TestChains.template(tag));
            SplitCoinbase split = draft.splitCoinbase();
            var whole = new ByteWriter().bytes(split.before()).i64(0x1122334455667788L).bytes(split.after()).toBytes();

            var coinbase = draft.job(0x1122334455667788L, TIME).solved(0).transactions().getFirst();

            var stripped = new ByteWriter();
            coinbase.writeStripped(stripped);
            assertThat(whole).isEqualTo(stripped.toBytes());
        }
    }

    @Test
    void another_tag_changes_the_coinbase_and_nothing_else() {
        Draft draft = Draft.of(TestChains.template("alice"));
        Draft other = draft.withTag("alice / rig");

        Block block = other.job(5, TIME).solved(0);
        assertThat(Tag.of(block)).isEqualTo("alice / rig");
        assertThat(block).isEqualTo(Draft.of(TestChains.template("alice / rig")).job(5, TIME).solved(0));
    }

    private static Transaction transaction(int i) {
        var input = new TxIn(new OutPoint(new Txid(1, 2, 3, i), i), Bytes.EMPTY, TxIn.FINAL,
                List.of(Bytes.of((byte) i)));
        return new Transaction(2, List.of(input), List.of(new TxOut(i, PAYOUT)), 0);
    }

    private static long paid(Block block) {
        return block.transactions().getFirst().outputs().stream().mapToLong(TxOut::value).sum();
    }
}
