package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Merkle;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

class MiningMethodsTest {
    private static final String SEGWIT = "{'rules': ['segwit']}";
    private static final String ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    private static final Executor APART = Thread::startVirtualThread;

    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    @Test
    void a_template_has_cores_fields_in_cores_order() throws Exception {
        BlockEntry tip = node.grow(1).getFirst();
        long now = LocalNode.NOW.getEpochSecond();

        String expected = """
                {"capabilities":["proposal"],"version":536870912,"rules":["csv","!segwit","taproot"],
                "vbavailable":{},"vbrequired":0,"previousblockhash":"%s","transactions":[],
                "coinbaseaux":{"flags":"6d65"},"coinbasevalue":5000000000,"longpollid":"%s1",
                "target":"7fffff0000000000000000000000000000000000000000000000000000000000","mintime":%d,
                "mutable":["time","transactions","prevblock"],"noncerange":"00000000ffffffff",
                "sigoplimit":80000,"sizelimit":4000000,"weightlimit":4000000,"curtime":%d,
                "bits":"207fffff","height":2,"default_witness_commitment":
                "6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9"}"""
                .formatted(tip.hash(), tip.hash(), tip.header().time() + 1, Math.max(now, tip.header().time() + 1));

        assertThat(rpc.result("getblocktemplate", SEGWIT)).hasToString(expected.replace("\n", ""));
    }

    @Test
    void before_segwit_binds_the_limits_are_the_old_ones() throws Exception {
        ChainParams p = Networks.REGTEST;
        var late = new Activations(1, 1, 1, 1, 10);
        var old = new Rpc(new LocalNode(new ChainParams(p.name(), p.magic(), p.httpPort(), p.p2pPortOffset(),
                p.genesis(), p.easiest(), p.interval(), p.retarget(), p.subsidy(), p.coinbaseMaturity(), late,
                p.maxClockDrift(), p.finalityDepth(), p.addresses(), p.firstPeers(), p.checkpoints(),
                p.minimumChainWork())));

        JsonNode template = old.result("getblocktemplate", SEGWIT);

        assertThat(template.path("rules").toString()).isEqualTo("[\"csv\",\"taproot\"]");
        assertThat(template.path("sigoplimit").intValue()).isEqualTo(20_000);
        assertThat(template.path("sizelimit").intValue()).isEqualTo(1_000_000);
        assertThat(template.has("weightlimit")).isFalse();
    }

    @Test
    void a_template_can_be_solved_and_submitted_by_a_miner_that_knows_nothing_of_witnesses() throws Exception {
        JsonNode template = rpc.result("getblocktemplate", SEGWIT);
        Block block = solved(template, coinbase(template), true);

        assertThat(rpc.result("submitblock", hex(block)).isNull()).isTrue();
        assertThat(node.view().tip().hash()).isEqualTo(block.hash());
        assertThat(rpc.result("submitblock", hex(block).replace("'", "\"").replaceFirst("\"$", "00\"")).textValue())
                .as("what follows a block is ignored").isEqualTo("duplicate");
        assertThat(rpc.result("submitblock", hex(block) + ", 'ignored'").textValue()).isEqualTo("duplicate");
    }

    @Test
    void a_block_says_whose_node_and_which_caller_mined_it() throws Exception {
        rpc.caller = "rig\n7";
        JsonNode template = rpc.result("getblocktemplate", "{'rules': ['segwit'], 'capabilities': ['coinbasetxn']}");

        assertThat(Hex.parse(template.path("coinbaseaux").path("flags").textValue()))
                .asString(StandardCharsets.UTF_8).isEqualTo("me / rig7");
        Transaction coinbase = ByteReader.readAll(Hex.parse(template.path("coinbasetxn").path("data").textValue()),
                Transaction::read);
        assertThat(Tag.of(new Block(node.view().tip().header(), List.of(coinbase)))).isEqualTo("me / rig7");
    }

    @Test
    void a_miner_that_cannot_make_a_coinbase_gets_ours() throws Exception {
        JsonNode template = rpc.result("getblocktemplate",
                "{'rules': ['segwit'], 'capabilities': ['coinbasetxn', 'longpoll']}");
        JsonNode shown = template.path("coinbasetxn");
        Transaction coinbase = ByteReader.readAll(Hex.parse(shown.path("data").textValue()), Transaction::read);

        assertThat(ChainMethodsTest.names(shown)).containsExactly("data", "txid", "hash", "depends", "weight",
                "sigops", "required");
        assertThat(shown.path("txid").textValue()).isEqualTo(coinbase.txid().hex());
        assertThat(template.path("mutable").toString()).contains("coinbase/append");
        Block block = solved(template, coinbase, true);
        assertThat(rpc.result("submitblock", hex(block)).isNull()).isTrue();
        assertThat(node.view().tip().hash()).isEqualTo(block.hash());
    }

    @Test
    void a_miner_that_can_do_both_makes_its_own_coinbase_and_no_two_of_ours_are_alike() throws Exception {
        assertThat(rpc.result("getblocktemplate",
                "{'rules': ['segwit'], 'capabilities': ['coinbasetxn', 'coinbasevalue']}").has("coinbasetxn"))
                .isFalse();
        String ours = "{'rules': ['segwit'], 'capabilities': ['coinbasetxn']}";
        assertThat(rpc.result("getblocktemplate", ours).path("coinbasetxn"))
                .isNotEqualTo(rpc.result("getblocktemplate", ours).path("coinbasetxn"));
    }

    @Test
    void a_template_is_for_those_who_know_segwit_and_ask_in_a_known_way() throws Exception {
        assertThat(rpc.error("getblocktemplate", "{}"))
                .startsWith("-8 getblocktemplate must be called with the segwit rule set");
        assertThat(rpc.error("getblocktemplate", "{'rules': ['csv']}")).startsWith("-8 getblocktemplate must be");
        assertThat(rpc.error("getblocktemplate", "{'mode': 'fun'}")).isEqualTo("-8 Invalid mode");
        assertThat(rpc.error("getblocktemplate", "{'mode': 7}")).isEqualTo("-8 Invalid mode");
        assertThat(rpc.error("getblocktemplate", "{'rules': [7]}"))
                .isEqualTo("-3 JSON value of type number is not of expected type string");
        assertThat(rpc.error("getblocktemplate", "{'rules': ['segwit'], 'longpollid': 'x'}"))
                .isEqualTo("-8 longpollid must be of length 64 (not 1, for 'x')");
        assertThat(rpc.error("getblocktemplate", "")).startsWith("-1 getblocktemplate template_request\n");
        assertThat(rpc.error("getblocktemplate", "'x'")).startsWith("-3 Wrong type passed:");
    }

    @Test
    void a_long_poll_ends_when_the_tip_moves_and_at_once_when_it_did_already() throws Exception {
        String id = rpc.result("getblocktemplate", SEGWIT).path("longpollid").textValue();
        var answer = apart("getblocktemplate", "{'rules': ['segwit'], 'longpollid': '" + id + "'}");
        await().until(() -> rpc.slots.waiting() == 1);
        assertThat(answer).isNotDone();

        BlockEntry tip = node.grow(1).getFirst();

        assertThat(answer.join().path("previousblockhash").textValue()).isEqualTo(tip.hash().hex());
        assertThat(rpc.result("getblocktemplate", "{'rules': ['segwit'], 'longpollid': '" + id + "'}").path("height")
                .intValue()).isEqualTo(2);
        assertThat(rpc.slots.waiting()).isZero();
    }

    @Test
    void a_long_poll_ends_when_the_node_stops() throws Exception {
        String id = rpc.result("getblocktemplate", SEGWIT).path("longpollid").textValue();
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return rpc.error("getblocktemplate", "{'rules': ['segwit'], 'longpollid': '" + id + "'}");
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, APART);
        await().until(() -> rpc.slots.waiting() == 1);

        node.stop();

        assertThat(answer.join()).isEqualTo("-9 Shutting down");
    }

    @Test
    void a_proposal_is_judged_without_its_proof_of_work_and_told_what_is_wrong() throws Exception {
        JsonNode template = rpc.result("getblocktemplate", SEGWIT);
        BlockEntry tip = node.view().tip();

        assertThat(proposed(solved(template, coinbase(template).stripped(), false))).as("no witness")
                .isEqualTo("bad-witness-nonce-size");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).missed())).isEqualTo("null");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).root(new MerkleRoot(1, 2, 3, 4)).unproven()))
                .isEqualTo("bad-txnmrklroot");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).reward(5_000_000_001L).unproven()))
                .isEqualTo("bad-cb-amount");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).time(0).unproven())).isEqualTo("time-too-old");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip)
                .time(LocalNode.NOW.getEpochSecond() + 7_201).unproven())).isEqualTo("time-too-new");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).bits(CompactTarget.of("207ffffe")).unproven()))
                .isEqualTo("bad-diffbits");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).version(3).unproven()))
                .isEqualTo("bad-version(0x00000003)");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).script(Bytes.ofHex("5252")).unproven()))
                .isEqualTo("bad-cb-height");
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).script(Bytes.ofHex("51")).unproven()))
                .isEqualTo("bad-cb-length");
        assertThat(node.view().tip()).as("nothing is kept").isSameAs(tip);
        node.grow(1);
        assertThat(proposed(BlockBuilder.on(Networks.REGTEST, tip).salt(77).unproven()))
                .isEqualTo("inconclusive-not-best-prevblk");
    }

    @Test
    void what_is_no_block_or_header_is_told_so() throws Exception {
        for (String junk : List.of("''", "'00'", "'xy'", "'0'")) {
            assertThat(rpc.error("submitblock", junk)).isEqualTo("-22 Block decode failed");
            assertThat(rpc.error("submitheader", junk)).isEqualTo("-22 Block header decode failed");
            assertThat(rpc.error("getblocktemplate", "{'mode': 'proposal', 'data': " + junk + "}"))
                    .isEqualTo("-22 Block decode failed");
        }
        assertThat(rpc.error("getblocktemplate", "{'mode': 'proposal'}"))
                .isEqualTo("-3 Missing data String key for proposal");
    }

    @Test
    void a_header_can_be_submitted_alone() throws Exception {
        Block block = BlockBuilder.on(Networks.REGTEST, node.view().tip()).mined();
        String header = "'" + Hex.of(block.header().toBytes()) + "'";

        assertThat(rpc.result("submitheader", header).isNull()).isTrue();
        assertThat(node.view().bestHeader().hash()).isEqualTo(block.hash());
        var lost = BlockBuilder.on(Networks.REGTEST, node.view().tip()).missed().header();
        assertThat(rpc.error("submitheader", "'" + Hex.of(lost.toBytes()) + "'")).isEqualTo("-25 high-hash");
        BlockHeader strange = proven(new BlockHeader(1, new BlockHash(0, 0, 0, 5), new MerkleRoot(0, 0, 0, 0), 0,
                block.header().bits(), 0));
        assertThat(rpc.error("submitheader", "'" + Hex.of(strange.toBytes()) + "'"))
                .isEqualTo("-25 Must submit previous header (" + "0".repeat(63) + "5) first");
    }

    @Test
    void blocks_are_mined_at_once_where_they_cost_nothing() throws Exception {
        JsonNode hashes = rpc.result("generatetoaddress", "3, '" + ADDRESS + "'");

        assertThat(hashes).hasSize(3);
        assertThat(hashes.path(2).textValue()).isEqualTo(node.view().tip().hash().hex());
        assertThat(rpc.result("getblock", "'" + hashes.path(0).textValue() + "', 2").toString()).contains(ADDRESS);
        assertThat(rpc.result("generatetoaddress", "0, '" + ADDRESS + "'")).isEmpty();
        assertThat(rpc.result("generatetoaddress", "5, '" + ADDRESS + "', 0")).isEmpty();
        assertThat(rpc.error("generatetoaddress", "1, 'nobody'")).isEqualTo("-5 Error: Invalid address");
        String ofJbc = Address.of(Bytes.ofHex("0014" + "00".repeat(20)), Networks.JBC.addresses()).orElseThrow();
        assertThat(new Rpc(new LocalNode(Networks.JBC)).error("generatetoaddress", "1, '" + ofJbc + "'"))
                .startsWith("-1 blocks are made at once on networks without retarget only");
    }

    @Test
    void mining_is_told_with_cores_fields_in_cores_order() throws Exception {
        node.grow(2);
        JsonNode info = rpc.result("getmininginfo", "");

        assertThat(ChainMethodsTest.names(info)).containsExactly("blocks", "bits", "difficulty", "target",
                "networkhashps", "pooledtx", "chain", "next", "warnings");
        assertThat(info.path("next").toString()).isEqualTo("""
                {"height":3,"bits":"207fffff","difficulty":4.656542373906925E-10,\
                "target":"7fffff0000000000000000000000000000000000000000000000000000000000"}""");
        assertThat(rpc.text("getmininginfo", "")).contains("\"difficulty\":4.656542373906925e-10,");
    }

    @Test
    void the_hash_rate_is_the_work_of_the_last_blocks_over_their_time() throws Exception {
        assertThat(rpc.result("getnetworkhashps", "").intValue()).as("of genesis alone").isZero();
        List<BlockEntry> blocks = node.grow(4);
        long apart = blocks.get(3).header().time() - blocks.get(1).header().time();

        assertThat(rpc.result("getnetworkhashps", "2").doubleValue()).isEqualTo(4.0 / apart);
        assertThat(rpc.result("getnetworkhashps", "2, 3").doubleValue())
                .isEqualTo(4.0 / (blocks.get(2).header().time() - blocks.get(0).header().time()));
        assertThat(rpc.result("getnetworkhashps", "-1")).isEqualTo(rpc.result("getnetworkhashps", "1000"));
        assertThat(rpc.error("getnetworkhashps", "0"))
                .isEqualTo("-8 Invalid nblocks. Must be a positive number or -1.");
        assertThat(rpc.error("getnetworkhashps", "2, 5")).isEqualTo("-8 Block does not exist at specified height");
        assertThat(rpc.error("getnetworkhashps", "2, -2")).isEqualTo("-8 Block does not exist at specified height");
    }

    private String proposed(Block block) throws Exception {
        JsonNode verdict = rpc.result("getblocktemplate", "{'mode': 'proposal', 'data': " + hex(block) + "}");
        return verdict.isNull() ? "null" : verdict.textValue();
    }

    private CompletableFuture<JsonNode> apart(String method, String params) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return rpc.result(method, params);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, APART);
    }

    private static String hex(Block block) {
        return "'" + Hex.of(block.toBytes()) + "'";
    }

    /** As a miner makes it from a template: its own script, the whole value, the commitment as it was given. */
    private static Transaction coinbase(JsonNode template) {
        Bytes script = new ByteWriter().bytes(Scripts.pushNumber(template.path("height").intValue())).u8(0).toBytes();
        return new Transaction(1, List.of(new TxIn(OutPoint.COINBASE, script, TxIn.FINAL, List.of())),
                List.of(new TxOut(template.path("coinbasevalue").longValue(), BlockBuilder.ANYONE), new TxOut(0,
                        Bytes.ofHex(template.path("default_witness_commitment").textValue()))),
                0);
    }

    private static Block solved(JsonNode template, Transaction coinbase, boolean proven) {
        var header = new BlockHeader(template.path("version").intValue(),
                BlockHash.of(template.path("previousblockhash").textValue()), Merkle.root(List.of(coinbase.txid())),
                template.path("curtime").longValue(), CompactTarget.of(template.path("bits").textValue()), 0);
        return new Block(proven ? proven(header) : header, List.of(coinbase));
    }

    private static BlockHeader proven(BlockHeader header) {
        int nonce = 0;
        while (!header.bits().target().orElseThrow().isMetBy(header.withNonce(nonce).hash()))
            nonce++;
        return header.withNonce(nonce);
    }

    @Test
    void many_can_make_blocks_at_once_though_some_make_the_same() throws Exception {
        List<Callable<List<String>>> callers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++)
            callers.add(() -> {
                List<String> hashes = new ArrayList<>();
                for (int i = 0; i < 5; i++)
                    hashes.add(rpc.result("generateblock", "'raw(51)', []").path("hash").textValue());
                return hashes;
            });
        Set<String> made = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<String>> one : threads.invokeAll(callers))
                made.addAll(one.get(60, TimeUnit.SECONDS));
        }

        assertThat(made).hasSizeBetween(5, 20);
        assertThat(rpc.result("getblockcount", "").intValue()).isBetween(5, 20);
    }
}
