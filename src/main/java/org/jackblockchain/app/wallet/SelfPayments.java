package org.jackblockchain.app.wallet;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;

/**
 * Payments of a miner to itself, so that a race has transactions: its rewards are split, and the parts go on being
 * spent in turn. What a reorganization takes away is refused by the node and forgotten. For one thread.
 */
public final class SelfPayments {
    private static final int PARTS = 20;
    private static final int MAX_COINS = 1_000;
    /** In the smallest unit per 1,000 virtual bytes: twice the least that is relayed. */
    private static final long RATE = 2_000;

    private final SigningKey key;
    private final Map<Bytes, SigningKey> keys;
    private final int maturity;
    private final Deque<OwnCoin> rewards = new ArrayDeque<>();
    private final Deque<OwnCoin> parts = new ArrayDeque<>();

    /** A payment that is to be handed in, and the coin that it spends. */
    public record Next(Transaction transaction, OwnCoin coin) {}

    public SelfPayments(PayoutKey payout, int maturity) {
        this.key = SigningKey.of(payout);
        this.keys = Map.of(key.script(), key);
        this.maturity = maturity;
    }

    /** Takes note of a block: of its reward, if that is ours. */
    public void mined(Block block, int height) {
        Transaction coinbase = block.transactions().getFirst();
        for (int i = 0; i < coinbase.outputs().size(); i++) {
            TxOut output = coinbase.outputs().get(i);
            if (output.script().equals(key.script()) && rewards.size() < MAX_COINS)
                rewards.add(new OwnCoin(new OutPoint(coinbase.txid(), i), output, height, true));
        }
    }

    /** A payment, if there is a coin for it on a chain of this height. */
    public Optional<Next> next(int height) {
        boolean splits = parts.size() + PARTS <= MAX_COINS && !rewards.isEmpty()
                && rewards.getFirst().spendableAt(maturity) <= height;
        if (!splits && parts.isEmpty())
            return Optional.empty();
        return splits ? payment(rewards.removeFirst(), PARTS) : payment(parts.removeFirst(), 1);
    }

    private Optional<Next> payment(OwnCoin coin, int count) {
        List<OwnCoin> coins = List.of(coin);
        long fee = Payment.fee(coins, Collections.nCopies(count, new TxOut(0, key.script())), RATE, keys);
        long each = (coin.output().value() - fee) / count;
        if (each < Payment.dust(key.script()))
            return Optional.empty();
        var payment = new Payment(coins, Collections.nCopies(count, new TxOut(each, key.script())), fee);
        return Optional.of(new Next(payment.signed(keys), coin));
    }

    /** The node took it: what it pays can be spent on. */
    public void taken(Next next) {
        List<TxOut> outputs = next.transaction().outputs();
        for (int i = 0; i < outputs.size(); i++)
            parts.add(new OwnCoin(new OutPoint(next.transaction().txid(), i), outputs.get(i), OwnCoin.UNCONFIRMED,
                    false));
    }

    /** The node may take it later. */
    public void postponed(Next next) {
        (next.coin().coinbase() ? rewards : parts).addLast(next.coin());
    }
}
