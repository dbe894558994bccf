package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Limits;
import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** {@code createmultisig}: an address that asks for some of several keys. */
final class MultisigMethod {
    private static final int COMPRESSED = 33;
    private static final int UNCOMPRESSED = 65;

    private final RpcNode node;

    MultisigMethod(RpcNode node) {
        this.node = node;
    }

    Method method() {
        return new Method("util", "createmultisig",
                List.of(Param.required("nrequired", Param.Kind.NUMBER, "How many have to sign."),
                        Param.required("keys", Param.Kind.ARRAY, "Public keys in hex."),
                        Param.optional("address_type", Param.Kind.TEXT,
                                "legacy, p2sh-segwit or bech32. Default: legacy.")),
                "An address that some of several keys spend from, and the script behind it.", this::create);
    }

    /** The script itself: so many of these keys. */
    static Bytes script(int required, List<Bytes> keys) {
        var out = new ByteWriter().bytes(Scripts.pushNumber(required));
        keys.forEach(key -> out.bytes(Scripts.pushData(key)));
        return out.bytes(Scripts.pushNumber(keys.size())).u8(Op.OP_CHECKMULTISIG).toBytes();
    }

    /** The output that hides a script behind its hash (BIP16). */
    static Bytes scriptHash(Bytes script) {
        return new ByteWriter().u8(Op.OP_HASH160).varBytes(Signer.hash160(script)).u8(Op.OP_EQUAL).toBytes();
    }

    private JsonNode create(Args args) {
        int required = args.number(0);
        List<Bytes> keys = new ArrayList<>();
        for (JsonNode text : args.at(1))
            keys.add(key(Args.text(text)));
        String wish = args.isGiven(2) ? args.text(2) : "legacy";
        checkType(wish);
        boolean compressed = keys.stream().allMatch(key -> key.length() == COMPRESSED);
        String type = compressed ? wish : "legacy";
        Bytes script = checked(required, keys, type);
        return json(script, type, "multi(%d,%s)".formatted(required,
                keys.stream().map(Bytes::hex).collect(Collectors.joining(","))), type.equals(wish));
    }

    private static Bytes key(String text) {
        Bytes key;
        try {
            key = Bytes.ofHex(text);
        } catch (IllegalArgumentException _) {
            throw new RpcError(RpcError.Code.NOT_FOUND, "Pubkey \"%s\" must be a hex string".formatted(text));
        }
        if (key.length() != COMPRESSED && key.length() != UNCOMPRESSED)
            throw new RpcError(RpcError.Code.NOT_FOUND,
                    "Pubkey \"%s\" must have a length of either 33 or 65 bytes".formatted(text));
        if (!Curve.isKey(key.toArray()))
            throw new RpcError(RpcError.Code.NOT_FOUND,
                    "Pubkey \"%s\" must be cryptographically valid.".formatted(text));
        return key;
    }

    private static void checkType(String type) {
        if (type.equals("bech32m"))
            throw new RpcError(RpcError.Code.NOT_FOUND, "createmultisig cannot create bech32m multisig addresses");
        if (!List.of("legacy", "p2sh-segwit", "bech32").contains(type))
            throw new RpcError(RpcError.Code.NOT_FOUND, "Unknown address type '" + type + "'");
    }

    private static Bytes checked(int required, List<Bytes> keys, String type) {
        if (required < 1)
            throw RpcError.invalid("a multisignature address must require at least one key to redeem");
        if (keys.size() < required)
            throw RpcError.invalid("not enough keys supplied (got %d keys, but need at least %d to redeem)"
                    .formatted(keys.size(), required));
        if (keys.size() > Limits.MAX_MULTISIG_KEYS)
            throw RpcError.invalid("Number of keys involved in the multisignature address creation > %d\nReduce the"
                    .formatted(Limits.MAX_MULTISIG_KEYS) + " number");
        Bytes script = script(required, keys);
        if (type.equals("legacy") && script.length() > Limits.MAX_ITEM_BYTES)
            throw RpcError.invalid("redeemScript exceeds size limit: %d > %d".formatted(script.length(),
                    Limits.MAX_ITEM_BYTES));
        return script;
    }

    private ObjectNode json(Bytes script, String type, String descriptor, boolean asWished) {
        Bytes witness = Signer.witnessOutput(script);
        Bytes output = switch (type) {
            case "bech32" -> witness;
            case "p2sh-segwit" -> scriptHash(witness);
            default -> scriptHash(script);
        };
        String whole = switch (type) {
            case "bech32" -> "wsh(%s)";
            case "p2sh-segwit" -> "sh(wsh(%s))";
            default -> "sh(%s)";
        };
        ObjectNode json = Json.object()
                .put("address", Address.of(output, node.view().params().addresses()).orElseThrow())
                .put("redeemScript", script.hex())
                .put("descriptor", Descriptor.withChecksum(whole.formatted(descriptor)));
        if (!asWished)
            json.putArray("warnings").add("Unable to make chosen address type, please ensure no uncompressed public"
                    + " keys are present.");
        return json;
    }
}
