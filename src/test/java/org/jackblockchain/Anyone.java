package org.jackblockchain;

import java.util.List;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** Coins that anybody may spend, in a standard way. */
public final class Anyone {
    private static final Bytes TRUE_SCRIPT = Bytes.ofHex("51");
    /** Pays to the hash of a script that is always satisfied. */
    public static final Bytes SCRIPT = new ByteWriter().u8(0).u8(32).array(Sha256.once(TRUE_SCRIPT.toArray()))
            .toBytes();

    private Anyone() {}

    /** What spends such a coin; another may replace it. */
    public static Transaction spend(OutPoint coin, TxOut... outputs) {
        return spend(TxIn.FINAL - 2, coin, outputs);
    }

    /** As above, and says that nothing is to replace it. */
    public static Transaction spendForGood(OutPoint coin, TxOut... outputs) {
        return spend(TxIn.FINAL, coin, outputs);
    }

    private static Transaction spend(int sequence, OutPoint coin, TxOut... outputs) {
        var input = new TxIn(coin, Bytes.EMPTY, sequence, List.of(TRUE_SCRIPT));
        return new Transaction(2, List.of(input), List.of(outputs), 0);
    }

    /** Such a coin. */
    public static TxOut pays(long value) {
        return new TxOut(value, SCRIPT);
    }
}
