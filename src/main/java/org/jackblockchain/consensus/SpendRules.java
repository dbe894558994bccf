package org.jackblockchain.consensus;

import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Transaction;

/** What a transaction must keep towards the coins that it spends, before any script is run, in Core's order. */
public final class SpendRules {
    private SpendRules() {}

    /**
     * The first rule that the transaction breaks, or empty if it keeps them all.
     *
     * @param spent the coins of its inputs, in their order
     * @param height of the block that it is to stand in
     * @param maturity blocks until a coinbase's output may be spent
     */
    public static Optional<TransactionFault> firstFault(Transaction tx, List<Coin> spent, int height, int maturity) {
        long in = 0;
        for (Coin coin : spent) {
            if (coin.coinbase() && height - coin.height() < maturity)
                return Optional.of(TransactionFault.SPENDS_IMMATURE);
            in += coin.output().value();
            if (!Amounts.inRange(coin.output().value()) || !Amounts.inRange(in))
                return Optional.of(TransactionFault.INPUTS_OUT_OF_RANGE);
        }
        long out = tx.valueOut();
        if (in < out)
            return Optional.of(TransactionFault.SPENDS_MORE_THAN_IT_HAS);
        return Amounts.inRange(in - out) ? Optional.empty() : Optional.of(TransactionFault.FEE_OUT_OF_RANGE);
    }

    /** The values that show a fault that {@link #firstFault} told, in Core's words; empty where it has none. */
    public static String detail(TransactionFault fault, Transaction tx, List<Coin> spent, int height, int maturity) {
        return switch (fault) {
            case SPENDS_IMMATURE -> "tried to spend coinbase at depth " + firstImmatureDepth(spent, height, maturity);
            case SPENDS_MORE_THAN_IT_HAS -> "value in (%s) < value out (%s)"
                    .formatted(Amounts.text(valueIn(spent)), Amounts.text(tx.valueOut()));
            default -> "";
        };
    }

    private static int firstImmatureDepth(List<Coin> spent, int height, int maturity) {
        return spent.stream().filter(Coin::coinbase).mapToInt(coin -> height - coin.height())
                .filter(depth -> depth < maturity).findFirst().orElseThrow();
    }

    private static long valueIn(List<Coin> spent) {
        return spent.stream().mapToLong(coin -> coin.output().value()).sum();
    }

    /** What the transaction leaves to the miner, in the smallest unit. */
    public static long fee(Transaction tx, List<Coin> spent) {
        return valueIn(spent) - tx.valueOut();
    }
}
