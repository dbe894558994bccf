package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.script.OutputType;
import org.jackblockchain.consensus.script.ScriptCheck;
import org.jackblockchain.consensus.script.ScriptError;
import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.consensus.script.Sighash;
import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/**
 * {@code signrawtransactionwithkey} and {@code combinerawtransaction}: outputs of one key or several, bare or behind
 * hashes, and taproot's by the key.
 */
final class SignMethod {
    private static final String GROUP = "rawtransactions";
    private static final Map<String, Integer> HASH_TYPES = Map.of("DEFAULT", Sighash.DEFAULT, "ALL", Sighash.ALL,
            "NONE", Sighash.NONE, "SINGLE", Sighash.SINGLE, "ALL|ANYONECANPAY", Sighash.ALL | Sighash.ANYONE_CAN_PAY,
            "NONE|ANYONECANPAY", Sighash.NONE | Sighash.ANYONE_CAN_PAY, "SINGLE|ANYONECANPAY",
            Sighash.SINGLE | Sighash.ANYONE_CAN_PAY);

    /** What a caller says of outputs that are spent. */
    private record Told(Map<OutPoint, TxOut> outputs, List<Bytes> scripts) {}

    private final RpcNode node;

    SignMethod(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "signrawtransactionwithkey",
                        List.of(Param.required("hexstring", Param.Kind.TEXT, "The transaction in hex."),
                                Param.required("privkeys", Param.Kind.ARRAY, "Secret keys in base58."),
                                Param.optional("prevtxs", Param.Kind.ARRAY,
                                        "What it spends, where that is not known here: \"txid\", \"vout\","
                                                + " \"scriptPubKey\", \"redeemScript\", \"witnessScript\","
                                                + " \"amount\"."),
                                Param.optional("sighashtype", Param.Kind.TEXT,
                                        "DEFAULT, ALL, NONE or SINGLE, perhaps with |ANYONECANPAY. Default: DEFAULT.")),
                        "Signs the inputs that ask for these keys.", this::sign),
                new Method(GROUP, "combinerawtransaction",
                        List.of(Param.required("txs", Param.Kind.ARRAY, "One transaction in hex, signed in parts.")),
                        "Puts together what was signed apart.", this::combine));
    }

    // --- Signing -----------------------------------------------------------------------------------------------

    private JsonNode sign(Args args) throws InterruptedException {
        Transaction tx = RawTransaction.parseOrFail(args.text(0),
                "TX decode failed. Make sure the tx has at least one input.");
        SecretKeys keys = SecretKeys.of(args.at(1));
        Told told = told(args.at(2));
        Integer type = HASH_TYPES.get(args.isGiven(3) ? args.text(3) : "DEFAULT");
        if (type == null)
            throw RpcError.invalid("'" + args.text(3) + "' is not a valid sighash parameter.");
        List<Optional<TxOut>> spent = spent(tx, told.outputs());
        var signed = SignedTransaction.partlyKnown(tx, spent);
        var inputs = new ArrayList<TxIn>();
        for (int i = 0; i < tx.inputs().size(); i++) {
            TxIn plain = tx.inputs().get(i);
            var signer = new Signer(signed, i, type, keys);
            told.scripts().forEach(signer::knows);
            signer.learn(plain);
            inputs.add(spent.get(i).flatMap(output -> signer.unlock(plain, output)).orElse(plain));
        }
        var whole = new Transaction(tx.version(), inputs, tx.outputs(), tx.lockTime());
        ArrayNode errors = errors(whole, spent);
        ObjectNode json = Json.object().put("hex", Hex.of(whole.toBytes())).put("complete", errors.isEmpty());
        if (!errors.isEmpty())
            json.set("errors", errors);
        return json;
    }

    private static ArrayNode errors(Transaction tx, List<Optional<TxOut>> spent) {
        var signed = SignedTransaction.partlyKnown(tx, spent);
        ArrayNode errors = Json.array();
        for (int i = 0; i < spent.size(); i++) {
            Optional<String> error = spent.get(i).isEmpty()
                    ? Optional.of("Input not found or already spent")
                    : ScriptCheck.verify(signed, i, ScriptFlags.STANDARD, SignatureCache.NONE).map(ScriptError::text);
            TxIn input = tx.inputs().get(i);
            error.ifPresent(text -> {
                ObjectNode one = errors.addObject().put("txid", input.previous().txid().hex())
                        .put("vout", Integer.toUnsignedLong(input.previous().index()));
                ArrayNode items = one.putArray("witness");
                input.witness().forEach(item -> items.add(item.hex()));
                one.put("scriptSig", input.scriptSig().hex())
                        .put("sequence", Integer.toUnsignedLong(input.sequence())).put("error", text);
            });
        }
        return errors;
    }

    // --- What is spent -----------------------------------------------------------------------------------------

    private static Told told(JsonNode given) {
        var told = new Told(new HashMap<>(), new ArrayList<>());
        for (JsonNode one : given) {
            if (!one.isObject())
                throw new RpcError(RpcError.Code.UNREADABLE,
                        "expected object with {\"txid'\",\"vout\",\"scriptPubKey\"}");
            var place = new OutPoint(RawTransaction.txid(one.path("txid"), "txid"), one.path("vout").intValue());
            if (one.path("vout").intValue() < 0)
                throw new RpcError(RpcError.Code.UNREADABLE, "vout cannot be negative");
            Bytes script = hex(one, "scriptPubKey").orElseThrow(() -> new RpcError(RpcError.Code.WRONG_TYPE,
                    "Missing scriptPubKey"));
            long amount = one.has("amount") ? RawTransaction.amount(one.path("amount")) : 0;
            told.outputs().put(place, new TxOut(amount, script));
            OutputType type = Solution.of(script).type();
            if (type == OutputType.SCRIPTHASH || type == OutputType.WITNESS_V0_SCRIPTHASH)
                told.scripts().addAll(behind(one, script));
        }
        return told;
    }

    private static Optional<Bytes> hex(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull())
            return Optional.empty();
        return Optional.of(Args.hex(Args.text(value), name + " must be hexadecimal string (not '" + value.asText()
                + "')"));
    }

    /** The scripts behind an output's hash, which have to be the right ones. */
    private static List<Bytes> behind(JsonNode one, Bytes output) {
        Optional<Bytes> redeem = hex(one, "redeemScript");
        Optional<Bytes> witness = hex(one, "witnessScript");
        Bytes script = witness.or(() -> redeem)
                .orElseThrow(() -> RpcError.invalid("Missing redeemScript/witnessScript"));
        Bytes wrapped = Signer.witnessOutput(script);
        if (witness.isPresent() && redeem.isPresent() && !redeem.equals(witness) && !redeem.get().equals(wrapped))
            throw RpcError.invalid("redeemScript does not correspond to witnessScript");
        boolean fits = List.of(hashed(script), hashed(wrapped), wrapped).contains(output);
        if (!fits)
            throw RpcError.invalid("redeemScript/witnessScript does not match scriptPubKey");
        return List.of(script, wrapped);
    }

    /** The output that hides a script behind its hash (BIP16). */
    private static Bytes hashed(Bytes script) {
        return MultisigMethod.scriptHash(script);
    }

    private List<Optional<TxOut>> spent(Transaction tx, Map<OutPoint, TxOut> told) throws InterruptedException {
        List<OutPoint> places = tx.inputs().stream().map(TxIn::previous).toList();
        if (!(node.ask(new Request.FindCoins(places, true))
                .orElseThrow(RpcError::stopping) instanceof Outcome.Coins(var coins, _)))
            throw new IllegalStateException("an outcome of another request");
        var spent = new ArrayList<Optional<TxOut>>();
        for (int i = 0; i < places.size(); i++) {
            Optional<TxOut> known = coins.get(i).map(Coin::output);
            spent.add(Optional.ofNullable(told.get(places.get(i))).or(() -> known));
        }
        return spent;
    }

    // --- Combining ---------------------------------------------------------------------------------------------

    private JsonNode combine(Args args) throws InterruptedException {
        var parts = new ArrayList<Transaction>();
        for (JsonNode one : args.at(0)) {
            parts.add(RawTransaction.parseOrFail(Args.text(one),
                    "TX decode failed for tx %d. Make sure the tx has at least one input.".formatted(parts.size())));
        }
        if (parts.isEmpty())
            throw new RpcError(RpcError.Code.UNREADABLE, "Missing transactions");
        Transaction first = parts.getFirst();
        List<Optional<TxOut>> spent = spent(first, Map.of());
        var signed = SignedTransaction.partlyKnown(first, spent);
        var inputs = new ArrayList<TxIn>();
        for (int i = 0; i < first.inputs().size(); i++) {
            TxOut output = spent.get(i).orElseThrow(() -> new RpcError(RpcError.Code.REJECTED,
                    "Input not found or already spent"));
            inputs.add(combined(parts, signed, i, output));
        }
        return Json.text(Hex.of(new Transaction(first.version(), inputs, first.outputs(), first.lockTime())
                .toBytes()));
    }

    /** One that unlocks as it is, or else what all of them make together. */
    private static TxIn combined(List<Transaction> parts, SignedTransaction signed, int at, TxOut output) {
        List<TxIn> inputs = parts.stream().filter(part -> part.inputs().size() > at).map(part -> part.inputs().get(at))
                .toList();
        Optional<TxIn> whole = inputs.stream().filter(input -> unlocks(input, signed, at)).findFirst();
        var signer = new Signer(signed, at, Sighash.DEFAULT, SecretKeys.none());
        inputs.forEach(signer::learn);
        return whole.or(() -> signer.unlock(inputs.getFirst(), output)).or(() -> inputs.stream()
                .filter(input -> input.scriptSig().length() > 0 || !input.witness().isEmpty()).findFirst())
                .orElse(inputs.getFirst());
    }

    private static boolean unlocks(TxIn input, SignedTransaction signed, int at) {
        Transaction tx = signed.transaction();
        var inputs = new ArrayList<>(tx.inputs());
        inputs.set(at, input);
        var spent = new ArrayList<Optional<TxOut>>();
        for (int i = 0; i < inputs.size(); i++)
            spent.add(signed.spent(i));
        var with = new Transaction(tx.version(), inputs, tx.outputs(), tx.lockTime());
        return ScriptCheck.verify(SignedTransaction.partlyKnown(with, spent), at, ScriptFlags.STANDARD,
                SignatureCache.NONE).isEmpty();
    }
}
