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
import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.ScriptCheck;
import org.jackblockchain.consensus.script.ScriptError;
import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.Sighash;
import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Base58;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** {@code signrawtransactionwithkey}: outputs that ask for one key by ECDSA, bare or by its hash. */
final class SignMethod {
    private static final int WIF_VERSION = 0xef;
    private static final int SECRET_BYTES = 32;
    private static final int WIF_BYTES = 1 + SECRET_BYTES + 1;

    private final RpcNode node;

    /** Of a secret, by the key's bytes and by their hash. */
    private record Key(Bytes secret, Bytes point) {}

    SignMethod(RpcNode node) {
        this.node = node;
    }

    Method method() {
        return new Method("rawtransactions", "signrawtransactionwithkey",
                List.of(Param.required("hexstring", Param.Kind.TEXT, "The transaction in hex."),
                        Param.required("privkeys", Param.Kind.ARRAY, "Secret keys in base58."),
                        Param.optional("prevtxs", Param.Kind.ARRAY,
                                "What it spends, where that is not known here: \"txid\", \"vout\", \"scriptPubKey\","
                                        + " \"amount\"."),
                        Param.optional("sighashtype", Param.Kind.TEXT, "ALL, as nothing else is made.")),
                "Signs the inputs that ask for one of these keys.", this::sign);
    }

    private JsonNode sign(Args args) throws InterruptedException {
        Transaction tx = RawTransaction.parseOrFail(args.text(0),
                "TX decode failed. Make sure the tx has at least one input.");
        Map<Bytes, Key> keys = keys(args.at(1));
        if (args.isGiven(3) && !args.text(3).equals("ALL"))
            throw RpcError.invalid("'" + args.text(3) + "' is not a valid sighash parameter.");
        List<Optional<TxOut>> spent = spent(tx, args.at(2));
        var signed = SignedTransaction.partlyKnown(tx, spent);
        var inputs = new ArrayList<TxIn>();
        for (int i = 0; i < tx.inputs().size(); i++) {
            int at = i;
            TxIn plain = tx.inputs().get(i);
            inputs.add(spent.get(i).flatMap(output -> unlocked(signed, at, plain, output, keys)).orElse(plain));
        }
        var whole = new Transaction(tx.version(), inputs, tx.outputs(), tx.lockTime());
        ArrayNode errors = errors(whole, spent);
        ObjectNode json = Json.object().put("hex", Hex.of(whole.toBytes())).put("complete", errors.isEmpty());
        if (!errors.isEmpty())
            json.set("errors", errors);
        return json;
    }

    private static Map<Bytes, Key> keys(JsonNode texts) {
        Map<Bytes, Key> keys = new HashMap<>();
        for (JsonNode text : texts) {
            Bytes bytes = Base58.decodeChecked(Args.text(text), WIF_BYTES).filter(SignMethod::isWif)
                    .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Invalid private key"));
            byte[] secret = bytes.slice(1, 1 + SECRET_BYTES).toArray();
            if (!Curve.isSecret(secret))
                throw new RpcError(RpcError.Code.NOT_FOUND, "Invalid private key");
            boolean compressed = bytes.length() == WIF_BYTES;
            Bytes point = Bytes.of(compressed ? Curve.publicKey(secret) : Curve.uncompressedPublicKey(secret));
            var key = new Key(Bytes.of(secret), point);
            keys.put(point, key);
            keys.put(hash(point), key);
        }
        return keys;
    }

    private static boolean isWif(Bytes bytes) {
        return (bytes.at(0) & 0xff) == WIF_VERSION
                && (bytes.length() == WIF_BYTES - 1 || (bytes.length() == WIF_BYTES && bytes.at(WIF_BYTES - 1) == 1));
    }

    private static Bytes hash(Bytes bytes) {
        return Bytes.of(Hash160.of(bytes.toArray()));
    }

    private List<Optional<TxOut>> spent(Transaction tx, JsonNode given) throws InterruptedException {
        Map<OutPoint, TxOut> told = new HashMap<>();
        for (JsonNode one : given) {
            var place = new OutPoint(RawTransaction.txid(one.path("txid"), "txid"), one.path("vout").intValue());
            Bytes script = Args.hex(Args.text(one.path("scriptPubKey")), "scriptPubKey must be hexadecimal string");
            long amount = one.has("amount") ? RawTransaction.amount(one.path("amount")) : 0;
            told.put(place, new TxOut(amount, script));
        }
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

    private static Optional<TxIn> unlocked(SignedTransaction signed, int at, TxIn plain, TxOut output,
            Map<Bytes, Key> keys) {
        Solution solution = Solution.of(output.script());
        Optional<Key> key = solution.parts().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(keys.get(solution.parts().getFirst()));
        return switch (solution.type()) {
            case PUBKEY -> key.map(one -> new TxIn(plain.previous(),
                    Scripts.pushData(legacy(signed, at, output.script(), one)), plain.sequence(), List.of()));
            case PUBKEYHASH -> key.map(one -> new TxIn(plain.previous(),
                    new ByteWriter().bytes(Scripts.pushData(legacy(signed, at, output.script(), one)))
                            .bytes(Scripts.pushData(one.point())).toBytes(),
                    plain.sequence(), List.of()));
            case WITNESS_V0_KEYHASH -> key.map(one -> plain.withWitness(List.of(segwit(signed, at, one), one.point())));
            default -> Optional.empty();
        };
    }

    private static Bytes legacy(SignedTransaction signed, int at, Bytes script, Key key) {
        return withType(
                Curve.signEcdsa(key.secret().toArray(), Sighash.legacy(signed, at, script.toArray(), Sighash.ALL)));
    }

    private static Bytes segwit(SignedTransaction signed, int at, Key key) {
        byte[] code = Bytes.ofHex("76a914" + hash(key.point()).hex() + "88ac").toArray();
        return withType(Curve.signEcdsa(key.secret().toArray(), Sighash.segwitV0(signed, at, code, Sighash.ALL)));
    }

    private static Bytes withType(byte[] signature) {
        return new ByteWriter().array(signature).u8(Sighash.ALL).toBytes();
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
}
