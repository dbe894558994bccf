package org.jackblockchain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.BlockFault;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.SpendRules;
import org.jackblockchain.consensus.TransactionFault;
import org.jackblockchain.consensus.script.ScriptFlag;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

/** The rules about coins, each on both sides of its border, by whole blocks on a chain. */
class ConnectorTest {
    private static final int MATURITY = 100;
    private static final long COIN = 100_000_000;
    private static final long REWARD = 50 * COIN;

    private ChainHarness at = new ChainHarness();

    /** A chain on which the coinbase of block 1 has just become mature: the next block is 101. */
    private Transaction matured() {
        return grow(MATURITY).getFirst();
    }

    /** The coinbases of so many blocks. */
    private List<Transaction> grow(int count) {
        var coinbases = new ArrayList<Transaction>();
        for (int i = 0; i < count; i++) {
            Block block = at.next(at.chain.tip());
            at.place(block);
            at.advance();
            coinbases.add(block.transactions().getFirst());
        }
        return coinbases;
    }

    private static Transaction spend(int version, int sequence, List<OutPoint> from, long... values) {
        return new Transaction(version,
                from.stream().map(out -> new TxIn(out, Bytes.EMPTY, sequence, List.of())).toList(),
                Arrays.stream(values).mapToObj(value -> new TxOut(value, BlockBuilder.ANYONE)).toList(), 0);
    }

    private static Transaction spend(Transaction from, long... values) {
        return spend(2, TxIn.FINAL, List.of(new OutPoint(from.txid(), 0)), values);
    }

    /** The reject reason of a block with these transactions on the tip, or "" when it becomes the tip. */
    private String mine(Transaction... transactions) {
        return mine(builder -> builder, transactions);
    }

    private String mine(UnaryOperator<BlockBuilder> change, Transaction... transactions) {
        Block block = change.apply(BlockBuilder.on(at.params, at.chain.tip()).salt(4711).with(transactions)).mined();
        return offer(block);
    }

    private String offer(Block block) {
        Placement placement = at.chain.placeBlock(block, block.header().instant());
        if (placement instanceof Placement.Refused(var fault))
            return fault.code();
        Optional<ChainChange> change = at.advance();
        List<InvalidBlock> refused = change.map(ChainChange::refused).orElse(List.of());
        if (!refused.isEmpty())
            return refused.getFirst().fault().code();
        assertThat(at.chain.tip().hash()).isEqualTo(block.hash());
        return "";
    }

    private static ChainParams with(Activations activations) {
        return with(activations, MATURITY);
    }

    static ChainParams with(Activations activations, int maturity) {
        ChainParams p = Networks.REGTEST;
        return new ChainParams(p.name(), p.magic(), p.httpPort(), p.p2pPortOffset(), p.genesis(), p.easiest(),
                p.interval(), p.retarget(), p.subsidy(), maturity, activations, p.maxClockDrift(),
                p.finalityDepth(), p.addresses(), p.firstPeers(), p.checkpoints(), p.minimumChainWork());
    }

    @Test
    void a_coinbase_can_be_spent_100_blocks_later_and_not_one_earlier() {
        List<Transaction> coinbases = grow(MATURITY);

        assertThat(mine(spend(coinbases.get(1), REWARD))).isEqualTo("bad-txns-premature-spend-of-coinbase");
        assertThat(mine(spend(coinbases.get(0), REWARD))).isEmpty();
    }

    @Test
    void of_several_young_coinbases_the_first_is_told_of() {
        var young = new ArrayList<Coin>();
        for (int height : new int[]{5, 30, 60})
            young.add(new Coin(new TxOut(1, BlockBuilder.ANYONE), height, true));
        Transaction tx = spend(2, TxIn.FINAL, List.of(), 1);

        assertThat(SpendRules.firstFault(tx, young, 110, MATURITY)).contains(TransactionFault.SPENDS_IMMATURE);
        assertThat(SpendRules.detail(TransactionFault.SPENDS_IMMATURE, tx, young, 110, MATURITY))
                .isEqualTo("tried to spend coinbase at depth 80");
    }

    @Test
    void what_is_no_coinbase_can_be_spent_in_the_same_block_but_only_after_it_was_made() {
        Transaction first = spend(matured(), REWARD);
        Transaction second = spend(first, REWARD);

        assertThat(mine(second, first)).isEqualTo("bad-txns-inputs-missingorspent");
        assertThat(mine(first, second)).isEmpty();
        assertThat(at.chain.coin(new OutPoint(first.txid(), 0))).isEmpty();
        assertThat(at.chain.coin(new OutPoint(second.txid(), 0)).orElseThrow().height()).isEqualTo(MATURITY + 1);
    }

    @Test
    void a_coin_can_be_spent_once() {
        Transaction coinbase = matured();
        Transaction one = spend(coinbase, REWARD);
        Transaction other = spend(coinbase, REWARD - 1, 1);

        assertThat(mine(one, other)).isEqualTo("bad-txns-inputs-missingorspent");
        assertThat(mine(one)).isEmpty();
        assertThat(mine(other)).isEqualTo("bad-txns-inputs-missingorspent");
    }

    @Test
    void an_output_that_was_never_made_cannot_be_spent() {
        Transaction coinbase = matured();
        Transaction beyond = spend(2, TxIn.FINAL, List.of(new OutPoint(coinbase.txid(), 7)), 1);

        assertThat(mine(beyond)).isEqualTo("bad-txns-inputs-missingorspent");
    }

    @Test
    void what_nobody_can_spend_is_no_coin() {
        Transaction coinbase = matured();
        var data = new Transaction(2, spend(coinbase, 1).inputs(),
                List.of(new TxOut(REWARD, Bytes.ofHex("6a0161")), new TxOut(0, BlockBuilder.ANYONE)), 0);

        assertThat(mine(data)).isEmpty();
        assertThat(at.chain.coin(new OutPoint(data.txid(), 0))).isEmpty();
        assertThat(at.chain.coin(new OutPoint(data.txid(), 1))).isPresent();
    }

    @Test
    void a_transaction_may_spend_all_it_has_and_not_one_more() {
        Transaction coinbase = matured();

        assertThat(mine(spend(coinbase, REWARD, 1))).isEqualTo("bad-txns-in-belowout");
        assertThat(mine(spend(coinbase, REWARD - 1, 1))).isEmpty();
    }

    @Test
    void the_miner_gets_subsidy_and_fees_and_not_one_more() {
        Transaction paysFee = spend(matured(), REWARD - 7);

        assertThat(mine(builder -> builder.reward(REWARD + 8), paysFee)).isEqualTo("bad-cb-amount");
        assertThat(mine(builder -> builder.reward(REWARD + 7), paysFee)).isEmpty();
    }

    @Test
    void a_script_that_fails_spoils_the_block_and_says_why() {
        Transaction coinbase = matured();
        var locked = new Transaction(2, spend(coinbase, 1).inputs(),
                List.of(new TxOut(REWARD - 1, Bytes.ofHex("5188")), new TxOut(1, Bytes.ofHex("5187"))), 0);
        assertThat(mine(locked)).isEmpty();
        var wrong = new Transaction(2, List.of(new TxIn(new OutPoint(locked.txid(), 1), Bytes.ofHex("52"), -1,
                List.of())), List.of(new TxOut(1, BlockBuilder.ANYONE)), 0);
        var right = new Transaction(2, List.of(new TxIn(new OutPoint(locked.txid(), 1), Bytes.ofHex("51"), -1,
                List.of())), List.of(new TxOut(1, BlockBuilder.ANYONE)), 0);

        assertThat(mine(wrong)).isEqualTo("mandatory-script-verify-flag-failed "
                + "(Script evaluated without error but finished with a false/empty top stack element)");
        assertThat(mine(right)).isEmpty();
    }

    @Test
    void a_lock_in_blocks_opens_after_so_many_and_not_one_earlier() {
        Transaction made = spend(matured(), REWARD);
        assertThat(mine(made)).isEmpty();
        Transaction locked = spend(2, 3, List.of(new OutPoint(made.txid(), 0)), REWARD);

        grow(1);
        assertThat(mine(locked)).isEqualTo("bad-txns-nonfinal");
        grow(1);
        assertThat(mine(locked)).isEmpty();
    }

    @Test
    void a_lock_binds_neither_in_version_1_nor_when_it_is_switched_off_but_in_the_highest_version() {
        Transaction made = spend(matured(), REWARD / 2, REWARD / 2);
        assertThat(mine(made)).isEmpty();
        var first = List.of(new OutPoint(made.txid(), 0));
        var second = List.of(new OutPoint(made.txid(), 1));

        assertThat(mine(spend(0xffff_ffff, 100, first, 1))).isEqualTo("bad-txns-nonfinal");
        assertThat(mine(spend(1, 100, first, 1))).isEmpty();
        assertThat(mine(spend(2, 1 << 31 | 100, second, 1))).isEmpty();
    }

    @Test
    void a_lock_in_time_counts_from_the_median_before_the_coin_to_the_median_before_the_block() {
        Transaction made = spend(matured(), REWARD);
        long since = at.chain.tip().header().time() - 5;
        assertThat(mine(made)).isEmpty();
        // Given a lock of one unit: 512 seconds
        Transaction locked = spend(2, 1 << 22 | 1, List.of(new OutPoint(made.txid(), 0)), REWARD);
        // When the blocks before have the last time that is too early, or the first that will do
        for (int i = 0; i < 6; i++)
            offer(BlockBuilder.on(at.params, at.chain.tip()).time(since + 511 + i).salt(i).mined());
        assertThat(MedianTime.past(at.chain.tip())).isEqualTo(since + 511);

        assertThat(mine(locked)).isEqualTo("bad-txns-nonfinal");
        offer(BlockBuilder.on(at.params, at.chain.tip()).time(since + 600).salt(9).mined());
        assertThat(MedianTime.past(at.chain.tip())).isEqualTo(since + 512);
        assertThat(mine(locked)).isEmpty();
    }

    @Test
    void relative_locks_do_not_bind_before_their_height() {
        at = new ChainHarness(with(new Activations(1, 1, 1, MATURITY + 3, 0)));
        Transaction made = spend(matured(), REWARD / 2, REWARD / 2);
        assertThat(mine(made)).isEmpty();

        assertThat(mine(spend(2, 10, List.of(new OutPoint(made.txid(), 0)), 1))).isEmpty();
        assertThat(at.chain.tip().height()).isEqualTo(MATURITY + 2);
        assertThat(mine(spend(2, 10, List.of(new OutPoint(made.txid(), 1)), 1))).isEqualTo("bad-txns-nonfinal");
    }

    @Test
    void a_transaction_made_again_while_its_outputs_are_unspent_is_told_so_before_its_missing_coins() {
        Transaction tx = spend(matured(), REWARD / 2, REWARD / 2);
        assertThat(mine(tx)).isEmpty();

        assertThat(mine(tx)).isEqualTo("bad-txns-BIP30");
        assertThat(mine(spend(tx, REWARD / 2), spend(2, TxIn.FINAL, List.of(new OutPoint(tx.txid(), 1)), 1))).isEmpty();
        assertThat(mine(tx)).as("all spent").isEqualTo("bad-txns-inputs-missingorspent");
    }

    @Test
    void where_coinbases_may_repeat_whatever_descends_from_them_may_not_overwrite_a_coin() {
        // Given a network whose coinbases need no height, and one that came again when it was spent
        at = new ChainHarness(with(new Activations(1_000, 1, 1, 1, 0), 1));
        UnaryOperator<BlockBuilder> same = builder -> builder.script(Bytes.ofHex("5151")).noCommitment().witness();
        assertThat(mine(same)).isEmpty();
        Transaction coinbase = at.chain.block(at.chain.tip().hash()).orElseThrow().transactions().getFirst();
        assertThat(mine(same)).as("still unspent").isEqualTo("bad-txns-BIP30");
        Transaction first = spend(coinbase, REWARD);
        assertThat(mine(first)).isEmpty();
        assertThat(mine(same)).isEmpty();

        // Then its spend cannot come again before its own coin is spent
        assertThat(mine(first)).isEqualTo("bad-txns-BIP30");
        assertThat(mine(spend(first, REWARD))).isEmpty();
        assertThat(mine(builder -> builder.salt(9), first)).isEmpty();
    }

    @Test
    void signature_operations_of_scripts_that_are_spent_count_towards_the_limit_of_the_block() {
        // Given a coin that is paid to the hash of a script with one, never run: 0 IF CHECKSIG ENDIF 1
        Bytes redeem = Bytes.ofHex("0063ac6851");
        Bytes hash = Bytes.of(Hash160.of(redeem.toArray()));
        Bytes paysToHash = new ByteWriter().bytes(Bytes.ofHex("a914")).bytes(hash).bytes(Bytes.ofHex("87")).toBytes();
        var made = new Transaction(2, spend(matured(), 1).inputs(), List.of(new TxOut(REWARD, paysToHash)), 0);
        assertThat(mine(made)).isEmpty();
        // it costs 4, as the 19,999 others do
        assertThat(mine(spendingWith(made, redeem, 20_000))).isEqualTo("bad-blk-sigops");
        assertThat(mine(spendingWith(made, redeem, 19_999))).isEmpty();
    }

    private static Transaction spendingWith(Transaction from, Bytes redeem, int sigops) {
        var script = new ByteWriter().varBytes(redeem).toBytes();
        byte[] checks = new byte[sigops];
        Arrays.fill(checks, (byte) 0xac);
        return new Transaction(2, List.of(new TxIn(new OutPoint(from.txid(), 0), script, -1, List.of())),
                List.of(new TxOut(1, Bytes.of(checks))), 0);
    }

    @Test
    void each_rule_of_scripts_binds_from_its_height_on() {
        var rules = new Activations(1, 20, 30, 40, 50);
        Map<ScriptFlag, Integer> heights = Map.of(ScriptFlag.CHECKLOCKTIMEVERIFY, 20, ScriptFlag.DERSIG, 30,
                ScriptFlag.CHECKSEQUENCEVERIFY, 40, ScriptFlag.NULLDUMMY, 50);

        heights.forEach((flag, height) -> {
            assertThat(Connector.flagsAt(height - 1, rules).has(flag)).as("%s below", flag).isFalse();
            assertThat(Connector.flagsAt(height, rules).has(flag)).as("%s", flag).isTrue();
        });
        for (ScriptFlag always : List.of(ScriptFlag.P2SH, ScriptFlag.WITNESS, ScriptFlag.TAPROOT))
            assertThat(Connector.flagsAt(1, rules).has(always)).as("%s", always).isTrue();
    }

    @Test
    void fees_together_are_bounded() {
        // Given two coins that are each all the money there can be
        Transaction coinbase = matured();
        OutPoint first = new OutPoint(coinbase.txid(), 0);
        OutPoint second = new OutPoint(coinbase.txid(), 7);
        Transaction one = spend(2, TxIn.FINAL, List.of(first), 0);
        Transaction other = spend(2, TxIn.FINAL, List.of(second), 0);
        Transaction both = spend(2, TxIn.FINAL, List.of(first, second), 0);

        assertThat(connectRich(one)).isEmpty();
        assertThat(connectRich(one, other)).contains("bad-txns-accumulated-fee-outofrange");
        assertThat(connectRich(both)).contains("bad-txns-inputvalues-outofrange");
    }

    private Optional<String> connectRich(Transaction... transactions) {
        var all = new Coin(new TxOut(21_000_000 * COIN, BlockBuilder.ANYONE), 1, false);
        var spent = new HashSet<OutPoint>();
        for (Transaction tx : transactions)
            tx.inputs().forEach(input -> spent.add(input.previous()));
        var coins = new CoinOverlay(out -> spent.contains(out) ? Optional.of(all) : Optional.empty());
        var connector = new Connector(at.params, ChainOptions.DEFAULT, new VerifiedScripts());
        return connector.connect(block(transactions), at.chain.tip(), true, coins).firstFault().map(BlockFault::code);
    }

    private Block block(Transaction... transactions) {
        return BlockBuilder.on(at.params, at.chain.tip()).with(transactions).unproven();
    }

    @Test
    void scripts_that_were_verified_are_not_run_again() {
        Transaction coinbase = matured();
        var locked = new Transaction(2, spend(coinbase, 1).inputs(), List.of(new TxOut(REWARD, Bytes.ofHex("00"))), 0);
        assertThat(mine(locked)).isEmpty();
        Transaction fails = spend(locked, 1);
        assertThat(mine(fails)).startsWith("mandatory-script-verify-flag-failed");

        at.chain.verified().add(fails.wtxid(), at.chain.scriptFlagsOn(at.chain.tip()));

        assertThat(mine(builder -> builder.salt(5), fails)).isEmpty();
    }

    @Test
    void scripts_below_a_block_that_the_operator_vouches_for_are_not_run_once_two_weeks_of_work_are_above() {
        // Given a block whose script fails, and headers on it
        Transaction coinbase = matured();
        var locked = new Transaction(2, spend(coinbase, 1).inputs(), List.of(new TxOut(REWARD, Bytes.ofHex("00"))), 0);
        assertThat(mine(locked)).isEmpty();
        Block bad = BlockBuilder.on(at.params, at.chain.tip()).with(spend(locked, 1)).mined();
        BlockEntry top = at.header(bad);
        for (int i = 0; i < 2_016; i++)
            top = at.header(at.next(top));
        var vouched = ChainOptions.DEFAULT.withAssumeValid(Optional.of(top.hash()));

        // Then 2,016 blocks of ten minutes are not enough, and 2,017 are, if somebody vouches
        assertThat(refusals(bad, vouched)).isEqualTo(1);
        at.header(at.next(top));
        assertThat(refusals(bad, ChainOptions.DEFAULT)).isEqualTo(1);
        assertThat(refusals(bad, vouched)).isZero();
    }

    private int refusals(Block block, ChainOptions options) {
        at.write();
        Chain chain = at.another(options);
        chain.placeBlock(block, ChainHarness.NOW);
        return chain.advance().orElseThrow().refused().size();
    }
}
