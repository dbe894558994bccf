package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** An output's script as Core shows it: in words, as a descriptor (BIP380), in hex, with its address and its type. */
final class ScriptJson {
    private static final int OP_0 = 0x00;
    private static final int OP_RETURN = 0x6a;
    private static final int OP_DUP = 0x76;
    private static final int OP_HASH160 = 0xa9;
    private static final int OP_CHECKSIG = 0xac;
    private static final int OP_CHECKMULTISIG = 0xae;
    private static final Bytes ANCHOR = Bytes.ofHex("51024e73");
    private static final int X_ONLY_BYTES = 32;
    private static final int KEY_HASH_BYTES = 20;

    private ScriptJson() {}

    static ObjectNode of(Bytes script, AddressFormat format) {
        String type = type(script);
        Optional<String> address = Address.of(script, format);
        ObjectNode json = Json.object().put("asm", ScriptText.of(script))
                .put("desc", Descriptor.withChecksum(descriptor(script, type, address)))
                .put("hex", script.hex());
        address.ifPresent(text -> json.put("address", text));
        return json.put("type", type);
    }

    private static String type(Bytes script) {
        List<ScriptText.Op> ops = ScriptText.ops(script).orElse(List.of());
        if (script.equals(ANCHOR))
            return "anchor";
        if (isHashOf(ops, OP_DUP, 5))
            return "pubkeyhash";
        if (isHashOf(ops, OP_HASH160, 3))
            return "scripthash";
        if (isWitnessProgram(script, ops))
            return witnessType(ops.getFirst().code(), ops.get(1).data().length());
        if (script.length() > 0 && (script.at(0) & 0xff) == OP_RETURN && isPushesAfterFirst(ops))
            return "nulldata";
        if (ops.size() == 2 && isKey(ops.getFirst()) && ops.get(1).code() == OP_CHECKSIG)
            return "pubkey";
        return isMultisig(ops) ? "multisig" : "nonstandard";
    }

    private static boolean isHashOf(List<ScriptText.Op> ops, int first, int count) {
        return ops.size() == count && ops.getFirst().code() == first
                && ops.get(count / 2).code() == KEY_HASH_BYTES
                && switch (count) {
                    case 5 -> ops.get(1).code() == OP_HASH160 && ops.get(3).code() == 0x88
                            && ops.get(4).code() == OP_CHECKSIG;
                    default -> ops.get(2).code() == 0x87;
                };
    }

    private static boolean isWitnessProgram(Bytes script, List<ScriptText.Op> ops) {
        if (ops.size() != 2 || script.length() < 4 || script.length() > 42)
            return false;
        boolean version = ops.getFirst().code() == OP_0 || ops.getFirst().isSmallNumber();
        return version && ops.get(1).code() == script.length() - 2;
    }

    private static String witnessType(int version, int length) {
        if (version == OP_0)
            return switch (length) {
                case KEY_HASH_BYTES -> "witness_v0_keyhash";
                case X_ONLY_BYTES -> "witness_v0_scripthash";
                default -> "nonstandard";
            };
        return version == ScriptText.OP_1 && length == X_ONLY_BYTES ? "witness_v1_taproot" : "witness_unknown";
    }

    private static boolean isPushesAfterFirst(List<ScriptText.Op> ops) {
        return !ops.isEmpty() && ops.stream().skip(1).allMatch(op -> op.code() <= ScriptText.OP_16);
    }

    private static boolean isKey(ScriptText.Op op) {
        if (!op.isPush() || op.data().length() == 0)
            return false;
        return switch (op.data().at(0)) {
            case 2, 3 -> op.data().length() == 33;
            case 4, 6, 7 -> op.data().length() == 65;
            default -> false;
        };
    }

    private static boolean isMultisig(List<ScriptText.Op> ops) {
        int keys = ops.size() - 3;
        if (keys < 1 || ops.getLast().code() != OP_CHECKMULTISIG)
            return false;
        ScriptText.Op required = ops.getFirst();
        ScriptText.Op count = ops.get(ops.size() - 2);
        return required.isSmallNumber() && count.isSmallNumber() && small(count) == keys && small(required) <= keys
                && ops.subList(1, ops.size() - 2).stream().allMatch(ScriptJson::isKey);
    }

    private static int small(ScriptText.Op op) {
        return op.code() - ScriptText.OP_1 + 1;
    }

    /** What can be said without knowing what is behind a hash. */
    private static String descriptor(Bytes script, String type, Optional<String> address) {
        List<ScriptText.Op> ops = ScriptText.ops(script).orElse(List.of());
        String known = address.map(text -> "addr(" + text + ")").orElse("raw(" + script.hex() + ")");
        return switch (type) {
            case "pubkey" -> "pk(" + ops.getFirst().data().hex() + ")";
            case "multisig" -> "multi(" + small(ops.getFirst()) + "," + ops.subList(1, ops.size() - 2).stream()
                    .map(op -> op.data().hex()).collect(Collectors.joining(",")) + ")";
            case "witness_v1_taproot" ->
                isOnCurve(ops.get(1).data()) ? "rawtr(" + ops.get(1).data().hex() + ")" : known;
            default -> known;
        };
    }

    private static boolean isOnCurve(Bytes xOnly) {
        try {
            Secp256k1.get().pubkeyParse(new ByteWriter().u8(2).bytes(xOnly).toArray());
            return true;
        } catch (Secp256k1Exception _) {
            return false;
        }
    }
}
