package org.jackblockchain.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.Amounts;
import org.jackblockchain.consensus.BlockFault;
import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.SequenceLocks;
import org.jackblockchain.consensus.SpendRules;
import org.jackblockchain.consensus.TransactionFault;
import org.jackblockchain.consensus.script.ScriptCheck;
import org.jackblockchain.consensus.script.ScriptFlag;
import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.consensus.script.Sigops;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** What a block does to the coins, forwards and backwards, and the rules that need coins to be judged. */
final class Connector {
    private final ChainParams params;
    private final CheckRunner runner;
    private final SignatureCache signatures;
    private final VerifiedScripts verified;

    Connector(ChainParams params, ChainOptions options, VerifiedScripts verified) {
        this.params = params;
        this.runner = options.checks();
        this.signatures = options.signatures();
        this.verified = verified;
    }

    /** What came of connecting a block. */
    sealed interface Result {
        default Optional<BlockFault> firstFault() {
            return this instanceof Broken(BlockFault fault) ? Optional.of(fault) : Optional.empty();
        }

        /** It keeps all rules; {@code undo} takes it back. */
        record Connected(BlockUndo undo) implements Result {}

        record Broken(BlockFault fault) implements Result {}
    }

    /**
     * Applies a block that keeps {@link BlockRules} to {@code coins}, or says which rule it breaks, in Core's order;
     * then {@code coins} may hold a part of it and must be dropped.
     *
     * @param scripts whether the scripts are run
     */
    Result connect(Block block, BlockEntry parent, boolean scripts, CoinOverlay coins) {
        List<Transaction> transactions = block.transactions();
        int couldOverwrite = makesOnlyNewCoins() ? 1 : transactions.size();
        Optional<BlockFault> overwrites = overwriteFault(transactions.subList(0, couldOverwrite), coins);
        if (overwrites.isPresent())
            return new Result.Broken(overwrites.get());
        var connecting = new Connecting(parent, scripts, coins);
        Optional<BlockFault> fault = connecting.addAll(transactions)
                .or(() -> connecting.rewardFault(transactions.getFirst()));
        if (fault.isPresent())
            connecting.checks.drop();
        else
            fault = connecting.checks.firstFailure();
        return fault.<Result>map(broken -> new Result.Broken(firstOf(transactions, coins, broken)))
                .orElseGet(() -> new Result.Connected(new BlockUndo(connecting.spent)));
    }

    /**
     * Whether a transaction whose inputs are coins cannot be one that was made before: where every coinbase begins with
     * its height (BIP34), no two are the same, hence no two of those that descend from them. So only of a block that
     * is broken it must be found out whether this rule, which comes first, is the one.
     */
    private boolean makesOnlyNewCoins() {
        return params.activations().bip34() <= 1;
    }

    private static BlockFault firstOf(List<Transaction> transactions, CoinOverlay coins, BlockFault found) {
        return overwriteFault(transactions, coins.base()).orElse(found);
    }

    private static Optional<BlockFault> overwriteFault(List<Transaction> transactions, CoinView coins) {
        for (Transaction tx : transactions) {
            for (int i = 0; i < tx.outputs().size(); i++) {
                if (coins.coin(new OutPoint(tx.txid(), i)).isPresent())
                    return Optional.of(new BlockFault.OverwritesCoin(tx.txid()));
            }
        }
        return Optional.empty();
    }

    /** The rules that scripts must keep in a block of this height. */
    static ScriptFlags flagsAt(int height, Activations activations) {
        ScriptFlags flags = ScriptFlags.of(ScriptFlag.P2SH, ScriptFlag.WITNESS, ScriptFlag.TAPROOT);
        if (height >= activations.bip66())
            flags = flags.plus(ScriptFlag.DERSIG);
        if (height >= activations.bip65())
            flags = flags.plus(ScriptFlag.CHECKLOCKTIMEVERIFY);
        if (height >= activations.csv())
            flags = flags.plus(ScriptFlag.CHECKSEQUENCEVERIFY);
        return height >= activations.segwit() ? flags.plus(ScriptFlag.NULLDUMMY) : flags;
    }

    /** A block half connected: one transaction after the other. */
    private final class Connecting {
        private final BlockEntry parent;
        private final int height;
        private final boolean scripts;
        private final CoinOverlay coins;
        private final ScriptFlags flags;
        private final List<List<Coin>> spent = new ArrayList<>();
        private final CheckRunner.Checks<BlockFault> checks = runner.begin();
        private long fees;
        private long sigops;

        Connecting(BlockEntry parent, boolean scripts, CoinOverlay coins) {
            this.parent = parent;
            this.height = parent.height() + 1;
            this.scripts = scripts;
            this.coins = coins;
            this.flags = flagsAt(height, params.activations());
        }

        Optional<BlockFault> addAll(List<Transaction> transactions) {
            for (Transaction tx : transactions) {
                Optional<BlockFault> fault = add(tx);
                if (fault.isPresent())
                    return fault;
            }
            return Optional.empty();
        }

        private Optional<BlockFault> add(Transaction tx) {
            if (tx.isCoinbase())
                return sigopsFault(tx, List.of()).or(() -> make(tx));
            List<Coin> inputs = coinsOf(tx);
            if (inputs.size() < tx.inputs().size())
                return Optional.of(new BlockFault.BadTransaction(tx.txid(), TransactionFault.MISSING_INPUTS));
            var outputs = new ArrayList<TxOut>(inputs.size());
            inputs.forEach(coin -> outputs.add(coin.output()));
            Optional<BlockFault> fault = spendFault(tx, inputs).or(() -> sigopsFault(tx, outputs));
            if (fault.isPresent())
                return fault;
            if (scripts)
                addChecks(tx, outputs);
            tx.inputs().forEach(input -> coins.remove(input.previous()));
            spent.add(inputs);
            return make(tx);
        }

        /** Of its inputs; ends before the first whose coin is missing. */
        private List<Coin> coinsOf(Transaction tx) {
            var found = new ArrayList<Coin>(tx.inputs().size());
            for (TxIn input : tx.inputs()) {
                Optional<Coin> coin = coins.coin(input.previous());
                if (coin.isEmpty())
                    break;
                found.add(coin.get());
            }
            return found;
        }

        private Optional<BlockFault> spendFault(Transaction tx, List<Coin> inputs) {
            Optional<TransactionFault> fault = SpendRules.firstFault(tx, inputs, height, params.coinbaseMaturity());
            if (fault.isPresent())
                return Optional.of(new BlockFault.BadSpend(tx.txid(), fault.get(),
                        SpendRules.detail(fault.get(), tx, inputs, height, params.coinbaseMaturity())));
            fees += SpendRules.fee(tx, inputs);
            if (!Amounts.inRange(fees))
                return Optional.of(new BlockFault.FeesOutOfRange(fees));
            boolean locked = height >= params.activations().csv()
                    && !SequenceLocks.of(tx, inputs, parent).areOpenOn(parent);
            return locked ? Optional.of(new BlockFault.SequenceLocked(tx.txid())) : Optional.empty();
        }

        private Optional<BlockFault> sigopsFault(Transaction tx, List<TxOut> outputs) {
            sigops += Sigops.cost(tx, outputs, flags);
            return sigops > BlockRules.MAX_SIGOPS_COST
                    ? Optional.of(new BlockFault.TooManySigops(sigops, BlockRules.MAX_SIGOPS_COST))
                    : Optional.empty();
        }

        private void addChecks(Transaction tx, List<TxOut> outputs) {
            if (verified.holds(tx.wtxid(), flags))
                return;
            var signed = SignedTransaction.of(tx, outputs);
            for (int i = 0; i < outputs.size(); i++) {
                int input = i;
                checks.add(() -> ScriptCheck.verify(signed, input, flags, signatures)
                        .map(error -> new BlockFault.ScriptFailed(tx, input, error)));
            }
        }

        private Optional<BlockFault> make(Transaction tx) {
            Txid txid = tx.txid();
            for (int i = 0; i < tx.outputs().size(); i++) {
                TxOut output = tx.outputs().get(i);
                if (!Scripts.isUnspendable(output.script()))
                    coins.add(new OutPoint(txid, i), new Coin(output, height, tx.isCoinbase()));
            }
            return Optional.empty();
        }

        Optional<BlockFault> rewardFault(Transaction coinbase) {
            long allowed = fees + params.subsidy().at(height);
            return coinbase.valueOut() > allowed
                    ? Optional.of(new BlockFault.TooHighReward(coinbase.valueOut(), allowed))
                    : Optional.empty();
        }
    }

    /**
     * Takes a connected block back: removes what it made, and gives back what it spent.
     *
     * @throws IllegalStateException if {@code undo} is not this block's
     */
    static void disconnect(Block block, BlockUndo undo, CoinOverlay coins) {
        List<Transaction> transactions = block.transactions();
        if (undo.spent().size() != transactions.size() - 1)
            throw new IllegalStateException("the undo data of " + block.hash() + " is of another block");
        for (int i = transactions.size() - 1; i >= 0; i--) {
            Transaction tx = transactions.get(i);
            Txid txid = tx.txid();
            for (int output = 0; output < tx.outputs().size(); output++)
                coins.remove(new OutPoint(txid, output));
            if (i > 0)
                giveBack(tx, undo.spent().get(i - 1), coins);
        }
    }

    private static void giveBack(Transaction tx, List<Coin> spent, CoinOverlay coins) {
        if (spent.size() != tx.inputs().size())
            throw new IllegalStateException("the undo data of " + tx + " has " + spent.size() + " coins");
        for (int i = 0; i < spent.size(); i++)
            coins.add(tx.inputs().get(i).previous(), spent.get(i));
    }
}
