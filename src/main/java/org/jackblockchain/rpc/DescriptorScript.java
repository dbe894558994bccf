package org.jackblockchain.rpc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Limits;
import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.Taproot;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** The output script that a descriptor stands for (BIP380), where it names one script and no keys to derive. */
final class DescriptorScript {
    private static final int CHECKSUM_LENGTH = 8;
    private static final int X_BYTES = 32;
    private static final int COMPRESSED = 33;
    private static final String COMBO = "combo(";
    /** As BIP67 sorts keys. */
    private static final Comparator<Bytes> BY_BYTES = Comparator.comparing(Bytes::toArray, Arrays::compareUnsigned);

    private DescriptorScript() {}

    /**
     * Reads {@code raw(HEX)} and {@code addr(ADDRESS)}, and of keys {@code pk}, {@code pkh}, {@code wpkh},
     * {@code combo}, {@code multi}, {@code sortedmulti}, {@code tr} without scripts, {@code rawtr}, and {@code sh} and
     * {@code wsh} of these, with or without checksum.
     *
     * @throws RpcError saying what is wrong
     */
    static Bytes of(String text, ChainParams params) {
        return script(checked(text), params, Place.TOP);
    }

    /**
     * All scripts that a descriptor stands for: of a {@code combo(KEY)} the usual ones of that key, otherwise one.
     *
     * @throws RpcError saying what is wrong
     */
    static List<Bytes> all(String text, ChainParams params) {
        String body = checked(text);
        if (!body.startsWith(COMBO) || !body.endsWith(")"))
            return List.of(of(text, params));
        String key = body.substring(COMBO.length(), body.length() - 1);
        List<String> forms = isLong(key, body)
                ? List.of("pk(%s)", "pkh(%s)")
                : List.of("pk(%s)", "pkh(%s)", "wpkh(%s)", "sh(wpkh(%s))");
        return forms.stream().map(form -> of(form.formatted(key), params)).toList();
    }

    private static boolean isLong(String key, String body) {
        return key(key, body).length() > COMPRESSED;
    }

    /** Where a descriptor stands: not everything may stand everywhere. */
    private enum Place {
        TOP, IN_HASH, IN_WITNESS
    }

    private static Bytes script(String body, ChainParams params, Place place) {
        int open = body.indexOf('(');
        if (open < 0 || !body.endsWith(")"))
            throw wrong("'%s' is not a valid descriptor function".formatted(body));
        String argument = body.substring(open + 1, body.length() - 1);
        String function = body.substring(0, open);
        boolean fits = switch (function) {
            case "pk", "pkh", "multi", "sortedmulti" -> true;
            case "wpkh", "wsh" -> place != Place.IN_WITNESS;
            default -> place == Place.TOP;
        };
        if (!fits)
            throw wrong("Can only have %s() at top level".formatted(function));
        return switch (function) {
            case "raw" -> hex(argument).orElseThrow(() -> wrong("Raw script is not hex"));
            case "addr" -> address(argument, params);
            case "pk" -> new ByteWriter().bytes(Scripts.pushData(key(argument, body))).u8(Op.OP_CHECKSIG).toBytes();
            case "pkh" -> new ByteWriter().u8(Op.OP_DUP).u8(Op.OP_HASH160)
                    .varBytes(Signer.hash160(key(argument, body))).u8(Op.OP_EQUALVERIFY).u8(Op.OP_CHECKSIG).toBytes();
            case "wpkh" -> new ByteWriter().u8(0).varBytes(Signer.hash160(compressed(argument, body))).toBytes();
            case "sh" -> MultisigMethod.scriptHash(script(argument, params, Place.IN_HASH));
            case "wsh" -> Signer.witnessOutput(script(argument, params, Place.IN_WITNESS));
            case "multi", "sortedmulti" -> multi(argument, body, function.startsWith("sorted"));
            case "tr" -> Bytes.ofHex("5120" + tweaked(argument, body).hex());
            // as Core chooses where one script is wanted
            case "combo" -> script((isLong(argument, body) ? "pkh(%s)" : "wpkh(%s)").formatted(argument), params,
                    Place.TOP);
            case "rawtr" -> Bytes.ofHex("5120" + hex(argument).filter(key -> key.length() == X_BYTES)
                    .orElseThrow(() -> wrong("rawtr(): key '%s' is not valid".formatted(argument))).hex());
            case String other -> throw wrong("'%s' is not a descriptor function that is known here".formatted(other));
        };
    }

    private static Bytes multi(String argument, String body, boolean sorted) {
        List<String> parts = List.of(argument.split(",", -1));
        List<Bytes> keys = parts.stream().skip(1).map(part -> key(part, body)).toList();
        int required = parts.getFirst().matches("\\d{1,3}") ? Integer.parseInt(parts.getFirst()) : 0;
        if (keys.isEmpty() || keys.size() > Limits.MAX_MULTISIG_KEYS || required < 1 || required > keys.size())
            throw wrong("Multi threshold is not valid in '%s'".formatted(body));
        return MultisigMethod.script(required, sorted ? keys.stream().sorted(BY_BYTES).toList() : keys);
    }

    /** Of taproot's output (BIP86): the key, with the tweak that says there are no scripts. */
    private static Bytes tweaked(String text, String body) {
        Bytes internal = hex(text).filter(key -> key.length() == X_BYTES && Curve.isX(key.toArray()))
                .orElseGet(() -> compressed(text, body).slice(1, 1 + X_BYTES));
        byte[] tweak = Taproot.tweak(internal.toArray(), new byte[0]);
        return Curve.add(internal.toArray(), tweak).map(Bytes::of).map(key -> key.slice(1, 1 + X_BYTES))
                .orElseThrow(() -> wrong("tr(): key '%s' is not valid".formatted(text)));
    }

    private static Bytes compressed(String text, String body) {
        Bytes key = key(text, body);
        if (key.length() != 1 + X_BYTES)
            throw wrong("Uncompressed keys are not allowed in '%s'".formatted(body));
        return key;
    }

    /** The descriptor without its checksum, which has to be right if it is there. */
    private static String checked(String text) {
        int hash = text.indexOf('#');
        if (hash < 0)
            return text;
        String body = text.substring(0, hash);
        String given = text.substring(hash + 1);
        if (given.length() != CHECKSUM_LENGTH)
            throw wrong("Expected %d character checksum, not %d characters".formatted(CHECKSUM_LENGTH,
                    given.length()));
        String right = withChecksum(body).substring(hash + 1);
        if (!right.equals(given))
            throw wrong("Provided checksum '%s' does not match computed checksum '%s'".formatted(given, right));
        return body;
    }

    private static String withChecksum(String body) {
        try {
            return Descriptor.withChecksum(body);
        } catch (IllegalArgumentException _) {
            throw wrong("Invalid characters in payload");
        }
    }

    private static Optional<Bytes> hex(String text) {
        try {
            return Optional.of(Bytes.ofHex(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** In hex, or that to a secret in base58. */
    private static Bytes key(String text, String body) {
        return hex(text).filter(bytes -> bytes.length() == 33 || bytes.length() == 65)
                .or(() -> SecretKeys.parse(text).map(SecretKeys.Key::point))
                .orElseThrow(() -> wrong("'%s' in '%s' is no public key".formatted(text, body)));
    }

    private static Bytes address(String text, ChainParams params) {
        return switch (Address.parse(text, params.addresses())) {
            case Address.Parsed.Locking(Bytes script) -> script;
            case Address.Parsed.Invalid _ -> throw wrong("Address is not valid");
        };
    }

    private static RpcError wrong(String why) {
        return new RpcError(RpcError.Code.NOT_FOUND, why);
    }
}
