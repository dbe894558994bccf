package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.consensus.Amounts;
import org.jackblockchain.consensus.Subsidy;
import org.jackblockchain.consensus.script.Limits;
import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.ScriptReader;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** Reads what calls say about transactions. */
final class RawTransaction {
    static final FeeRate DEFAULT_MAX_RATE = new FeeRate(10_000_000);
    private static final int COIN_DIGITS = 8;
    private static final int MIN_INPUT_BYTES = 41;
    private static final int MIN_OUTPUT_BYTES = 9;

    private RawTransaction() {}

    /** With witnesses, or in the original form, where one without inputs has bytes too. */
    static Optional<Transaction> parse(String hex) {
        return parse(hex, true).or(() -> parse(hex, false));
    }

    /** @param extended whether it may have witnesses */
    static Optional<Transaction> parse(String hex, boolean extended) {
        try {
            return whole(Bytes.ofHex(hex).toArray(), extended);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Transaction> whole(byte[] bytes, boolean extended) {
        try {
            return Optional.of(extended
                    ? ByteReader.readAll(bytes, Transaction::read)
                    : ByteReader.readAll(bytes, RawTransaction::original));
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    private static Transaction original(ByteReader in) {
        int version = in.i32();
        List<TxIn> inputs = in.list(MIN_INPUT_BYTES,
                from -> new TxIn(OutPoint.read(from), from.varBytes(), from.i32(), List.of()));
        List<TxOut> outputs = in.list(MIN_OUTPUT_BYTES, TxOut::read);
        return new Transaction(version, inputs, outputs, in.i32());
    }

    /** Whether a script breaks off, or has an operation that means nothing. */
    static boolean isBroken(Bytes script) {
        var in = new ScriptReader(script);
        while (in.hasNext()) {
            if (!in.next() || in.code() > Op.OP_CHECKSIGADD || in.data().length() > Limits.MAX_ITEM_BYTES)
                return true;
        }
        return false;
    }

    static Transaction parseOrFail(String hex, String message) {
        return parse(hex).orElseThrow(() -> new RpcError(RpcError.Code.UNREADABLE, message));
    }

    /** An amount of coins, a number or a text, in the smallest unit. */
    static long amount(JsonNode value) {
        if (!value.isNumber() && !value.isTextual())
            throw new RpcError(RpcError.Code.WRONG_TYPE, "Amount is not a number or string");
        BigDecimal units;
        try {
            BigDecimal coins = value.isTextual() ? new BigDecimal(value.textValue()) : value.decimalValue();
            units = coins.movePointRight(COIN_DIGITS);
            if (units.stripTrailingZeros().scale() > 0 || units.precision() - units.scale() > 18)
                throw new RpcError(RpcError.Code.WRONG_TYPE, "Invalid amount");
        } catch (NumberFormatException _) {
            throw new RpcError(RpcError.Code.WRONG_TYPE, "Invalid amount");
        }
        long amount = units.longValueExact();
        if (!Amounts.inRange(amount))
            throw new RpcError(RpcError.Code.WRONG_TYPE, "Amount out of range");
        return amount;
    }

    static FeeRate maximumRate(JsonNode value) {
        if (value.isNull())
            return DEFAULT_MAX_RATE;
        long amount = amount(value);
        if (amount >= Subsidy.COIN)
            throw RpcError.invalid("Fee rates larger than or equal to 1BTC/kvB are not accepted");
        return new FeeRate(amount);
    }

    static Txid txid(JsonNode value, String name) {
        return Args.hash(value, name, Txid::of);
    }

    private static String mismatch(JsonNode value, String field, Param.Kind kind) {
        return "JSON value of type %s for field %s is not of expected type %s".formatted(Json.kindOf(value), field,
                kind.word());
    }

    /** From an object with {@code txid} and {@code vout}. */
    static OutPoint place(JsonNode object) {
        if (!object.isObject())
            throw new RpcError(RpcError.Code.WRONG_TYPE, Args.mismatch(object, Param.Kind.OBJECT));
        object.fieldNames().forEachRemaining(name -> {
            if (!name.equals("txid") && !name.equals("vout"))
                throw new RpcError(RpcError.Code.WRONG_TYPE, "Unexpected key " + name);
        });
        JsonNode txid = object.path("txid");
        JsonNode index = object.path("vout");
        if (!txid.isTextual())
            throw new RpcError(RpcError.Code.WRONG_TYPE, txid.isMissingNode()
                    ? "Missing txid"
                    : mismatch(txid, "txid", Param.Kind.TEXT));
        if (!index.isNumber())
            throw new RpcError(RpcError.Code.WRONG_TYPE, index.isMissingNode()
                    ? "Missing vout"
                    : mismatch(index, "vout", Param.Kind.NUMBER));
        Txid id = txid(txid, "txid");
        if (!index.canConvertToInt() || index.intValue() < 0)
            throw RpcError.invalid("Invalid parameter, vout cannot be negative");
        return new OutPoint(id, index.intValue());
    }
}
