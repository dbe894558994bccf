package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.Coin;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.core.BlockChain;
import org.bitcoinj.core.Context;
import org.bitcoinj.core.PeerAddress;
import org.bitcoinj.core.PeerGroup;
import org.bitcoinj.params.RegTestParams;
import org.bitcoinj.store.BlockStoreException;
import org.bitcoinj.store.MemoryBlockStore;
import org.bitcoinj.wallet.Wallet;
import org.jackblockchain.Anyone;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A wallet of bitcoinj, which knows headers and what its filter lets through (BIP37), at a node of ours. */
class BitcoinjTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final BitcoinNetwork NETWORK = BitcoinNetwork.REGTEST;
    private static final long REWARD = Networks.REGTEST.subsidy().at(1);
    private static final long FEE = 10_000;
    private static final int HEIGHT = Networks.REGTEST.coinbaseMaturity() + 10;

    private RunningNode node = start();

    private static RunningNode start() {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return RunningNode.start(new NodeSettings(Networks.REGTEST, Optional.empty(), Optional.empty(),
                Optional.of(any), List.of(), 0, true, new MinerSettings(1, EngineWish.PORTABLE, 1), "b",
                Optional.of(Anyone.SCRIPT), OptionalInt.of(HEIGHT)));
    }

    /** The wallet and all that it needs. */
    private record Client(Wallet wallet, BlockChain chain, PeerGroup peers) implements AutoCloseable {
        static Client of(Wallet wallet, InetSocketAddress place) throws BlockStoreException {
            var chain = new BlockChain(NETWORK, wallet, new MemoryBlockStore(RegTestParams.get().getGenesisBlock()));
            var peers = new PeerGroup(NETWORK, chain);
            peers.addWallet(wallet);
            peers.setUseLocalhostPeerWhenPossible(false);
            peers.addAddress(PeerAddress.simple(place));
            // it downloads from nobody before half of its connections are there
            peers.setMaxConnections(1);
            peers.start();
            peers.downloadBlockChain();
            return new Client(wallet, chain, peers);
        }

        long balance(Wallet.BalanceType type) {
            return wallet.getBalance(type).getValue();
        }

        @Override
        public void close() {
            peers.stop();
        }
    }

    private static Wallet wallet(ScriptType type) {
        Context.propagate(new Context());
        return Wallet.createDeterministic(NETWORK, type);
    }

    private static Bytes script(String address) {
        return switch (Address.parse(address, Networks.REGTEST.addresses())) {
            case Address.Parsed.Locking(Bytes script) -> script;
            case Address.Parsed.Invalid(String why, _) -> throw new AssertionError(why);
        };
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private OutPoint coinbase(int height) {
        var block = node.blocks().block(node.view().tip().ancestor(height).hash()).orElseThrow();
        return new OutPoint(block.transactions().getFirst().txid(), 0);
    }

    private void mine(int height) throws InterruptedException {
        node.mineUpTo(height);
        assertThat(node.awaitView(view -> view.tip().height() == height, PATIENCE)).isPresent();
    }

    private void awaitTemplateWith(Transaction transaction) throws InterruptedException {
        assertThat(node.awaitView(view -> view.template()
                .filter(work -> work.transactions().contains(transaction)).isPresent(), PATIENCE)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"P2PKH", "P2WPKH"})
    void it_receives_a_payment_and_sends_one(ScriptType type) throws Exception {
        mine(HEIGHT);
        try (var client = Client.of(wallet(type), node.p2p().orElseThrow())) {
            assertThat(client.chain().getBestChainHeight()).isEqualTo(HEIGHT);

            // When somebody pays it (with what may be replaced it would not count before a block has it)
            Transaction paying = Anyone.spendForGood(coinbase(1),
                    new TxOut(REWARD / 2, script(client.wallet().currentReceiveAddress().toString())),
                    Anyone.pays(REWARD / 2 - FEE));
            assertThat(node.ask(new Request.SubmitTransaction(paying, OptionalLong.empty()))).isPresent();

            // Then it hears of that before it is in a block, and of nothing that is not its own
            await().pollInSameThread().atMost(PATIENCE)
                    .until(() -> client.balance(Wallet.BalanceType.ESTIMATED) == REWARD / 2);
            assertThat(client.balance(Wallet.BalanceType.AVAILABLE)).isZero();

            // When a block confirms it
            awaitTemplateWith(paying);
            mine(HEIGHT + 1);

            // Then it may spend it: its proof fits the header
            await().pollInSameThread().atMost(PATIENCE)
                    .until(() -> client.balance(Wallet.BalanceType.AVAILABLE) == REWARD / 2);
            assertThat(client.wallet().getTransactions(true)).hasSize(1);

            // When it pays somebody
            String payee = Address.of(Anyone.SCRIPT, Networks.REGTEST.addresses()).orElseThrow();
            var sent = client.wallet().sendCoins(client.peers(), client.wallet().parseAddress(payee),
                    Coin.valueOf(REWARD / 4));
            String txid = sent.transaction().getTxId().toString();

            // Then the node has it, mines it, and the wallet hears of that
            assertThat(node.awaitView(view -> view.mempool().has(Txid.of(txid)), PATIENCE)).isPresent();
            Transaction spending = node.view().mempool().find(Txid.of(txid)).orElseThrow().transaction();
            assertThat(spending.outputs()).contains(Anyone.pays(REWARD / 4));
            awaitTemplateWith(spending);
            mine(HEIGHT + 2);
            await().pollInSameThread().atMost(PATIENCE)
                    .until(() -> sent.transaction().getConfidence().getDepthInBlocks() == 1);
            assertThat(client.balance(Wallet.BalanceType.AVAILABLE))
                    .isEqualTo(REWARD / 2 - REWARD / 4 - sent.transaction().getFee().getValue());
        }
    }

    @Test
    void a_wallet_that_comes_later_finds_what_it_was_paid_meanwhile() throws Exception {
        mine(HEIGHT);
        Wallet first = wallet(ScriptType.P2WPKH);
        Bytes script = script(first.currentReceiveAddress().toString());
        Transaction mined = Anyone.spendForGood(coinbase(1), new TxOut(1_000_000, script),
                Anyone.pays(REWARD - 1_010_000));
        Transaction waiting = Anyone.spendForGood(coinbase(2), new TxOut(2_000_000, script),
                Anyone.pays(REWARD - 2_010_000));
        assertThat(node.ask(new Request.SubmitTransaction(mined, OptionalLong.empty()))).isPresent();
        awaitTemplateWith(mined);
        mine(HEIGHT + 1);
        assertThat(node.ask(new Request.SubmitTransaction(waiting, OptionalLong.empty()))).isPresent();

        try (var client = Client.of(first, node.p2p().orElseThrow())) {
            await().pollInSameThread().atMost(PATIENCE)
                    .until(() -> client.balance(Wallet.BalanceType.ESTIMATED) == 3_000_000);
            assertThat(client.balance(Wallet.BalanceType.AVAILABLE)).isEqualTo(1_000_000);
        }
    }
}
