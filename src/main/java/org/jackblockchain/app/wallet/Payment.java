package org.jackblockchain.app.wallet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/**
 * A transaction that is to be: what it pays, with which coins, and what comes back.
 *
 * @param coins that it spends
 * @param outputs those asked for, and the change behind them
 * @param fee in the smallest unit
 */
record Payment(List<OwnCoin> coins, List<TxOut> outputs, long fee) {
    private static final int VERSION = 2;
    /** May be replaced, as wallets have it (BIP125). */
    private static final int SEQUENCE = 0xffff_fffd;
    /** Core's rate for what is not worth its spending, in the smallest unit a virtual byte. */
    private static final long DUST_RATE = 3;
    private static final int SPENDING_WITNESS = 67;
    private static final int SPENDING_LEGACY = 148;
    private static final long PER_KILOBYTE = 1_000;

    Payment {
        coins = List.copyOf(coins);
        outputs = List.copyOf(outputs);
    }

    /** An output of less costs more to spend than it is worth, and is not relayed. */
    static long dust(Bytes script) {
        boolean witness = script.length() >= 4 && script.at(1) == script.length() - 2
                && (script.at(0) == 0 || (script.at(0) >= 0x51 && script.at(0) <= 0x60));
        int output = 8 + 1 + script.length();
        return DUST_RATE * (output + (witness ? SPENDING_WITNESS : SPENDING_LEGACY));
    }

    /**
     * Chooses coins: confirmed ones first, then the largest.
     *
     * @param change locks what comes back
     * @param rate of the fee, in the smallest unit per 1,000 virtual bytes
     * @return empty if the coins do not suffice
     */
    static Optional<Payment> of(List<TxOut> outputs, List<OwnCoin> spendable, Bytes change, long rate,
            Map<Bytes, SigningKey> keys) {
        long wanted = outputs.stream().mapToLong(TxOut::value).sum();
        List<OwnCoin> inOrder = spendable.stream().sorted(Comparator.comparing((OwnCoin coin) -> !coin.isConfirmed())
                .thenComparingLong(coin -> -coin.output().value())).toList();
        var chosen = new ArrayList<OwnCoin>();
        long sum = 0;
        for (OwnCoin coin : inOrder) {
            chosen.add(coin);
            sum += coin.output().value();
            long alone = fee(chosen, outputs, rate, keys);
            if (sum < wanted + alone)
                continue;
            var withChange = new ArrayList<>(outputs);
            withChange.add(new TxOut(0, change));
            long rest = sum - wanted - fee(chosen, withChange, rate, keys);
            if (rest < dust(change))
                return Optional.of(new Payment(chosen, outputs, sum - wanted));
            withChange.set(outputs.size(), new TxOut(rest, change));
            return Optional.of(new Payment(chosen, withChange, sum - wanted - rest));
        }
        return Optional.empty();
    }

    /** What spending one more coin of this kind costs, and the outputs: for whoever has too little. */
    static long fee(List<OwnCoin> coins, List<TxOut> outputs, long rate, Map<Bytes, SigningKey> keys) {
        List<TxIn> inputs = coins.stream().map(coin -> input(coin).withWitness(key(coin, keys).placeholder())).toList();
        long size = new Transaction(VERSION, inputs, outputs, 0).virtualSize();
        return (size * rate + PER_KILOBYTE - 1) / PER_KILOBYTE;
    }

    private static TxIn input(OwnCoin coin) {
        return new TxIn(coin.place(), Bytes.EMPTY, SEQUENCE, List.of());
    }

    private static SigningKey key(OwnCoin coin, Map<Bytes, SigningKey> keys) {
        return Optional.ofNullable(keys.get(coin.output().script()))
                .orElseThrow(() -> new IllegalStateException("a coin of somebody else: " + coin.place()));
    }

    Transaction signed(Map<Bytes, SigningKey> keys) {
        List<TxIn> inputs = coins.stream().map(Payment::input).toList();
        var signing = SignedTransaction.of(new Transaction(VERSION, inputs, outputs, 0),
                coins.stream().map(OwnCoin::output).toList());
        var unlocked = new ArrayList<TxIn>();
        for (int i = 0; i < inputs.size(); i++)
            unlocked.add(inputs.get(i).withWitness(key(coins.get(i), keys).witness(signing, i)));
        return new Transaction(VERSION, unlocked, outputs, 0);
    }
}
